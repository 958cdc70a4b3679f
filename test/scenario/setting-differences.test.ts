import { expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { settingDifferences } from '../../src/scenario/setting-differences.ts';
import { withoutSecrets, withoutTokens } from '../../src/scenario/secrets.ts';

const files = { read: () => ({ problem: 'missing', detail: '' }) as const };
const tree = (text: string, file = 'a.yaml', set: readonly string[] = []) =>
  parseScenario(text, { file, files, set, overrides: {} }).tree!;
const differences = (base: string, head: string) => settingDifferences(tree(base), tree(head, 'b.yaml'));
const told = (base: string, head: string) =>
  differences(base, head).map((each) => [each.path, each.base?.text ?? null, each.head?.text ?? null]);

it('tells each key with both values and both places', () => {
  const base = 'name: a\nduration: 5m\nfunctions:\n  api: { timeout: 3s }\n';
  const head = 'name: b\n# longer\nduration: 6m\nfunctions:\n  api: { timeout: 3s, memorySize: 512 }\n';
  expect(differences(base, head)).toEqual([
    {
      path: 'duration',
      base: { text: '5m', file: 'a.yaml', line: 2, column: 11 },
      head: { text: '6m', file: 'b.yaml', line: 3, column: 11 },
    },
    {
      path: 'functions.api.memorySize',
      base: null,
      head: { text: '512', file: 'b.yaml', line: 5, column: 35 },
    },
  ]);
});

it('goes into lists of maps, and takes lists of values and what one side lacks as a whole', () => {
  const base =
    'sources:\n  a.b: { stages: [ { rate: 1/s, for: 1m }, { rate: 2/s } ], on: [429, 5xx] }\nqueues: { q: { retention: 4d } }\n';
  const head = 'sources:\n  a.b: { stages: [ { rate: 1/s, for: 2m } ], on: [429] }\n  c: { type: s3, rate: 1/s }\n';
  expect(told(base, head)).toEqual([
    ['sources."a.b".stages.0.for', '1m', '2m'],
    ['sources."a.b".stages.1', '{ rate: 2/s }', null],
    ['sources."a.b".on', '[429, 5xx]', '[429]'],
    ['sources.c', null, '{ rate: 1/s, type: s3 }'],
    ['queues', '{ q: { retention: 4d } }', null],
  ]);
});

it('finds no difference in the order of keys, in nulls, and in what changes no figure', () => {
  const base = 'version: 1\nname: a\nduration: 5m\nwarmup: null\nseed: 1\naccount: { region: x, concurrency: 5 }\n';
  const head =
    'description: b\naccount: { concurrency: 5, region: x }\nvariants: { v: { duration: 1m } }\nduration: 5m\n';
  expect(told(base, head)).toEqual([]);
});

it('names what was set on the command line as such', () => {
  const text = 'duration: 5m\n';
  expect(settingDifferences(tree(text), tree(text, 'a.yaml', ['duration=6m']))[0]?.head).toEqual({
    text: '6m',
    file: '--set',
    line: 0,
    column: 0,
  });
});

it.each([
  ['password: "hunter 2"', 'password: ***'],
  ['  dbPassword: x9', '  dbPassword: ***'],
  ['{ apiKey: abc, timeout: 3s }', '{ apiKey: ***, timeout: 3s }'],
  ['export AWS_SECRET_ACCESS_KEY=abc/def', 'export AWS_SECRET_ACCESS_KEY=***'],
  ['x: AKIAABCDEFGHIJKLMNOP', 'x: ***'],
  ['url: https://joe:pw@host/path', 'url: https://***@host/path'],
  ['token: { duration: 5ms }', 'token: { duration: 5ms }'],
  ['password:\n  type: x', 'password:\n  type: x'],
  ['rate: 5/s', 'rate: 5/s'],
])('of %j leaves %j', (text, left) => {
  expect(withoutSecrets(text)).toBe(left);
});

it('leaves sentences about keys alone', () => {
  expect(withoutTokens('functions.api.secret: unknown key')).toBe('functions.api.secret: unknown key');
});
