import { describe, expect, it } from 'vitest';
import { places, read, refused, scenario } from './reading.ts';

describe('a diagnostic', () => {
  it('has code, place, path, what is wrong, the way out and a frame', () => {
    const text =
      'duration: 10m\nfunctions:\n  api:\n    reservdConcurrency: 100\n    duration: 1s\nsources:\n  web: { type: invoke, function: api, rate: 1/s }\n';
    const [error] = read(text, { file: 'scenarios/burst.yaml' }).errors;
    expect(error).toMatchObject({
      code: 'E_UNKNOWN_KEY',
      severity: 'error',
      file: 'scenarios/burst.yaml',
      line: 4,
      column: 5,
      message: 'functions.api.reservdConcurrency: unknown key; did you mean reservedConcurrency?',
    });
    expect(error?.frame).toBe(
      [
        '  2 | functions:',
        '  3 |   api:',
        '> 4 |     reservdConcurrency: 100',
        '    |     ^^^^^^^^^^^^^^^^^^',
        '  5 |     duration: 1s',
      ].join('\n'),
    );
  });

  it.each([
    [
      'a list where text is wanted',
      scenario({ top: 'name: [x]' }),
      'name: expected text, found a list; write one text',
    ],
    ['a map where text is wanted', scenario({ top: 'name: { a: 1 }' }), 'name: expected text, found a map'],
    ['a quoted version', scenario({ top: 'version: "1"' }), 'found the text 1, write it without quotes'],
    [
      'an exponent',
      scenario({ top: 'warmup: 1e2s' }),
      'warmup: 1e2s is not a time; exponents are not read here, write 100s',
    ],
    [
      'an exponent of a rate',
      scenario({ web: 'rate: 2e1/s' }),
      '2e1/s is not a rate; exponents are not read here, write 20/s',
    ],
    [
      'a colon and no alias',
      scenario().replace('function: api', 'function: "api:"'),
      'names no version or alias after the colon; write api',
    ],
    [
      'an empty expression',
      `${scenario()}objectives: [{ on: web, expr: " " }]\n`,
      'expr: is empty; write metric, comparison, value',
    ],
    [
      'an open brace',
      'functions:\n  f: { duration: 1s\nsources: {}\n',
      'a map or list in braces or brackets above is not closed',
    ],
    ['an open quote', "name: 'x\nduration: 5m\n", "Missing closing 'quote; what it closes begins above"],
  ])('says the way out of %s', (_, text, message) => {
    expect(refused(text).join('\n')).toContain(message);
  });

  it('all are told at once: schema, references and rules', () => {
    const text = `duration: 20
warmup: 5m
account: { concurrency: 150 }
functions:
  api: { memory: 512, duration: 1s, init: 1s }
  b: { duration: 1s, reservedConcurrency: 60, init: 1s }
sources:
  web: { type: invoke, function: apii, rate: 50 }
  app: { type: invoke, function: bb, rate: 50/s }
objectives:
  - { on: wob, expr: "failed < 1%" }
`;
    expect(places(text)).toEqual([
      '1:11 E_UNIT',
      '5:10 E_UNKNOWN_KEY',
      '6:43 E_RESERVED',
      '8:34 E_REFERENCE',
      '8:46 E_UNIT',
      '9:34 E_REFERENCE',
      '11:11 E_REFERENCE',
    ]);
  });

  it('a missing key points at the key of its parent, at the top at the first line', () => {
    const text = 'name: x\nfunctions:\n  api:\n    timeout: 5s\nsources:\n  web: { type: invoke, rate: 1/s }\n';
    expect(places(text)).toEqual(['1:1 E_MISSING_KEY', '3:3 E_MISSING_KEY', '6:3 E_MISSING_KEY']);
    expect(refused(text)[0]).toBe('E_MISSING_KEY duration: is missing; write a time');
  });

  it('columns count characters: an emoji or a tab is one', () => {
    const text = 'duration: 10m\nfunctions:\n  "🎉🎉":\t{ duration: 5 }\nsources: {}\n';
    expect(places(text)).toContain('3:21 E_UNIT');
  });

  it('is not moved by a byte-order mark or Windows line ends', () => {
    expect(places(`\uFEFF${scenario({ web: 'rate: 10' })}`.replaceAll('\n', '\r\n'))).toEqual(['5:45 E_UNIT']);
  });

  it('carries no control characters to a terminal, and no endless line', () => {
    const [first] = read(scenario({ top: `# ${'x'.repeat(5_000)}\n"a\\u001b[31m": 1 # \u009b31m` })).errors;
    expect(first?.message).toContain(String.raw`\u001b[31m`);
    expect(first?.frame).not.toMatch(/[\u001b\u009b]/u);
    expect(Math.max(...(first?.frame ?? '').split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  it('a frame of a long line shows what surrounds the place', () => {
    const text = `duration: 10m\nfunctions: { ${'a'.repeat(150)}: { init: 1s, duration: 5 } }\nsources: {}\n`;
    const found = read(text).errors.find(({ code }) => code === 'E_UNIT');
    const lines = found?.frame.split('\n') ?? [];
    const marker = lines.findIndex((line) => line.includes('^'));
    expect(lines[marker - 1]?.[lines[marker]?.indexOf('^') ?? 0]).toBe('5');
  });

  it('twenty have a frame; from two hundred on they are counted', () => {
    const keys = Array.from({ length: 250 }, (_, index) => `zz${String(index)}: 1`).join('\n');
    const { errors } = read(scenario({ top: keys }));
    expect(errors).toHaveLength(201);
    expect(errors.filter(({ frame }) => frame !== '')).toHaveLength(20);
    expect(errors.at(-1)).toMatchObject({ code: 'E_MORE', message: 'and 50 more; mend the first ones and look again' });
  });
});

describe('YAML', () => {
  it.each([
    ['', 'E_EMPTY'],
    ['# nothing\n---\n', 'E_EMPTY'],
    ['- a\n- b\n', 'E_TYPE'],
    ['just text', 'E_TYPE'],
    ['a: [1, 2', 'E_YAML'],
    ['a: 1\n\tb: 2\n', 'E_YAML'],
    ['a: "\\q"\n', 'E_YAML'],
    ['a: !foo 1\n', 'E_YAML'],
    ['%YAML 1.1\n---\na: yes\n', 'E_YAML'],
    [`a: ${'['.repeat(90)}1${']'.repeat(90)}`, 'E_YAML'],
    ['a: 1\n---\nb: 2\n', 'E_YAML_DOCUMENTS'],
    ['a: *nowhere\n', 'E_ALIAS'],
    ['a: &x [ *x ]\n', 'E_ALIAS'],
    ['? [a, b]\n: 1\n', 'E_TYPE'],
  ])('%j is %s', (text, code) => {
    expect(read(text).errors.map((error) => error.code)).toContain(code);
  });

  it('a text of ten thousand open brackets is told, and does not end the program', () => {
    expect(read('['.repeat(10_000)).errors[0]?.code).toBe('E_YAML');
  });

  it('a key that is there twice is told at its second place', () => {
    const text = 'duration: 10m\nduration: 5m\nfunctions:\n  a: { duration: 1s, duration: 2s }\nsources: {}\n';
    expect(
      read(text).errors.map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`),
    ).toEqual([
      '2:1 duration: is there twice in the same map; keep one of them',
      '4:22 functions.a.duration: is there twice in the same map; keep one of them',
    ]);
  });

  it('aliases that grow without measure are told, quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) =>
        `l${String(index + 1)}: &l${String(index + 1)} [${`*l${String(index)}, `.repeat(9)}*l${String(index)}]`,
    );
    const text = ['l0: &l0 [lol]', ...levels, ''].join('\n');
    expect(read(text).errors.filter(({ code }) => code === 'E_ALIAS')).toHaveLength(1);
  });

  it('anchors and merge keys work, and errors point at where the text stands', () => {
    const text = `duration: 10m
functions:
  a: &defaults { duration: 1s, timeout: 5, init: 1ms }
  b: { <<: *defaults, memorySize: 256 }
sources:
  s: { type: invoke, function: b, rate: 1/s }
`;
    expect(
      read(text).errors.map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`),
    ).toEqual([
      '3:41 functions.a.timeout: 5 has no unit; did you mean 5s?',
      '3:41 functions.b.timeout: 5 has no unit; did you mean 5s?',
    ]);
    const fine = read(text.replace('timeout: 5,', 'timeout: 5s,')).scenario;
    expect(fine?.functions.map(({ memorySize, timeout }) => [memorySize, timeout])).toEqual([
      [128, 5_000_000],
      [256, 5_000_000],
    ]);
  });

  it('a key without a value is told once; null leaves it out', () => {
    expect(refused(scenario({ top: 'warmup:' }))).toEqual([
      'E_TYPE warmup: has no value; give one or leave the key out',
    ]);
    expect(read(scenario({ top: 'warmup: null' })).scenario?.warmup).toBe(0);
    expect(refused('duration: null\nfunctions: { a: { duration: 1s } }\nsources: {}')).toEqual([
      'E_MISSING_KEY duration: is missing; write a time',
    ]);
  });
});

describe('names', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('%s is refused', (name) => {
    const text = `duration: 1m\nfunctions: { ${name}: { duration: 1s }, a: { duration: 1s, init: 1s } }\nsources: {}\n`;
    expect(refused(text).join()).toContain('E_NAME functions');
  });

  it('that look like numbers keep their place in the file', () => {
    const text =
      'duration: 1m\nfunctions: { b: { duration: 1s }, 41: { duration: 1s }, a: { duration: 1s }, 7: { duration: 1s } }\nsources: {}\n';
    expect(read(text).scenario?.functions.map(({ name }) => name)).toEqual(['b', '41', 'a', '7']);
  });

  it('of the scenario itself hold no control characters either', () => {
    expect(refused(scenario({ top: 'name: "a\\nb"' })).join()).toContain('E_NAME name: holds the control character');
    expect(refused(scenario({ top: 'name: ""' })).join()).toContain('E_NAME name: is empty');
  });

  it('are free text of 1 to 200 characters without control characters', () => {
    const named = (name: string): string =>
      `duration: 1m\nfunctions: { ${JSON.stringify(name)}: { duration: 1s, init: 1s } }\nsources: {}\n`;
    expect(refused(named('a\u0007b')).join()).toContain('E_NAME');
    expect(refused(named('')).join()).toContain('E_NAME');
    expect(refused(named('x'.repeat(201))).join()).toContain('more than 200 characters');
    expect(read(named('🎉'.repeat(200))).errors).toEqual([]);
    expect(read(named('Größe 7, "a.b"')).warnings.map(({ code }) => code)).toEqual(['W_NAME']);
  });
});
