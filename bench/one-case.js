/** One case in a process of its own: `node bench/one-case.js <name>` prints its figures as JSON. */
import { bareLoop } from './bare-loop.mjs';
import { CASES, HANDLER_SECONDS, scenarioText } from './cases.js';
import { play, scenarioOf } from './play.js';

const ROUNDS = 5;

const { name, rate, runs, invocations } = CASES.find((candidate) => candidate.name === process.argv[2]);
const each = invocations / runs;
const scenario = scenarioOf(scenarioText({ rate, invocations: each, bucket: '1s' }));

let best = { bare: Infinity, lsim: Infinity };
let played;
for (let round = 0; round <= ROUNDS; round++) {
  const bare = timed(() => everyRun(() => bareLoop(rate, HANDLER_SECONDS, each)));
  const lsim = timed(() => (played = sum(everyRun((run) => play(scenario, run)))));
  // The first round warms up.
  if (round > 0) best = { bare: Math.min(best.bare, bare), lsim: Math.min(best.lsim, lsim) };
}
process.stdout.write(
  JSON.stringify({
    name,
    invocationsPerSecond: Math.round((played.invocations / best.lsim) * 1000),
    eventsPerSecond: Math.round((played.events / best.lsim) * 1000),
    bare_ms: best.bare,
    lsim_ms: best.lsim,
  }),
);

function everyRun(work) {
  return Array.from({ length: runs }, (_, k) => work(k + 1));
}

/** Milliseconds of processor time: other programs on the machine disturb it least. */
function timed(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function sum(parts) {
  return {
    events: parts.reduce((total, { events }) => total + events, 0),
    invocations: parts.reduce((total, part) => total + part.invocations, 0),
  };
}
