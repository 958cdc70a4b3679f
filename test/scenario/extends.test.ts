import { describe, expect, it } from 'vitest';
import { accepted, folder, read } from './reading.ts';
import type { ParseOptions } from '../../src/scenario/parse.ts';

const BASE = `name: base
duration: 10m
account: { concurrency: 2000 }
functions:
  api: { init: 1ms, duration: { p50: 100ms, p99: 900ms }, timeout: 5s, reservedConcurrency: 50 }
sources:
  web: { type: invoke, function: api, stages: [ { rate: 10/s, for: 5m }, { rate: 20/s } ] }
variants:
  slow: { functions.api.timeout: 9s, functions.api.reservedConcurrency: null }
  wide: { account.concurrency: 3000 }
`;

function on(files: Readonly<Record<string, string>>, options: Partial<ParseOptions> = {}): Partial<ParseOptions> {
  return { files: folder({ 'base.yaml': BASE, ...files }), ...options };
}

/** `file:line:column CODE message` of each error. */
function problems(text: string, options: Partial<ParseOptions> = on({})): string[] {
  return read(text, options).errors.map(
    ({ file, line, column, code, message }) => `${file}:${String(line)}:${String(column)} ${code} ${message}`,
  );
}

describe('extends', () => {
  it('is the base where the file says nothing', () => {
    expect(accepted('extends: base.yaml\n', on({})).digest).toBe(accepted(BASE).digest);
  });

  it('merges maps at every depth, and this file wins', () => {
    const { functions, account } = accepted(
      'extends: base.yaml\naccount: { region: eu-west-1 }\nfunctions: { api: { duration: { p99: 300ms }, timeout: 7s } }\n',
      on({}),
    );
    expect(account).toMatchObject({ concurrency: 2000, region: 'eu-west-1' });
    expect(functions[0]).toMatchObject({ timeout: 7_000_000, reservedConcurrency: 50 });
    const written = BASE.replace('p99: 900ms', 'p99: 300ms');
    expect(functions[0]!.duration).toEqual(accepted(written).functions[0]!.duration);
  });

  it('adds functions and sources behind those of the base', () => {
    const { functions, sources } = accepted(
      'extends: base.yaml\nfunctions: { other: { init: 1ms, duration: 1s } }\nsources: { app: { type: alb, function: other, rate: 1/s } }\n',
      on({}),
    );
    expect(functions.map(({ name }) => name)).toEqual(['api', 'other']);
    expect(sources.map(({ name }) => name)).toEqual(['web', 'app']);
  });

  it('replaces lists as a whole', () => {
    const { sources } = accepted('extends: base.yaml\nsources: { web: { stages: [ { rate: 5/s } ] } }\n', on({}));
    expect(sources[0]!.arrivals.shape).toMatchObject({ stages: [{ from: 5 }] });
  });

  it('unsets with null, also to change the kind of a distribution or the shape of traffic', () => {
    const text = `extends: base.yaml
functions: { api: { reservedConcurrency: null, duration: { p50: null, mean: 100ms } } }
sources: { web: { stages: null, rate: 5/s } }
`;
    const scenario = accepted(text, on({}));
    expect(scenario.functions[0]!.reservedConcurrency).toBeNull();
    const written = BASE.replace('p50: 100ms', 'mean: 100ms')
      .replace(', reservedConcurrency: 50', '')
      .replace(/stages: .*\]/u, 'rate: 5/s')
      .replace(/variants:[^]*/u, '');
    expect(scenario.digest).toBe(accepted(written).digest);
  });

  it('leaves the name to each file', () => {
    expect(accepted('extends: base.yaml\n', on({})).name).toBe('shop');
    expect(accepted('extends: base.yaml\nname: mine\n', on({})).name).toBe('mine');
  });

  it('goes on from file to file, each relative to its own folder', () => {
    const files = {
      '../platform/web.yaml': 'extends: deep/api.yaml\nsources: { web: { rate: 3/s } }\n',
      '../platform/deep/api.yaml':
        'duration: 1m\nfunctions: { api: { init: 1ms, duration: 50ms } }\nsources: { web: { type: alb, function: api } }\n',
    };
    const { duration, sources } = accepted('extends: ../platform/web.yaml\nduration: 2m\n', on(files));
    expect(duration).toBe(120_000_000);
    expect(sources[0]).toMatchObject({ type: 'alb', arrivals: { shape: { stages: [{ from: 3 }] } } });
  });

  it('finds the CSV files of a base beside the base, and those of this file beside this file', () => {
    const files = {
      'parts/base.yaml': 'functions: { api: { init: 1ms, duration: { empirical: { file: d.csv, column: a_ms } } } }\n',
      'parts/d.csv': 'a_ms\n110\n',
      'd.csv': 'a_ms\n7\n',
    };
    const own = 'duration: 1m\nextends: parts/base.yaml\nsources: { web: { type: alb, function: api, rate: 3/s } }\n';
    expect(accepted(own, on(files)).functions[0]!.duration).toMatchObject({
      kind: 'empirical',
      values: Float64Array.of(110_000),
    });
    const beside = `${own}functions: { api: { duration: { empirical: { file: d.csv } } } }\n`;
    expect(accepted(beside, on(files)).functions[0]!.duration).toMatchObject({ values: Float64Array.of(7_000) });
  });

  it('has the place of what is wrong in the file where it stands', () => {
    const files = { 'parts/b.yaml': 'functions:\n  api: { init: 1ms, duration: 5, timeout: 9s }\n' };
    const text = 'duration: 1m\nextends: parts/b.yaml\nsources: { web: { type: alb, function: apo, rate: 3/s } }\n';
    expect(problems(text, on(files, { file: 'scenarios/shop.yaml' }))).toEqual([
      'scenarios/shop.yaml:3:40 E_REFERENCE sources.web.function: there is no function apo; did you mean api? (there are api)',
      'scenarios/parts/b.yaml:2:31 E_UNIT functions.api.duration: 5 has no unit; did you mean 5ms? (scenarios/shop.yaml extends it)',
    ]);
    const { errors } = read(text, on(files));
    expect(errors[1]!.frame).toContain('> 2 |   api: { init: 1ms, duration: 5');
  });

  it('says which key of the base is in the way of one of this file', () => {
    const text = `extends: base.yaml
functions: { api: { duration: { mean: 60ms, p99: 400ms } } }
sources: { web: { rate: 5/s } }
`;
    expect(problems(text)).toEqual([
      'shop.yaml:2:31 E_VALUE functions.api.duration: a mean goes with p99 alone; write { mean, p99 } or two percentiles; p50 comes from base.yaml, write p50: null to unset it',
      'base.yaml:7:39 E_CONFLICT sources.web.stages: there is rate already; keep one of rate, stages; stages comes from base.yaml, write stages: null to unset it (shop.yaml extends it)',
    ]);
    const mended = text.replace('{ mean', '{ p50: null, mean').replace('rate: 5/s', 'stages: null, rate: 5/s');
    expect(accepted(mended, on({})).sources[0]!.arrivals.shape).toMatchObject({ stages: [{ from: 5 }] });
    // What is misspelt in the base is to be mended there.
    expect(problems('extends: b.yaml\n', on({ 'b.yaml': `${BASE}durations: 1m\n` }))).toEqual([
      'b.yaml:11:1 E_UNKNOWN_KEY durations: unknown key; did you mean duration? (shop.yaml extends it)',
    ]);
  });

  it('tells what is wrong with the text of a base', () => {
    const bad = (base: string): string => problems('extends: b.yaml\n', on({ 'b.yaml': base })).join('\n');
    expect(bad('a: [1\n')).toMatch(/^b\.yaml:\d:\d E_YAML/u);
    expect(bad('')).toContain('b.yaml:1:1 E_EMPTY');
    expect(bad('- 1\n')).toContain('b.yaml:1:1 E_TYPE');
    expect(bad('version: 2\n')).toContain('b.yaml:1:10 E_VALUE version: this program reads scenarios of version 1');
    expect(problems('extends: b.yaml\nversion: 1\n', on({ 'b.yaml': `version: 2\n${BASE}` }))).toEqual([
      'b.yaml:1:10 E_VALUE version: this program reads scenarios of version 1, found the number 2 (shop.yaml extends it)',
    ]);
  });

  it.each([
    [
      'extends: none.yaml',
      'shop.yaml:1:10 E_FILE_MISSING extends: none.yaml does not exist; paths are relative to the scenario',
    ],
    ['extends: [base.yaml]', 'shop.yaml:1:10 E_TYPE extends: expected text, found a list'],
    ['extends: ""', 'shop.yaml:1:10 E_VALUE extends:'],
    ['extends: 7', 'shop.yaml:1:10 E_TYPE extends: expected text, found the number 7'],
  ])('%s: %s', (text, problem) => {
    expect(problems(`${text}\n`).find((line) => line.includes(' extends: '))).toContain(problem);
  });

  it('says whose file a missing base of a base is', () => {
    expect(problems('extends: sub/a.yaml\n', on({ 'sub/a.yaml': 'extends: b.yaml\n' }))).toEqual([
      'sub/a.yaml:1:10 E_FILE_MISSING extends: b.yaml does not exist; paths are relative to the file that names them (shop.yaml extends it)',
    ]);
  });

  it('refuses circles', () => {
    expect(problems('extends: shop.yaml\n', on({}))).toEqual([
      'shop.yaml:1:10 E_EXTENDS extends: the files shop.yaml -> shop.yaml extend each other in a circle; one of them must stand alone',
    ]);
    const files = { 'a.yaml': 'extends: sub/b.yaml\n', 'sub/b.yaml': 'extends: ../a.yaml\n' };
    expect(problems('extends: a.yaml\n', on(files))).toEqual([
      'sub/b.yaml:1:10 E_EXTENDS extends: the files a.yaml -> sub/b.yaml -> a.yaml extend each other in a circle; one of them must stand alone (a.yaml extends it)',
    ]);
  });

  it('refuses a circle through linked folders, in which no name comes twice', () => {
    const files = { read: () => ({ text: 'extends: sub/shop.yaml\n' }) };
    expect(problems('extends: sub/shop.yaml\n', { files }).join()).toContain(
      'E_EXTENDS extends: more than 16 files extend each other',
    );
  });

  it('null extends nothing', () => {
    expect(accepted(`extends: null\n${BASE}`).digest).toBe(accepted(BASE).digest);
  });

  it('cannot be set', () => {
    const set = { set: ['extends=base.yaml'] };
    expect(problems(BASE, set)[0]).toContain('--set:0:0 E_SET extends: is read before anything is set');
    expect(problems(`${BASE}  more: { extends: base.yaml }\n`)[0]).toContain('E_SET variant more: extends: is read');
  });

  it('asks for each file once', () => {
    const asked: string[] = [];
    const port = on({ 'd.csv': 'a_ms\n7\n' }).files!;
    const files = {
      read: (path: string) => {
        asked.push(path);
        return port.read(path);
      },
    };
    accepted(
      'extends: ./base.yaml\nfunctions: { api: { duration: { p50: null, p99: null, empirical: { file: d.csv, column: a_ms } } } }\n',
      { files },
    );
    expect(asked).toEqual(['base.yaml', 'd.csv']);
  });
});

