import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { DAY, HOUR, MINUTE, SECOND, toSeconds, type Micros } from '../../src/des/time.ts';
import { arrivalsOf } from '../../src/workload/arrivals.ts';
import type { ArrivalConfig, Burstiness, Shape, Stage } from '../../src/workload/arrival-config.ts';
import { bare } from '../support/scenario.ts';

type Process = ArrivalConfig['process'];

/** Arrivals before `until`, in microseconds. */
function instants(
  shape: Shape,
  until: Micros,
  process: Process = 'constant',
  seed = '1',
  burstiness: Burstiness | null = null,
): number[] {
  const streams = new Streams(seed);
  const arrivals = arrivalsOf(
    { process, burstiness, shape },
    { arrivals: streams.stream('arrivals', 'web'), modulation: streams.stream('modulation', 'web') },
    until,
  );
  const found: number[] = [];
  while (arrivals.next() && arrivals.at < until) found.push(arrivals.at);
  return found;
}

const stages = (...list: readonly Stage[]): Shape => ({ kind: 'stages', stages: list });
const rate = (perSecond: number, length: Micros = Infinity): Stage => ({
  kind: 'rate',
  from: perSecond,
  to: perSecond,
  for: length,
});
const ramp = (from: number, to: number, length: Micros): Stage => ({ kind: 'rate', from, to, for: length });
const burst = (count: number, over: Micros = 0): Stage => ({ kind: 'burst', count, over });
const pause = (length: Micros): Stage => rate(0, length);
const seconds = (times: readonly Micros[]): number[] => times.map(toSeconds);

