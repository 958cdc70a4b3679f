/**
 * `npm run bench [-- --json] [-- --memory]`: how fast lsim is: the plain cases as ratios to the bare loop in the same
 * run, all others as a share of the events per second of `plain-1000`.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FURTHER, PLAIN } from './cases.js';

const json = process.argv.includes('--json');
if (!json) row('case', 'invocations/s', 'events/s', 'bare ms', 'lsim ms', 'ratio', 'of plain', 'MB');
const cases = [];
for (const { name } of [...PLAIN, ...FURTHER]) {
  const figures = JSON.parse(inOwnProcess('one-case.js', name));
  const { invocationsPerSecond, eventsPerSecond, bare_ms, lsim_ms, megabytes } = figures;
  const ratio = bare_ms === null ? null : rounded(lsim_ms / bare_ms);
  const plain = cases.find((each) => each.name === 'plain-1000')?.eventsPerSecond ?? null;
  const ofPlain = bare_ms === null ? rounded(eventsPerSecond / plain) : null;
  cases.push({ name, invocationsPerSecond, eventsPerSecond, ratio, ofPlain });
  const times = [bare_ms?.toFixed(0) ?? '', lsim_ms.toFixed(0)];
  if (!json)
    row(name, invocationsPerSecond, eventsPerSecond, ...times, ratio ?? '', ofPlain ?? '', megabytes.toFixed(0));
}
if (json) process.stdout.write(`${JSON.stringify({ cases }, null, 2)}\n`);
if (process.argv.includes('--memory')) measureMemory();

function measureMemory() {
  // Beside `--json` nothing else may stand on standard output.
  const out = json ? process.stderr : process.stdout;
  for (const millions of [10, 100]) {
    const megabytes = Number(inOwnProcess('peak-memory.js', String(millions * 1_000_000)));
    out.write(`peak memory of ${millions} million invocations: ${megabytes.toFixed(0)} MB\n`);
  }
}

/** A process each, so that no case profits or suffers from what another made of the compiled code. */
function inOwnProcess(script, argument) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return execFileSync(process.execPath, [path, argument], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function rounded(value) {
  return Math.round(value * 100) / 100;
}

function row(name, ...cells) {
  process.stdout.write(`${name.padEnd(16)}${cells.map((cell) => String(cell).padStart(14)).join('')}\n`);
}