describe('variants of files that extend others', () => {
  it('are merged by name and path; null is what a path is set to', () => {
    const text = `extends: base.yaml
variants:
  slow: { functions.api.timeout: 8s }
  wide: { account.concurrency: null }
  mine: { duration: 3m }
`;
    const variant = (name: string): ReturnType<typeof accepted> => accepted(text, on({}, { variant: name }));
    expect(variant('slow').functions[0]).toMatchObject({ timeout: 8_000_000, reservedConcurrency: null });
    expect(variant('wide').account.concurrency).toBe(1000);
    expect(variant('mine').duration).toBe(180_000_000);
  });

  it('go with null', () => {
    const text = 'extends: base.yaml\nvariants: { slow: null }\n';
    expect(accepted(text, on({})).digest).toBe(accepted(BASE).digest);
    expect(problems(text, on({}, { variant: 'slow' }))[0]).toContain('there is no variant slow (there are wide)');
  });

  it('of the base point at the base when this file breaks them', () => {
    expect(
      problems(
        'extends: base.yaml\nfunctions: { api: { timeout: null } }\naccount: { concurrency: 500 }\nvariants: { slow: { functions.api.timeuot: 1s } }\n',
      ),
    ).toEqual(['shop.yaml:4:21 E_UNKNOWN_KEY variant slow: functions.api.timeuot: unknown key; did you mean timeout?']);
  });
});

