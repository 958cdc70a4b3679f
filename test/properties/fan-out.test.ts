import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

const call = (names: readonly string[]) =>
  fc.record({
    function: fc.constantFrom(...names),
    mode: fc.constantFrom('sync', 'async'),
    count: fc.constantFrom(1, 3),
    probability: fc.constantFrom('100%', '50%'),
  });

const handler = {
  duration: fc.constantFrom<unknown>('0ms', '40ms', { exponential: '80ms' }),
  timeout: fc.constantFrom('1s', '15m'),
  errors: fc.constantFrom('0%', '10%'),
};

/** Four functions, each of which calls some of those after it; the last may call the first, by chance. */
const content = fc.record({
  a: fc.record({ ...handler, calls: fc.array(call(['b', 'c', 'd']), { maxLength: 3 }) }),
  b: fc.record({ ...handler, calls: fc.array(call(['c', 'd']), { maxLength: 2 }) }),
  c: fc.record({
    ...handler,
    reservedConcurrency: fc.constantFrom(1, 20),
    calls: fc.array(call(['d']), { maxLength: 1 }),
  }),
  d: fc.record({
    ...handler,
    calls: fc.constantFrom<object[]>([], [{ function: 'a', mode: 'async', probability: '5%' }]),
  }),
});

describe('functions that call functions', () => {
  it('every request ends once, Little’s law holds, and the same seed gives the same result', () => {
    fc.assert(
      fc.property(content, (functions) => {
        const scenario = bare({
          duration: '60s',
          functions,
          sources: {
            web: { function: 'a', arrivals: 'poisson', stages: [{ rate: '4/s', for: '5s' }, { pause: '55s' }] },
          },
        });
        const { json, record } = play(scenario);
        const { served, failed, requests } = json.sources['web']!;
        expect(served + failed + record.sources[0]!.unfinished).toBe(requests);
        for (const f of record.functions) {
          if (f.occupied.count < f.invocations) continue;
          // Nothing runs at the end: the integral of concurrency is the time that invocations occupied.
          expect(f.concurrency.integral).toBe(f.occupied.sum);
        }
        expect(play(scenario).json).toEqual(json);
      }),
      { numRuns: 12, seed: 23 },
    );
  });
});
