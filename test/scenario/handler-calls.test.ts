import { describe, expect, it } from 'vitest';
import { accepted, places, refused } from './reading.ts';

/** Functions `a` and `b`, and what `a` calls. */
function file(calls: string, more: readonly string[] = []): string {
  return [
    'duration: 10m',
    'functions:',
    `  a: { runtime: nodejs22.x, init: 200ms, duration: 100ms, calls: ${calls} }`,
    '  b: { runtime: nodejs22.x, init: 200ms, duration: 100ms, versions: { "1": {}, "2": {} }, aliases: { live: { version: "1" } } }',
    ...more,
    'sources:',
    '  web: { type: invoke, function: a, rate: 1/s }',
    '',
  ].join('\n');
}

/** Functions that call as the map says, from the first on. */
function loop(functions: Readonly<Record<string, string>>): string {
  return [
    'duration: 10m',
    'functions:',
    ...Object.entries(functions).map(([name, rest]) => `  ${name}: { init: 0ms, duration: 1ms, ${rest} }`),
    'sources:',
    '  web: { type: invoke, function: a, rate: 1/s }',
    '',
  ].join('\n');
}

describe('calls', () => {
  it('are waited for, one at a time and always, where nothing else is said', () => {
    const [a, b] = accepted(file('[ { function: b } ]')).functions;
    expect(a!.calls).toEqual([
      {
        function: 'b',
        qualifier: '$LATEST',
        queue: null,
        mode: 'sync',
        count: { kind: 'constant', value: 1 },
        probability: 1,
      },
    ]);
    expect(b!.calls).toEqual([]);
  });

  it('name a version or an alias, how many at once and how likely', () => {
    const [a] = accepted(
      file('[ { function: "b:live", mode: async, count: { uniform: [1, 5] }, probability: 30%, at: end } ]'),
    ).functions;
    expect(a!.calls).toEqual([
      {
        function: 'b',
        qualifier: 'live',
        queue: null,
        mode: 'async',
        count: { kind: 'uniform', min: 1, max: 5 },
        probability: 0.3,
      },
    ]);
  });

  it('are part of the code: a version has its own, or those of its function', () => {
    const [a] = accepted(
      file(
        '[ { function: b } ], versions: { "1": {}, "2": { calls: [ { function: b, count: 2 } ] }, "3": { calls: [] } }',
      ),
    ).functions;
    const counts = a!.versions.map(({ calls }) => calls.map(({ count }) => count));
    expect(counts).toEqual([[{ kind: 'constant', value: 1 }], [{ kind: 'constant', value: 2 }], []]);
  });

  it.each([
    [
      '[ { function: c } ]',
      'E_REFERENCE functions.a.calls.0.function: there is no function c; did you mean a? (there are a, b)',
    ],
    ['[ {} ]', 'E_MISSING_KEY functions.a.calls.0.function: is missing; name a function, or a queue: jobs'],
    [
      '[ { function: "b:3" } ]',
      'E_REFERENCE functions.a.calls.0.function: b has no version or alias 3; did you mean 1? (there are live, 1, 2, $LATEST)',
    ],
    [
      '[ { function: b, count: 0 } ]',
      'E_RANGE functions.a.calls.0.count: expected a whole number of at least 1, found 0; fewer calls are a probability below 100%',
    ],
    [
      '[ { function: b, count: 1.5 } ]',
      'E_RANGE functions.a.calls.0.count: expected a whole number of at least 1, found 1.5; fewer calls are a probability below 100%',
    ],
    [
      '[ { function: b, count: 1001 } ]',
      'E_RANGE functions.a.calls.0.count: expected at most 1,000 calls at once, found 1001',
    ],
    [
      '[ { queue: orders } ]',
      'E_REFERENCE functions.a.calls.0.queue: there is no queue orders; write queues: { orders: { visibilityTimeout: 30s } }',
    ],
    [
      '[ { function: b, mode: sqs } ]',
      'E_CONFLICT functions.a.calls.0.mode: sqs goes with queue; write queue in place',
    ],
    [
      '[ { queue: orders, mode: async } ]',
      'E_CONFLICT functions.a.calls.0.mode: async goes with function; a queue gets',
    ],
    ['[ { function: b, queue: orders } ]', 'E_CONFLICT functions.a.calls.0.function: stands beside queue; keep one'],
    [
      '[ { function: b, mode: snyc } ]',
      'E_VALUE functions.a.calls.0.mode: expected sync, async or sqs, found the text snyc; did you mean sync?',
    ],
    ['[ { functon: b } ]', 'E_UNKNOWN_KEY functions.a.calls.0.functon: unknown key; did you mean function?'],
  ])('%s is refused', (calls, expected) => {
    expect(refused(file(calls)).map((text) => text.slice(0, expected.length))).toContain(expected);
  });

  it('a probability is a share', () => {
    expect(refused(file('[ { function: b, probability: 120% } ]'))[0]).toMatch(
      /^E_RANGE functions\.a\.calls\.0\.probability: /u,
    );
  });

  it('points at the value', () => {
    expect(places(file('[ { function: b, count: 0 } ]'))).toEqual(['3:90 E_RANGE']);
  });
});

describe('a chain of calls', () => {
  it('that always waits for itself cannot end: one error, at its first link', () => {
    const text = loop({
      a: 'calls: [ { function: b } ]',
      b: 'calls: [ { function: c } ]',
      c: 'calls: [ { function: a } ]',
    });
    expect(refused(text)).toEqual([
      'E_CHAIN functions.a.calls.0.function: the chain of calls a -> b -> c -> a cannot end, for each waits for the next; give one a probability below 100%, or mode: async',
    ]);
    expect(places(text)).toEqual(['3:55 E_CHAIN']);
  });

  it('finds a function that calls itself, and a loop that does not begin where the chain does', () => {
    expect(refused(loop({ a: 'calls: [ { function: a } ]' }))).toEqual([
      'E_CHAIN functions.a.calls.0.function: the chain of calls a -> a cannot end, for each waits for the next; give one a probability below 100%, or mode: async',
    ]);
    expect(
      refused(
        loop({ a: 'calls: [ { function: b } ]', b: 'calls: [ { function: c } ]', c: 'calls: [ { function: b } ]' }),
      )[0],
    ).toMatch(/^E_CHAIN functions\.b\.calls\.0\.function: the chain of calls b -> c -> b /u);
  });

  it('may come back where it does so by chance, or asynchronously (R9.9)', () => {
    accepted(loop({ a: 'calls: [ { function: a, probability: 90% } ]' }));
    accepted(loop({ a: 'calls: [ { function: a, mode: async } ]' }));
  });

  it('is one of versions: another version of the same function is no loop', () => {
    const versions = 'versions: { "1": {}, "2": { calls: [] } }';
    accepted(loop({ a: `calls: [ { function: "a:2" } ], ${versions}` }));
    expect(refused(loop({ a: `calls: [ { function: "a:1" } ], ${versions}` }))[0]).toMatch(/^E_CHAIN /u);
  });
});
