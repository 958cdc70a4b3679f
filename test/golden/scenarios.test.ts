/** The scenarios that are shipped: what each gives is kept as text, and what is said of them is true. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resultJsonText } from '../../src/report/json.ts';
import { summaryText } from '../../src/report/terminal.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import type { ParsedScenario } from '../../src/scenario/parse.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';

const ROOT = new URL('../../', import.meta.url);
const MODELINE = '# yaml-language-server: $schema=../schema/scenario.schema.json';
const NAMES = readdirSync(new URL('scenarios/', ROOT))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

/** Verdicts by name, from the table of scenarios/README.md. */
const TABLE = new Map(
  [...read('scenarios/README.md').matchAll(/^\| \[(\S+)\.yaml\]\(\1\.yaml\) \|.*\| (PASS|FAIL) \|$/gm)].map(
    ([, name, verdict]) => [name!, verdict!] as const,
  ),
);

describe.each(NAMES)('scenarios/%s.yaml', (name) => {
  const text = read(`scenarios/${name}.yaml`);
  let result: RunResult;

  beforeAll(() => {
    const { scenario } = parsed(name, text);
    result = simulate(scenario!);
  }, 60_000);

  it('gives what it gave before', async () => {
    const summary = summaryText(result, {
      version: '0.0.0',
      scenarioFile: `scenarios/${name}.yaml`,
      color: false,
      unicode: true,
      verbose: false,
      files: null,
    });
    await expect(resultJsonText(result)).toMatchFileSnapshot(`${name}/result.json`);
    await expect(summary).toMatchFileSnapshot(`${name}/summary.txt`);
  });

  it('has the verdict that the table of the scenarios tells', () => {
    expect(TABLE.get(name)).toBe(result.json.ok ? 'PASS' : 'FAIL');
  });

  it('bears the name of its file, and tells editors where its schema is', () => {
    expect(result.json.scenario.name).toBe(name);
    expect(text.split('\n', 1)).toEqual([MODELINE]);
  });

  it('offers commands that work', () => {
    const commands = [...text.matchAll(/^# {3}lsim run (\S+)((?: --set \S+)*)$/gm)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [, file, flags] of commands) {
      expect(file).toBe(`scenarios/${name}.yaml`);
      const set = [...(flags ?? '').matchAll(/--set (\S+)/g)].map((match) => match[1]!);
      expect(errorsOf(parsed(name, text, set))).toEqual([]);
    }
    expect(text.match(/lsim run/g)).toHaveLength(commands.length);
  });
});

describe('The table of the scenarios', () => {
  it('has a line for each and no other', () => {
    expect([...TABLE.keys()].toSorted()).toEqual(NAMES.toSorted());
  });
});

function parsed(name: string, text: string, set: readonly string[] = []): ParsedScenario {
  const files = { read: () => ({ problem: 'missing', detail: 'no such file' }) as const };
  return parseScenario(text, { file: `scenarios/${name}.yaml`, files, set, overrides: {} });
}

function errorsOf({ diagnostics }: ParsedScenario): string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