describe('extends of a function', () => {
  const two = (more: string): string => BASE.replace('sources:', `  other: { extends: api, ${more} }\nsources:`);

  it('has the keys of the other function below its own', () => {
    const { functions } = accepted(two('timeout: 7s, duration: { p99: 500ms }'));
    expect(functions[1]).toMatchObject({ name: 'other', timeout: 7_000_000, reservedConcurrency: 50 });
    const written = BASE.replace(
      'sources:',
      '  other: { init: 1ms, duration: { p50: 100ms, p99: 500ms }, timeout: 7s, reservedConcurrency: 50 }\nsources:',
    );
    expect(accepted(two('timeout: 7s, duration: { p99: 500ms }')).digest).toBe(accepted(written).digest);
  });

  it('unsets with null, also from --set', () => {
    expect(accepted(two('reservedConcurrency: null')).functions[1]!.reservedConcurrency).toBeNull();
    const set = { set: ['functions.other.reservedConcurrency=null'] };
    expect(accepted(two('memorySize: 512'), set).functions[1]!.reservedConcurrency).toBeNull();
  });

  it('follows what is set in the other one', () => {
    const set = { set: ['functions.api.timeout=8s'] };
    expect(accepted(two('memorySize: 512'), set).functions[1]!.timeout).toBe(8_000_000);
    const variant = { variant: 'slow' };
    expect(accepted(two('memorySize: 512'), variant).functions[1]!.timeout).toBe(9_000_000);
  });

  it('goes over several functions, whatever their order', () => {
    const text = BASE.replace('functions:', 'functions:\n  c: { extends: b }\n  b: { extends: api, memorySize: 512 }');
    expect(accepted(text).functions.map(({ name, memorySize }) => [name, memorySize])).toEqual([
      ['c', 512],
      ['b', 512],
      ['api', 128],
    ]);
  });

  it('refuses circles and unknown functions, and misses nothing else for that', () => {
    const text = `duration: 1m
functions:
  a: { extends: b, init: 1ms }
  b: { extends: a, init: 1ms }
  c: { extends: cc, init: 1ms }
  d: { extends: c, timeout: 5 }
sources: { web: { type: alb, function: a, rate: 1/s } }
`;
    expect(problems(text)).toEqual([
      'shop.yaml:4:17 E_EXTENDS functions.b.extends: the functions a -> b -> a extend each other in a circle; one of them must stand alone',
      'shop.yaml:5:17 E_REFERENCE functions.c.extends: there is no function cc; did you mean c?',
      'shop.yaml:6:29 E_UNIT functions.d.timeout: 5 has no unit; did you mean 5s?',
    ]);
    expect(problems(two('').replace('extends: api, ', 'extends: other'))).toEqual([
      'shop.yaml:6:21 E_EXTENDS functions.other.extends: the functions other -> other extend each other in a circle; one of them must stand alone',
    ]);
    expect(problems(two('').replace('extends: api', 'extends: [api]'))).toContain(
      'shop.yaml:6:21 E_TYPE functions.other.extends: expected text, found a list; write one text',
    );
  });

  it('points at the line of the other function where that is wrong', () => {
    expect(problems(two('memorySize: 512').replace('timeout: 5s', 'timeout: 5'))).toEqual([
      'shop.yaml:5:68 E_UNIT functions.api.timeout: 5 has no unit; did you mean 5s?',
      'shop.yaml:5:68 E_UNIT functions.other.timeout: 5 has no unit; did you mean 5s?',
    ]);
  });
});
