import { describe, expect, it } from 'vitest';
import { syncSource } from '../support/scenario.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { placeOf } from '../../src/scenario/tree.ts';
import { accepted, folder, read, scenario } from './reading.ts';

const TEXT = `duration: 10m
functions:
  api: { init: 1ms, duration: 100ms, timeout: 5s, reservedConcurrency: 50 }
  "search v2.1": { init: 1ms, duration: 100ms }
sources:
  web: { type: invoke, function: api, stages: [ { rate: 10/s, for: 5m }, { rate: 20/s } ] }
`;

function set(...set: readonly string[]): ReturnType<typeof accepted> {
  return accepted(TEXT, { set });
}

function problems(...set: readonly string[]): string[] {
  return read(TEXT, { set }).errors.map(({ file, line, column, code, message, frame }) => {
    if (file === '--set') expect([line, column, frame]).toEqual([0, 0, '']);
    return `${file} ${code} ${message}`;
  });
}

describe('--set', () => {
  it('overrides a value, which is read as YAML', () => {
    expect(set('functions.api.timeout=9s').functions[0]!.timeout).toBe(9_000_000);
    expect(set('functions.api.duration={ exponential: 2s }').functions[0]!.duration).toEqual({
      kind: 'exponential',
      mean: 2_000_000,
    });
    expect(set('runs=3', 'seed="007"')).toMatchObject({ runs: 3, seed: '007' });
  });

  it('quotes a segment with dots or spaces, and counts lists from 0', () => {
    expect(set('functions."search v2.1".timeout=7s').functions[1]!.timeout).toBe(7_000_000);
    expect(set('sources.web.stages.0.rate=30/s').sources[0]!.arrivals.shape).toMatchObject({
      stages: [{ from: 30 }, { from: 20 }],
    });
    expect(
      set('sources.web.stages.2={ burst: 5 }', 'sources.web.stages.1.for=1m').sources[0]!.arrivals.shape,
    ).toMatchObject({ stages: [{ from: 10 }, { from: 20 }, { count: 5 }, { from: 20 }] });
  });

  it('unsets with null, of lists too', () => {
    expect(set('functions.api.reservedConcurrency=null').functions[0]!.reservedConcurrency).toBeNull();
    expect(set('sources.web.stages.0=null').sources[0]!.arrivals.shape).toMatchObject({ stages: [{ from: 20 }] });
  });

  it('makes the maps that are missing on the way', () => {
    expect(set('account.background.concurrency=100').account.background).toEqual({ kind: 'constant', value: 100 });
    expect(
      syncSource(set('sources.web.clients.retry.backoff.jitter=none'), 0).clients.retry?.throttleBackoff.jitter,
    ).toBe('none');
    expect(set('objectives.0={ on: web, expr: "failed < 1%" }').objectives).toHaveLength(1);
    expect(set('sources.web.stages=null', 'sources.web.stages.0.rate=5/s').sources[0]!.arrivals.shape).toMatchObject({
      stages: [{ from: 5 }],
    });
  });

  it('adds a function as a whole', () => {
    expect(set('functions.extra={ duration: 1s, init: 0ms }').functions.map(({ name }) => name)).toEqual([
      'api',
      'search v2.1',
      'extra',
    ]);
  });

  it('the last one wins', () => {
    expect(set('functions.api.timeout=9s', 'functions.api.timeout=8s').functions[0]!.timeout).toBe(8_000_000);
  });

  it('is validated like the file, under a name of its own', () => {
    expect(problems('functions.api.timeuot=5s')).toEqual([
      '--set E_UNKNOWN_KEY functions.api.timeuot: unknown key; did you mean timeout? (in --set functions.api.timeuot=5s)',
    ]);
    expect(problems('functions.api.timeout=5')).toEqual([
      '--set E_UNIT functions.api.timeout: 5 has no unit; did you mean 5s? (in --set functions.api.timeout=5)',
    ]);
    expect(problems('functions.apii.timeout=5s')).toEqual([
      '--set E_UNKNOWN_KEY functions.apii.timeout: there is no apii in functions; did you mean api? (in --set functions.apii.timeout=5s)',
    ]);
    expect(problems('sources.web.function=nobody')[0]).toMatch(
      /^--set E_REFERENCE sources.web.function: there is no function nobody/u,
    );
    expect(problems('account.concurrency=120')[0]).toContain('E_RESERVED functions.api.reservedConcurrency');
  });

  it.each([
    ['functions.api', 'E_SET'],
    ['=5', 'E_SET'],
    ['functions..timeout=5s', 'E_SET'],
    ['functions."api.timeout=5s', 'E_SET'],
    ['functions.api.timeout=', 'E_SET'],
    ['functions.api.timeout=[5s', 'E_YAML'],
    ['functions.api.timeout.x=5s', 'E_UNKNOWN_KEY'],
    ['sources.web.stages.7.rate=5/s', 'E_UNKNOWN_KEY'],
    ['sources.web.stages.first.rate=5/s', 'E_UNKNOWN_KEY'],
    ['functions.__proto__.timeout=5s', 'E_NAME'],
    ['functions.api={ __proto__: { timeout: 5s } }', 'E_NAME'],
  ])('%s is %s', (argument, code) => {
    const { errors } = read(TEXT, { set: [argument] });
    expect([...new Set(errors.map((error) => error.code))]).toContain(code);
    expect(({} as Record<string, unknown>)['timeout']).toBeUndefined();
  });

  it.each(['functions.api.timeout=5s', 'account.concurrency=2000'])(
    '%s gives the digest of a file that says so',
    (argument) => {
      const edited = argument.startsWith('account') ? `${TEXT}account: { concurrency: 2000 }\n` : TEXT;
      expect(set(argument).digest).toBe(accepted(edited).digest);
    },
  );
});

