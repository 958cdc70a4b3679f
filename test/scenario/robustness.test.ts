import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { folder, read } from './reading.ts';

const SEEDS = [
  `duration: 20m
warmup: 5m
account: { concurrency: 1000, background: { concurrency: { p50: 180, p99: 260 } } }
assumptions: { idleTimeout: none, platformOverhead: { uniform: [1ms, 2ms] } }
functions:
  checkout: &f { runtime: java21, duration: { mixture: [ { weight: 1, of: { io: 1s } } ] }, errors: { share: 1% } }
  b: { <<: *f, duration: { empirical: { file: t.csv, column: n } } }
sources:
  shop: { type: rest-api, function: checkout, stages: [ { ramp: 5/s, for: 1m }, { burst: 5 } ], clients: { retry: { on: [429] } } }
  t: { type: invoke, function: b, trace: { file: t.csv, time: t, count: n } }
objectives:
  - { on: shop, expr: "p(99) latency < 1s in any 1m" }
variants: { v: { functions.checkout.timeout: 5s, "sources.shop.stages.0.for": null } }
`,
  `duration: 20m
start: 2026-11-27T08:45:00Z
assumptions: { functionErrorWaits: [1m, 2m] }
functions:
  f: { duration: 1s, versions: { "1": {}, "2": { init: 1s } }, aliases: { live: { version: "1", weights: { "2": 10% } } } }
  g: { duration: { io: 1s }, maximumEventAge: 1m, onFailure: { to: f, failing: 1% }, deadLetter: { type: sqs } }
  p: { duration: 1s, provisionedConcurrency: { min: 1, max: 2, target: 70%, schedule: [ { at: 1m, min: 2 } ] } }
  h: { duration: 1s, tenants: 2, extensions: { init: 1ms, external: 1 } }
sources:
  api: { type: rest-api, throttle: { rate: 1/s, burst: 5 }, authorizer: { function: g, cacheHit: 5% }, routes: { x: { function: "f:live", share: 100% } }, rate: 5/s, curve: { daily: { peak: 1.6, at: "20:00" }, weekend: 4% } }
  m: { type: step-functions, function: h, map: { items: { p50: 5, p99: 9 } }, retry: { backoff: { base: 1s } }, rate: 1/s }
  c: { type: schedule, function: g, cron: "cron(0 9 * * ? *)", timezone: Europe/Berlin, flexibleWindow: 5m }
  w: { type: warmer, function: g, every: 5m, concurrency: 5, hold: 10ms }
  q: { type: invoke, function: p, rate: 1/s }
  u: { type: invoke, function: h, clients: { users: 5, thinkTime: 1s } }
`,
];

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '\n',
  '  ',
  '\t',
  '*f',
  '&f',
  '<<: ',
  'null',
  '.nan',
  '-1',
  '1e999',
  '"',
  "'",
  '#',
  '|',
  '>',
  '__proto__',
  '? ',
  '!!str ',
  '---',
  '\u0000',
  '🎉',
  '\uD800',
  '%',
  '5',
  's',
  '~',
];

const damage = fc.array(
  fc.record({
    at: fc.nat({ max: 1_200 }),
    drop: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })),
  }),
  { minLength: 1, maxLength: 6 },
);

function damaged(text: string, changes: readonly { at: number; drop: number; put: string }[]): string {
  return changes.reduce((so, { at, drop, put }) => so.slice(0, at) + put + so.slice(at + drop), text);
}

/** Whatever is read, there is a scenario exactly where there is no error, and every error says something. */
function sane(text: string, set: readonly string[] = [], csv = 't,n\n0,1\n1,2\n'): void {
  const { scenario, errors } = read(text, { set, files: folder({ 't.csv': csv }) });
  expect(scenario === null).toBe(errors.length > 0);
  for (const { code, message, line, column } of errors) {
    expect(code).toMatch(/^E_[A-Z_]+$/u);
    expect(message.length).toBeGreaterThan(5);
    expect(message).not.toMatch(/undefined|\[object/u);
    expect(line >= 0 && column >= 0).toBe(true);
  }
}

/** Everything that has a place of its own in a document: the map or list, and the key. */
function placesOf(node: unknown): [container: Record<string, unknown>, key: string][] {
  if (typeof node !== 'object' || node === null) return [];
  const container = node as Record<string, unknown>;
  return Object.keys(container).flatMap((key) => [[container, key], ...placesOf(container[key])] as const);
}

describe('whatever is read', () => {
  it('a value of another kind in any place never throws', () => {
    for (const text of SEEDS) {
      const document: unknown = parse(text, { merge: true });
      for (const [container, key] of placesOf(document)) {
        const original = container[key];
        for (const other of [{ a: { b: 1 } }, [[{ a: 1 }]], 7, 'text', true, null]) {
          container[key] = other;
          sane(stringify(document, { aliasDuplicateObjects: false }));
        }
        container[key] = original;
      }
    }
  });

  it('a damaged scenario never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), damage, (text, changes) => {
        sane(damaged(text, changes));
      }),
      { numRuns: 150 },
    );
  });

  it('any text never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join('')),
        ),
        (text) => {
          sane(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any --set never throws', () => {
    const path = fc.constantFrom(
      'functions',
      'functions.checkout',
      'functions.checkout.duration',
      'sources.shop.stages.0',
      'sources.shop.type',
      'account',
      'variants.v',
      'objectives.0.expr',
      'assumptions.idleTimeout',
      'bucket',
      '',
    );
    const value = fc.oneof(fc.json().map(String), fc.constantFrom(...PIECES), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(path, value), { minLength: 1, maxLength: 3 }), (sets) => {
        sane(
          SEEDS[0]!,
          sets.map(([where, what]) => `${where}=${what}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('any CSV never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 40 }),
          fc
            .array(fc.constantFrom('t', 'n', ',', '\n', '"', '1', '-', 'e9', '.', '\r'))
            .map((parts) => `t,n\n${parts.join('')}`),
        ),
        (csv) => {
          sane(SEEDS[0]!.replace('{ mixture: [ { weight: 1, of: { io: 1s } } ] }', '1s'), [], csv);
        },
      ),
      { numRuns: 150 },
    );
  });
});
