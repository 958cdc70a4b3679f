/** How much memory the shipped program takes, each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAIN } from './cli/lsim.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lsim-memory-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Plays a scenario and writes every series. @returns the most that was resident, in MB */
function peakOf(scenario: string, charts: 'png' | 'none'): number {
  const path = join(folder, 'scenario.yaml');
  writeFileSync(path, scenario);
  const program = `
    process.argv.splice(1, 0, ${JSON.stringify(MAIN)});
    process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'));
    import(${JSON.stringify(MAIN)});`;
  const args = [
    'run',
    path,
    '--out',
    join(folder, 'out'),
    '--csv',
    'summary,series-all',
    '--charts',
    charts,
    '--quiet',
  ];
  const text = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, '-e', program, '--', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return Number(/peak (\d+)/.exec(text)![1]) / 1024;
}

it.each([
  ['each once a second, with room for all', 10_000, 1],
  // Each is throttled in nearly every bucket, and nearly all others hold the pool then.
  ['each four times a second, in half the room that they want', 1_000, 4],
])(
  '500 functions that share an account take at most 400 MB, with all series and charts: %s',
  { timeout: 180_000 },
  (_, concurrency, rate) => {
    const each = (line: (k: number) => string): string =>
      Array.from({ length: 500 }, (_each, k) => `  ${line(k)}\n`).join('');
    const scenario =
      `version: 1\nname: many\nduration: 10m\nbucket: 1s\naccount: { concurrency: ${concurrency} }\nfunctions:\n` +
      each((k) => `f${k}: { runtime: nodejs22.x, memorySize: 256, duration: { exponential: 1s } }`) +
      'sources:\n' +
      each((k) => `s${k}: { type: invoke, function: f${k}, rate: ${rate}/s, clients: { retry: none } }`);
    expect(peakOf(scenario, 'png')).toBeLessThan(400);
  },
);

it('ten million records behind a blocked shard take at most 25 MB more than ten thousand', { timeout: 180_000 }, () => {
  const scenario = (rate: number): string => `version: 1
name: blocked
duration: 10000s
functions:
  worker: { runtime: nodejs22.x, memorySize: 256, init: 100ms, duration: 100ms }
streams:
  records: { shards: 1, recordSize: 1KB }
sources:
  mapping: { type: kinesis, stream: records, function: worker, rate: ${rate}/s, poison: [ { at: 1s } ] }
`;
  expect(peakOf(scenario(1_000), 'none') - peakOf(scenario(1), 'none')).toBeLessThan(25);
});

it.each(['perEventTimers', 'queue'])(
  'a million events in line take at most 100 MB more than none, with asyncRetry: %s',
  { timeout: 180_000 },
  (asyncRetry) => {
    const scenario = (events: number): string => `version: 1
name: backlog
duration: 100s
account: { concurrency: 1000 }
assumptions: { asyncRetry: ${asyncRetry} }
functions:
  worker: { runtime: nodejs22.x, memorySize: 256, timeout: 1m, init: 100ms, reservedConcurrency: 10, duration: 1s }
sources:
  events: { type: async-invoke, function: worker, stages: [ { rate: ${events / 100}/s, for: 100s } ] }
`;
    expect(peakOf(scenario(1_060_000), 'none') - peakOf(scenario(100), 'none')).toBeLessThan(100);
  },
);