describe('flags', () => {
  it('beat --set, which beats the file', () => {
    const options = {
      set: ['duration=7m', 'runs=2', 'seed=3'],
      overrides: { seed: '007', runs: 5, for: '8m', warmup: '1m', bucket: '10s' },
    };
    expect(accepted(TEXT, options)).toMatchObject({
      seed: '007',
      runs: 5,
      duration: 480_000_000,
      warmup: 60_000_000,
      bucket: 10_000_000,
    });
  });

  it('are validated like the file', () => {
    const { errors } = read(TEXT, { overrides: { for: '10', warmup: 'soon', bucket: '0s', runs: 0, seed: '' } });
    expect(errors.map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      '--bucket E_RANGE',
      '--for E_UNIT',
      '--runs E_RANGE',
      '--seed E_VALUE',
      '--warmup E_UNIT',
    ]);
  });

  it('--for may be the only duration', () => {
    expect(accepted(scenario().replace('duration: 10m\n', ''), { overrides: { for: '1h' } }).duration).toBe(
      3_600_000_000,
    );
  });
});

describe('variants', () => {
  const variants = (text: string): string[] =>
    read(`${TEXT}variants: ${text}\n`).errors.map(({ line, code, message }) => `${String(line)} ${code} ${message}`);

  it('are validated like files of their own, at their own place', () => {
    expect(variants('{ a: { functions.api.timeout: 9s }, b: { sources.web.type: http-api } }')).toEqual([]);
    expect(variants('{ a: { functions.api.timeuot: 9s } }')).toEqual([
      '7 E_UNKNOWN_KEY variant a: functions.api.timeuot: unknown key; did you mean timeout?',
    ]);
    expect(variants('{ a: { functions.api.timeout: 9 } }')[0]).toContain(
      'variant a: functions.api.timeout: 9 has no unit',
    );
    expect(variants('{ a: { functions.apii.timeout: 9s } }')[0]).toContain(
      'there is no apii in functions; did you mean api?',
    );
    expect(variants('{ a: { functions.api: null } }')[0]).toContain(
      'variant a: sources.web.function: there is no function api',
    );
    expect(variants('{ a: { "functions..x": 1 } }')[0]).toContain('E_SET');
    expect(variants('{ a: [1] }')[0]).toContain('expected a map');
  });

  it('are pointed at where what they unset is missing', () => {
    expect(variants('{ a: { duration: null } }')).toEqual([
      '7 E_MISSING_KEY variant a: duration: is missing; write a time',
    ]);
    expect(variants('{ a: { sources.web.stages: null } }')[0]).toMatch(
      /^7 E_MISSING_KEY variant a: sources\.web\.rate: there is no traffic/,
    );
    expect(variants('{ a: { "": 3 } }')[0]).toContain('variant a: an empty text is not a path: a segment is empty');
  });

  it('null unsets, and what is wrong with the file itself is not told again for each', () => {
    expect(variants('{ a: { functions.api.reservedConcurrency: null } }')).toEqual([]);
    expect(read(`${TEXT.replace('5s', '5')}variants: { a: { runs: 2 }, b: { runs: 3 } }\n`).errors).toHaveLength(1);
  });

  it('change nothing of the scenario', () => {
    expect(accepted(`${TEXT}variants: { a: { runs: 2 } }\n`).digest).toBe(accepted(TEXT).digest);
  });
});

