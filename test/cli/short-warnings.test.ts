import { describe, expect, it } from 'vitest';
import { shortWarnings } from '../../src/cli/short-warnings.ts';
import type { Diagnostic } from '../../src/scenario/diagnostic.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { lsim, temporaryFolder } from './lsim.ts';

const FILE = 'many.yaml';
const folder = temporaryFolder();

/** Functions whose start-up is a default, one a line from line 4 on. */
function scenario(functions: number, more = ''): string {
  const names = Array.from({ length: functions }, (_, k) => `f${String(k)}`);
  return `version: 1
duration: 1m
functions:
${names.map((name) => `  ${name}: { runtime: nodejs22.x, memorySize: 256, duration: 100ms }\n`).join('')}${more}sources:
${names.map((name) => `  ${name}: { type: invoke, function: ${name}, rate: 0.1/s }\n`).join('')}`;
}

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const files = { read: () => ({ problem: 'missing' as const, detail: '' }) };
  return parseScenario(text, { file: FILE, files, set: [], overrides: {} }).diagnostics;
}

const places = (all: readonly Diagnostic[]): string[] =>
  all.map(({ file, line, column, code, message }) => {
    const rest = / \(and .* more of the kind\)$/.exec(message)?.[0] ?? '';
    return `${file}:${String(line)}:${String(column)} ${code}${rest}`;
  });

describe('warnings beside a summary', () => {
  it('of one kind: the first three have their places, the third tells how many there are besides', () => {
    const all = diagnosticsOf(scenario(500));
    expect(all).toHaveLength(500);
    expect(places(shortWarnings(all))).toEqual([
      'many.yaml:4:3 W_DEFAULT_INIT',
      'many.yaml:5:3 W_DEFAULT_INIT',
      'many.yaml:6:3 W_DEFAULT_INIT (and 497 more of the kind)',
    ]);
  });

  it('three of a kind are three', () => {
    const all = diagnosticsOf(scenario(3));
    expect(places(shortWarnings(all))).toEqual(places(all));
  });

  it('no kind hides another, nor one file the other, and no error is left out', () => {
    const odd = '  "an odd name": { runtime: nodejs22.x, memorySize: 256, init: 1s, duration: 100ms }\n';
    const wrong = Array.from({ length: 5 }, (_, k) => `  g${String(k)}: { duration: 5 }\n`).join('');
    const all = diagnosticsOf(scenario(4, odd + wrong));
    const errors = all.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(5);
    const other = all.map((each) => ({ ...each, file: 'other.yaml' }));
    const short = shortWarnings([...all, ...other]);
    expect(short.filter(({ severity }) => severity === 'error')).toEqual([
      ...errors,
      ...other.filter(({ severity }) => severity === 'error'),
    ]);
    expect(places(short.filter(({ severity, file }) => severity === 'warning' && file === FILE))).toEqual([
      'many.yaml:4:3 W_DEFAULT_INIT',
      'many.yaml:5:3 W_DEFAULT_INIT',
      'many.yaml:6:3 W_DEFAULT_INIT (and 1 more of the kind)',
      'many.yaml:8:3 W_NAME',
    ]);
    expect(short.filter(({ file }) => file === 'other.yaml')).toHaveLength(short.length / 2);
  });

  it('lsim run says them once on stderr, all of them with --verbose, and counts them in its summary', async () => {
    folder.write(FILE, scenario(40));
    const run = (...more: string[]): ReturnType<typeof lsim> =>
      lsim(['run', FILE, '-o', 'out', '--charts', 'none', ...more], { cwd: folder.path });
    const { stdout, stderr } = await run();
    expect(stderr.match(/W_DEFAULT_INIT/g)).toHaveLength(3);
    expect(stderr).toMatch(/^many\.yaml:6:3 {2}W_DEFAULT_INIT .* \(and 37 more of the kind\)$/m);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /WARNINGS \(\d+\) W_DEFAULT_INIT functions\.f0: .* \(and 39 more of the kind\)/,
    );
    expect((await run('--verbose')).stderr.match(/W_DEFAULT_INIT/g)).toHaveLength(40);
  });
});
