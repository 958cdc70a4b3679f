import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../support/scenario.ts';
import { observe, type Line } from './observation.ts';
import { predictedLines } from './oracle.ts';

/** Times on a coarse grid, so that arrivals, ends, expiries and retries meet in one instant; or on a fine one. */
const grid = fc.constantFrom(100_000, 1);

const times = (unit: number, from_s: number, to_s: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.ceil((from_s * 1e6) / unit), max: Math.floor((to_s * 1e6) / unit) }).map((k) => k * unit);

const micros = (unit: number, from_s: number, to_s: number): fc.Arbitrary<string> =>
  times(unit, from_s, to_s).map((value) => `${value}us`);

const functionOf = (unit: number) =>
  fc.record(
    {
      runtime: fc.constant('nodejs22.x'),
      memorySize: fc.constantFrom(128, 1_769, 3_008),
      timeout: fc.constantFrom('1s', '2s', '15m'),
      duration: fc.constant('1s'),
      init: fc.oneof(fc.constant('0ms'), micros(unit, 0.1, 0.9)),
      coldDuration: micros(unit, 0.1, 2),
      reservedConcurrency: fc.constantFrom(0, 3, 12),
      initialEnvironments: fc.nat(2),
    },
    { requiredKeys: ['runtime', 'timeout', 'duration', 'init'] },
  );

const retryOf = (unit: number): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constant('none'),
    fc.record({
      maxAttempts: fc.integer({ min: 2, max: 4 }),
      on: fc.constant([429]),
      backoff: fc.record({
        base: micros(unit, 0.1, 0.5),
        factor: fc.constantFrom(1, 2),
        cap: micros(unit, 0.6, 3),
        jitter: fc.constant('none'),
      }),
    }),
  );

const callsOf = (unit: number): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(times(unit, 0, 12), times(unit, 0, 2.5)), { minLength: 20, maxLength: 120 })
    .map((calls) => ['at_us,took_us', ...calls.map((call) => call.join(',')), ''].join('\n'));

/** A scenario without chance, and its traces. */
const predictable = fc
  .tuple(grid, fc.uniqueArray(fc.constantFrom('api', 'batch', 'zeta'), { minLength: 1 }))
  .chain(([unit, names]) =>
    fc.record({
      limit: fc.constantFrom(4, 15, 90),
      assumptions: fc.record({
        growthLimit: fc.constant(false),
        idleTimeout: fc.oneof(fc.constantFrom('none', '0ms'), micros(unit, 0.1, 4)),
        maxLifetime: fc.oneof(fc.constant('none'), micros(unit, 1, 10)),
        platformOverhead: fc.constantFrom('0ms', '100ms'),
        reusePolicy: fc.constantFrom('mru', 'lru', 'newest'),
      }),
      functions: fc.record(Object.fromEntries(names.map((name) => [name, functionOf(unit)]))),
      sources: fc.array(
        fc.record({ function: fc.constantFrom(...names), retry: retryOf(unit), calls: callsOf(unit) }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  );

describe('a second model, written down from the rules alone,', () => {
  it('says of every request the same start, end, environment, status and attempts', () => {
    let throttled = 0;
    let cold = 0;
    fc.assert(
      fc.property(predictable, ({ limit, assumptions, functions, sources }) => {
        const reservations = Object.values(functions).flatMap((f) => f.reservedConcurrency ?? []);
        // R1.7: 100 stay unreserved, and an account of 100 reserves nothing.
        const concurrency = reservations.reduce((sum, units) => sum + units, reservations.length > 0 ? 101 : limit);
        const scenario = scenarioOf(
          {
            duration: '11s',
            account: { concurrency },
            assumptions,
            functions,
            sources: Object.fromEntries(
              sources.map(({ function: fn, retry }, k) => [
                `s${k}`,
                {
                  type: 'invoke',
                  function: fn,
                  clients: { retry },
                  trace: { file: `${k}.csv`, time: 'at_us', durationColumn: 'took_us' },
                },
              ]),
            ),
          },
          [],
          Object.fromEntries(sources.map(({ calls }, k) => [`${k}.csv`, calls])),
        );
        const { lines } = observe(scenario);
        expect(inOrder(lines)).toEqual(inOrder(predictedLines(scenario)));
        throttled += lines.filter((line) => line.status === '429').length;
        cold += lines.filter((line) => line.cold).length;
      }),
      { numRuns: 100, seed: 50 },
    );
    expect(throttled).toBeGreaterThan(1_000);
    expect(cold).toBeGreaterThan(1_000);
  });
});

function inOrder(lines: readonly Line[]): readonly string[] {
  return lines
    .map(({ source, arrival, start, end, environment, cold, status, attempts }) =>
      [source, arrival, start, end, environment, cold, status, attempts].join(' '),
    )
    .sort();
}