describe('a chosen variant', () => {
  const VARIANTS = `${TEXT}variants:
  slower: { functions.api.timeout: 9s, functions.api.reservedConcurrency: null }
  behind-api:
    sources.web.type: http-api
    sources.web.integrationTimeout: 30s
    sources.web.stages.0.rate: 7/s
  whole: { functions.api: { init: 1ms, duration: 5ms } }
`;
  const chosen = (variant: string, ...set: string[]): ReturnType<typeof accepted> =>
    accepted(VARIANTS, { variant, set });

  it('is the file with its paths set, under the digest of a file that says so', () => {
    const edited = TEXT.replace('timeout: 5s, reservedConcurrency: 50', 'timeout: 9s');
    expect(chosen('slower').digest).toBe(accepted(edited).digest);
    expect(chosen('slower')).toMatchObject({ name: 'shop', variant: 'slower' });
    expect(accepted(VARIANTS).variant).toBeNull();
  });

  it('may change a type, and an item of a list', () => {
    const { sources } = chosen('behind-api');
    expect(sources[0]).toMatchObject({
      type: 'http-api',
      arrivals: { shape: { stages: [{ from: 7 }, { from: 20 }] } },
    });
  });

  it('replaces a map as a whole', () => {
    expect(chosen('whole').functions[0]).toMatchObject({ timeout: 3_000_000, reservedConcurrency: null });
  });

  it('is beaten by --set', () => {
    expect(chosen('slower', 'functions.api.timeout=8s').functions[0]!.timeout).toBe(8_000_000);
    expect(chosen('slower', 'functions.api.memorySize=512').functions[0]).toMatchObject({
      timeout: 9_000_000,
      memorySize: 512,
    });
  });

  it('is told by the nearest name when there is none', () => {
    const wrong = (text: string, variant: string): string[] =>
      read(text, { variant }).errors.map(({ file, code, message }) => `${file} ${code} ${message}`);
    expect(wrong(VARIANTS, 'slow')).toEqual([
      '--variant E_REFERENCE there is no variant slow; did you mean slower? (there are slower, behind-api, whole) (in --variant slow)',
    ]);
    expect(wrong(TEXT, 'slow')).toEqual(['--variant E_REFERENCE shop.yaml has no variants (in --variant slow)']);
  });

  it('stands for itself: errors that it mends are gone, its own are told once, at its line', () => {
    const broken = VARIANTS.replace('timeout: 5s', 'timeout: 5');
    expect(accepted(broken.replace(/ {2}behind[^]*/u, ''), { variant: 'slower' }).functions[0]!.timeout).toBe(
      9_000_000,
    );
    const own = VARIANTS.replace('timeout: 9s', 'timeout: 9');
    expect(read(own, { variant: 'slower' }).errors).toMatchObject([{ line: 8, column: 36, code: 'E_UNIT' }]);
  });

  it('leaves the other variants to be checked by themselves', () => {
    const other = `${VARIANTS}  typo: { functions.api.timeuot: 1s }\n`;
    expect(read(other, { variant: 'whole' }).errors).toMatchObject([
      { line: 14, code: 'E_UNKNOWN_KEY', message: expect.stringContaining('variant typo: ') as string },
    ]);
    // Behind `slower`, `unset` would be wrong.
    const unset = `${VARIANTS}  unset: { sources.web.stages.1: null }\n`;
    expect(
      accepted(unset.replace('slower: {', 'slower: { sources.web.stages: null, sources.web.rate: 1/s,'), {
        variant: 'slower',
      }).variant,
    ).toBe('slower');
  });

  it('gives the tree with the place of every value', () => {
    const { tree } = parseScenario(VARIANTS, {
      file: 'shop.yaml',
      files: folder({}),
      variant: 'slower',
      set: ['seed=7'],
      overrides: {},
    });
    const place = (path: readonly string[]): string => {
      const { origin, start } = placeOf(tree!, path, 'value');
      return `${origin.file}:${String(origin.text?.position(start).line)}`;
    };
    expect(place(['functions', 'api', 'timeout'])).toBe('shop.yaml:8');
    expect(place(['functions', 'api', 'duration'])).toBe('shop.yaml:3');
    expect(place(['seed'])).toBe('--set:undefined');
  });
});