describe('constant arrivals', () => {
  it('come where the cumulative rate reaches 0, 1, 2 …, the first at t = 0', () => {
    expect(seconds(instants(stages(rate(4)), SECOND))).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it('lie in [0, duration): 60,000 in 60 s at 1,000 a second', () => {
    const times = instants(stages(rate(1_000)), MINUTE);
    expect(times).toHaveLength(60_000);
    expect(times.at(-1)).toBe(MINUTE - 1_000);
  });

  it('are rounded to a microsecond once, so that nothing adds up', () => {
    const times = instants(stages(rate(3)), 10 * SECOND);
    expect(times.slice(0, 4)).toEqual([0, 333_333, 666_667, 1_000_000]);
    expect(times[29]).toBe(9_666_667);
  });

  it('go on counting from stage to stage', () => {
    // 2.5 requests fall into the first second: the fourth (n = 3) is half a request into the second stage.
    expect(seconds(instants(stages(rate(2.5, SECOND), rate(1)), 4 * SECOND))).toEqual([0, 0.4, 0.8, 1.5, 2.5, 3.5]);
  });

  it('follow a ramp: n = 1, 4, 9 … for a rate that grows by 2 a second', () => {
    // The integral of 2t is t²: request n comes at √n.
    expect(seconds(instants(stages(ramp(0, 20, 10 * SECOND)), 3_100_000))).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => Math.round(Math.sqrt(n) * 1e6) / 1e6),
    );
  });

  it('follow a ramp down to nothing', () => {
    // 10 − t integrates to 10t − t²/2 = 50 within 10 s: n = 0 … 49.
    const times = seconds(instants(stages(ramp(10, 0, 10 * SECOND), pause(MINUTE)), MINUTE));
    expect(times).toHaveLength(50);
    expect(times[32]).toBeCloseTo(10 - 6, 5);
  });

  it('send 2,325 along a staircase of 15, 30 … 150 a second and ten more seconds', () => {
    const steps = Array.from({ length: 10 }, (_, k) => rate(15 * (k + 1), SECOND));
    expect(instants(stages(...steps, rate(150)), 20 * SECOND)).toHaveLength(2_325);
  });

  it('send nothing in a pause; the count goes on where it stopped', () => {
    expect(
      seconds(instants(stages(pause(5 * SECOND), rate(2, SECOND), pause(3 * SECOND), rate(1, 2 * SECOND)), MINUTE)),
    ).toEqual([5, 5.5, 9, 10]);
  });

  it('of a stage with a whole number of requests are exactly so many, whatever the unit of the rate', () => {
    const wrong: string[] = [];
    for (const unit of [SECOND, MINUTE, HOUR, DAY]) {
      for (const count of [1, 3, 7, 10, 49, 100, 333, 1_000, 1_001, 9_999]) {
        for (const units of [1, 2, 3, 7]) {
          const perSecond = count / toSeconds(unit);
          const sent = instants(stages(rate(perSecond, units * unit), pause(DAY)), 8 * DAY).length;
          if (sent !== units * count) wrong.push(`${count} per ${toSeconds(unit)} s for ${units}: ${sent}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('burst in one instant, beside the count of the rate', () => {
    expect(seconds(instants(stages(rate(2, SECOND), burst(3), rate(2, SECOND), burst(1)), MINUTE))).toEqual([
      0, 0.5, 1, 1, 1, 1, 1.5, 2,
    ]);
  });

  it('of a burst over a time are evenly spaced from its start', () => {
    expect(seconds(instants(stages(burst(4, 10 * SECOND), burst(2, 4 * SECOND)), MINUTE))).toEqual([
      0, 2.5, 5, 7.5, 10, 12,
    ]);
  });

  it('never come again where the stages hold no rate', () => {
    expect(instants(stages(burst(2)), HOUR)).toEqual([0, 0]);
  });

  it('keep the last rate up to the horizon', () => {
    const scenario = bare({
      duration: '1h',
      functions: { api: { duration: '1s' } },
      sources: {
        web: {
          function: 'api',
          stages: [
            { rate: '10/s', for: '1m' },
            { ramp: '20/s', for: '1m' },
          ],
        },
      },
    });
    // 600 + 900 + 58 min × 1,200.
    expect(instants(scenario.sources[0]!.arrivals.shape, HOUR)).toHaveLength(600 + 900 + 58 * 1_200);
  });
});

describe('Poisson arrivals', () => {
  it('number rate × time on average, with a variance as large as the mean', () => {
    const times = instants(stages(rate(100)), 1_000 * SECOND, 'poisson');
    const counts = countsPer(times, SECOND, 1_000);
    const mean = counts.reduce((sum, n) => sum + n, 0) / 1_000;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 999;
    // Standard errors: 0.316 of the mean, 4.5 of the variance.
    expect(Math.abs(mean - 100)).toBeLessThan(1.1);
    expect(Math.abs(variance - 100)).toBeLessThan(16);
  });

  it('leave exponential gaps: as wide as the mean on average, wider than twice it in e⁻² of the cases', () => {
    const times = instants(stages(rate(10)), 10_000 * SECOND, 'poisson');
    const gaps = times.slice(1).map((at, k) => at - times[k]!);
    const wide = gaps.filter((gap) => gap > 200_000).length / gaps.length;
    expect(Math.abs(wide - Math.exp(-2))).toBeLessThan(0.005);
  });

  it('follow ramps in the mean', () => {
    // 0 → 200 a second in 100 s: 10,000 in all, a quarter of them in the first half.
    const times = instants(stages(ramp(0, 200, 100 * SECOND), pause(MINUTE)), 200 * SECOND, 'poisson');
    expect(Math.abs(times.length - 10_000)).toBeLessThan(400);
    const early = times.filter((at) => at < 50 * SECOND).length;
    expect(Math.abs(early - 2_500)).toBeLessThan(200);
    expect(times.at(-1)).toBeLessThanOrEqual(100 * SECOND);
  });

  it('keep their pairing when the rate changes: at twice the rate each comes in half the time', () => {
    const slow = instants(stages(rate(10)), 100 * SECOND, 'poisson');
    const fast = instants(stages(rate(20)), 50 * SECOND, 'poisson');
    expect(fast).toHaveLength(slow.length);
    for (const [k, at] of fast.entries()) expect(Math.abs(2 * at - slow[k]!)).toBeLessThanOrEqual(2);
  });

  it('of a burst over a time are uniform in it', () => {
    const times = instants(stages(burst(10_000, 10 * SECOND)), MINUTE, 'poisson');
    expect(times).toHaveLength(10_000);
    const mean = times.reduce((sum, at) => sum + at, 0) / 10_000;
    // Standard error 29 ms.
    expect(Math.abs(mean - 5 * SECOND)).toBeLessThan(120_000);
    for (const count of countsPer(times, SECOND, 10)) expect(Math.abs(count - 1_000)).toBeLessThan(130);
  });

  it('differ from seed to seed, and are the same for the same seed', () => {
    const one = instants(stages(rate(10)), MINUTE, 'poisson', '1');
    expect(instants(stages(rate(10)), MINUTE, 'poisson', '1')).toEqual(one);
    expect(instants(stages(rate(10)), MINUTE, 'poisson', '2')).not.toEqual(one);
  });
});

describe('bursty arrivals', () => {
  const BURSTS: Burstiness = { ratio: 3, on: 20 * SECOND, off: 60 * SECOND };

  it('keep the mean rate', () => {
    // About 2,000 cycles of on and off a run; eight runs.
    const counts = ['1', '2', '3', '4', '5', '6', '7', '8'].map((seed) => {
      return instants(stages(rate(2)), 160_000 * SECOND, 'bursty', seed, BURSTS).length;
    });
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length / 160_000;
    expect(Math.abs(mean - 2) / 2).toBeLessThan(0.03);
  });

  it('keep it from the first second on: the state at t = 0 is drawn, too', () => {
    // On with probability ¼ at four times the rate: 100 a second on average in the first second of 400 runs.
    const all: Burstiness = { ratio: 4, on: 20 * SECOND, off: 60 * SECOND };
    const counts = Array.from({ length: 400 }, (_, k) => {
      return instants(stages(rate(100)), SECOND, 'bursty', String(k), all).length;
    });
    const mean = counts.reduce((sum, n) => sum + n, 0) / 400;
    // Standard error 400 × √(¼ · ¾ / 400) = 8.7.
    expect(Math.abs(mean - 100)).toBeLessThan(35);
  });

  it('vary more than Poisson arrivals', () => {
    const dispersion = (process: Process): number => {
      const burstiness = process === 'bursty' ? BURSTS : null;
      const counts = countsPer(
        instants(stages(rate(20)), 20_000 * SECOND, process, '1', burstiness),
        10 * SECOND,
        2_000,
      );
      const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
      return counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length / mean;
    };
    expect(dispersion('poisson')).toBeLessThan(1.15);
    expect(dispersion('bursty')).toBeGreaterThan(50);
  });

  it('are silent while off where the ratio takes all', () => {
    // On for a quarter of the time at four times the rate: nothing is left for the rest.
    const all: Burstiness = { ratio: 4, on: 20 * SECOND, off: 60 * SECOND };
    const counts = countsPer(instants(stages(rate(10)), 40_000 * SECOND, 'bursty', '1', all), SECOND, 40_000);
    const silent = counts.filter((n) => n === 0).length / counts.length;
    expect(Math.abs(silent - 0.75)).toBeLessThan(0.06);
  });

  it('end where the rate is nothing for ever', () => {
    const times = instants(stages(rate(10, MINUTE), pause(Infinity)), HOUR, 'bursty', '1', BURSTS);
    expect(times.length).toBeGreaterThan(0);
    expect(times.at(-1)).toBeLessThanOrEqual(MINUTE);
  });

  it('apply to any shape: a ramp, and counts per period', () => {
    const total = (shape: Shape): number => {
      const runs = Array.from({ length: 40 }, (_, k) => instants(shape, 10 * HOUR, 'bursty', String(k), BURSTS).length);
      return runs.reduce((sum, n) => sum + n, 0) / runs.length;
    };
    expect(Math.abs(total(stages(ramp(0, 2, HOUR), pause(HOUR))) - 3_600) / 3_600).toBeLessThan(0.08);
    const counts: Shape = {
      kind: 'counts',
      starts: Float64Array.from({ length: 60 }, (_, k) => k * MINUTE),
      counts: new Float64Array(60).fill(60),
      period: MINUTE,
      durations: null,
    };
    expect(Math.abs(total(counts) - 3_600) / 3_600).toBeLessThan(0.08);
  });
});

describe('traces', () => {
  it('replay timestamps as they stand', () => {
    const shape: Shape = { kind: 'timestamps', at: Float64Array.of(0, 5, 5, 2_000_000), durations: null };
    expect(instants(shape, HOUR)).toEqual([0, 5, 5, 2_000_000]);
    expect(instants(shape, HOUR, 'poisson')).toEqual([0, 5, 5, 2_000_000]);
  });

  it('carry the handler time of each row', () => {
    const shape: Shape = { kind: 'timestamps', at: Float64Array.of(0, 10), durations: Float64Array.of(700, 30) };
    const streams = new Streams('1');
    const arrivals = arrivalsOf(
      { process: 'poisson', burstiness: null, shape },
      { arrivals: streams.stream('a'), modulation: streams.stream('m') },
      Infinity,
    );
    const found: number[] = [];
    while (arrivals.next()) found.push(arrivals.handler);
    expect(found).toEqual([700, 30]);
  });

  const counts = (...list: readonly number[]): Shape => ({
    kind: 'counts',
    starts: Float64Array.from(list, (_, k) => k * MINUTE),
    counts: Float64Array.from(list),
    period: MINUTE,
    durations: null,
  });

  it('spread the counts of a period evenly from its start', () => {
    expect(seconds(instants(counts(3, 0, 2), HOUR))).toEqual([0, 20, 40, 120, 150]);
  });

  it('place the counts of a period at random within it, in order, and exactly so many', () => {
    const times = instants(counts(5_000, 0, 3_000), HOUR, 'poisson');
    expect(countsPer(times, MINUTE, 4)).toEqual([5_000, 0, 3_000, 0]);
    expect(times.every((at, k) => k === 0 || at >= times[k - 1]!)).toBe(true);
    const mean = times.slice(0, 5_000).reduce((sum, at) => sum + at, 0) / 5_000;
    expect(Math.abs(mean - 30 * SECOND)).toBeLessThan(SECOND);
  });

  it('are read from a file relative to their first row; the last row ends the source', () => {
    const { sources } = bare(
      {
        duration: '1h',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', trace: { file: 'minutes.csv', time: 'minute_s', count: 'calls' } } },
      },
      { 'minutes.csv': 'minute_s,calls\n600,2\n660,1\n' },
    );
    expect(seconds(instants(sources[0]!.arrivals.shape, HOUR))).toEqual([0, 30, 60]);
  });
});

describe('the law of all arrivals', () => {
  const stage = fc.oneof(
    fc.record({
      kind: fc.constant('rate' as const),
      from: fc.integer({ min: 0, max: 50 }),
      to: fc.integer({ min: 0, max: 50 }),
      for: fc.integer({ min: 1, max: 20 * SECOND }),
    }),
    fc.record({
      kind: fc.constant('burst' as const),
      count: fc.integer({ min: 1, max: 20 }),
      over: fc.integer({ min: 0, max: 5 * SECOND }),
    }),
  );

  it('instants are whole microseconds and never go back, whatever the stages', () => {
    fc.assert(
      fc.property(
        fc.array(stage, { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Process>('constant', 'poisson', 'bursty'),
        (list, process) => {
          const burstiness = process === 'bursty' ? { ratio: 2, on: SECOND, off: 3 * SECOND } : null;
          const times = instants(stages(...list), HOUR, process, '1', burstiness);
          const end = list.reduce((sum, each) => sum + (each.kind === 'rate' ? each.for : each.over), 0);
          const fine = times.every((at, k) => Number.isInteger(at) && at >= (times[k - 1] ?? 0) && at <= end);
          expect(fine, JSON.stringify(list)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('constant arrivals are the integral of the rate, rounded up, and the bursts', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 6 }), (list) => {
        const integral = list.reduce(
          (sum, each) => sum + (each.kind === 'rate' ? ((each.from + each.to) / 2) * toSeconds(each.for) : 0),
          0,
        );
        const bursts = list.reduce((sum, each) => sum + (each.kind === 'burst' ? each.count : 0), 0);
        const found = instants(stages(...list), HOUR).length - bursts;
        // Due less than half a microsecond before the last stage ends, at 50/s at most, one falls on the end: beyond it.
        expect(found).toBeGreaterThanOrEqual(Math.ceil(integral - 50 * toSeconds(0.5)));
        expect(found).toBeLessThanOrEqual(Math.ceil(integral + 1e-6));
      }),
      {
        numRuns: 200,
        examples: [
          [
            [
              { kind: 'rate', from: 0, to: 10, for: 10 },
              { kind: 'rate', from: 0, to: 15, for: 19_999_994 },
            ],
          ],
        ],
      },
    );
  });
});

/** How many lie in each of the first `periods` periods. */
function countsPer(times: readonly Micros[], period: Micros, periods: number): number[] {
  const counts = Array<number>(periods).fill(0);
  for (const at of times) {
    const k = Math.floor(at / period);
    if (k < periods) counts[k]!++;
  }
  return counts;
}
