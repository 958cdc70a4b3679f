/** `npm run bench [-- --json] [-- --memory]`: how fast lsim is, as ratios to the bare loop in the same run. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CASES } from './cases.js';

const json = process.argv.includes('--json');
const cases = [];
if (!json) row('case', 'invocations/s', 'events/s', 'bare ms', 'lsim ms', 'ratio');
for (const { name } of CASES) {
  const figures = JSON.parse(inOwnProcess('one-case.js', name));
  const ratio = Math.round((figures.lsim_ms / figures.bare_ms) * 100) / 100;
  const { invocationsPerSecond, eventsPerSecond } = figures;
  cases.push({ name, invocationsPerSecond, eventsPerSecond, ratio });
  const times = [figures.bare_ms.toFixed(0), figures.lsim_ms.toFixed(0)];
  if (!json) row(name, invocationsPerSecond, eventsPerSecond, ...times, ratio.toFixed(2));
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

function row(name, ...cells) {
  process.stdout.write(`${name.padEnd(12)}${cells.map((cell) => String(cell).padStart(15)).join('')}\n`);
}
