/** One case in a process of its own: `node bench/one-case.js <name>` prints its figures as JSON. */
import { bareLoop } from './bare-loop.mjs';
import { FURTHER, HANDLER_SECONDS, PLAIN, plainText } from './cases.js';
import { play, scenarioOf } from './play.js';

const ROUNDS = 5;

const name = process.argv[2];
const plain = PLAIN.find((candidate) => candidate.name === name);
process.stdout.write(JSON.stringify(plain === undefined ? furtherCase() : plainCase(plain)));

/** Rounds of the bare loop and of lsim take turns, so that both meet the same machine. */
function plainCase({ rate, runs, invocations }) {
  const each = invocations / runs;
  const scenario = scenarioOf(plainText({ rate, invocations: each, bucket: '1s' }));
  const best = { bare: Infinity, lsim: Infinity };
  let played;
  for (let round = 0; round <= ROUNDS; round++) {
    const bare = timed(() => everyRun(runs, () => bareLoop(rate, HANDLER_SECONDS, each)));
    const lsim = timed(() => (played = sum(everyRun(runs, (run) => play(scenario, run)))));
    // The first round warms up.
    if (round > 0) {
      best.bare = Math.min(best.bare, bare);
      best.lsim = Math.min(best.lsim, lsim);
    }
  }
  return { ...figures(played, best.lsim), bare_ms: best.bare };
}

function furtherCase() {
  const { text } = FURTHER.find((candidate) => candidate.name === name);
  const scenario = scenarioOf(text);
  let best = Infinity;
  let played;
  for (let round = 0; round < ROUNDS; round++)
    best = Math.min(
      best,
      timed(() => (played = play(scenario, 1))),
    );
  return { ...figures(played, best), bare_ms: null };
}

function figures({ invocations, events }, milliseconds) {
  return {
    invocationsPerSecond: Math.round((invocations / milliseconds) * 1000),
    eventsPerSecond: Math.round((events / milliseconds) * 1000),
    lsim_ms: milliseconds,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function everyRun(runs, work) {
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
