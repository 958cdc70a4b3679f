import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream, Streams } from '../../src/des/random.ts';

const N = 100_000;

/** Beyond this many standard deviations lies 1 of 500,000 honest samples. */
const DEVIATIONS = 4.75;

/** Kolmogorov's bound that 1 of 10,000 honest samples passes. */
const KOLMOGOROV = 2.23;

const streams = new Streams('kernel');
const stream = streams.stream('duration', 'checkout');

/** Ways of walking through a stream's addresses that a simulation has; each must look like independent uniforms. */
const WALKS: readonly { readonly title: string; readonly at: (k: number) => number }[] = [
  { title: 'the first draws of neighbouring subjects', at: (k) => stream.uniform(k, 0) },
  { title: 'the second draws of neighbouring subjects', at: (k) => stream.uniform(k, 1) },
  { title: 'the draws of one subject', at: (k) => stream.uniform(12, k) },
  { title: 'the draws of subject 0', at: (k) => stream.uniform(0, k) },
  { title: 'every 1,024th subject', at: (k) => stream.uniform(1_024 * k, 0) },
  { title: 'every 65,536th subject, past 2^32', at: (k) => stream.uniform(65_536 * k, 0) },
  { title: 'subjects beyond 2^32', at: (k) => stream.uniform(2 ** 32 + k, 0) },
  { title: 'subjects that are multiples of 2^32', at: (k) => stream.uniform(2 ** 32 * k, 0) },
  { title: 'subjects up to 2^53', at: (k) => stream.uniform(2 ** 53 - 1 - k, 0) },
  { title: 'subject and draw going up together', at: (k) => stream.uniform(k, k) },
  { title: 'pairs of draws, subject after subject', at: (k) => stream.uniform(k >> 1, k & 1) },
  { title: 'the first draws of many streams', at: (k) => new Stream(scattered(k), 7).uniform(0, 0) },
  {
    title: 'the first draws of streams that differ in their second word',
    at: (k) => new Stream(7, scattered(k)).uniform(0, 0),
  },
];

describe.each(WALKS)('$title', ({ at }) => {
  const values = Float64Array.from({ length: N }, (_, k) => at(k));

  it('are uniform: Kolmogorov and Smirnov', () => {
    const sorted = values.toSorted();
    let distance = 0;
    for (let k = 0; k < N; k++) distance = Math.max(distance, sorted[k]! - k / N, (k + 1) / N - sorted[k]!);
    expect(distance).toBeLessThan(KOLMOGOROV / Math.sqrt(N));
  });

  it('are uniform: chi-square over 1,000 cells, neither too far nor too close', () => {
    const counts = new Float64Array(1_000);
    for (const value of values) counts[Math.floor(value * 1_000)]!++;
    expectChiSquare(counts, N / 1_000);
  });

  it.each([1, 2, 3, 64])('are uncorrelated with the ones %d further on', (lag) => {
    expect(Math.abs(correlation(values.subarray(0, N - lag), values.subarray(lag)))).toBeLessThan(
      DEVIATIONS / Math.sqrt(N - lag),
    );
  });

  it('fill the square evenly in neighbouring pairs: chi-square over 32 × 32 cells', () => {
    const counts = new Float64Array(32 * 32);
    for (let k = 0; k + 1 < N; k += 2) {
      counts[32 * Math.floor(values[k]! * 32) + Math.floor(values[k + 1]! * 32)]!++;
    }
    expectChiSquare(counts, N / 2 / counts.length);
  });

  it('are even in their low bits: chi-square over the 10 bits after the first 24', () => {
    const counts = new Float64Array(1_024);
    for (const value of values) counts[Math.floor((value * 2 ** 24 - Math.floor(value * 2 ** 24)) * 1_024)]!++;
    expectChiSquare(counts, N / 1_024);
  });
});

describe('streams', () => {
  const first = (name: string, k: number): number => streams.stream('arrivals', name).uniform(k, 0);

  it('of neighbouring names and of neighbouring seeds are independent', () => {
    const one = column((k) => first('shop1', k));
    const other = column((k) => first('shop2', k));
    const nextSeed = new Streams('kernel2').stream('arrivals', 'shop1');
    const next = column((k) => nextSeed.uniform(k, 0));
    for (const pair of [other, next]) {
      expect(Math.abs(correlation(one, pair))).toBeLessThan(DEVIATIONS / Math.sqrt(one.length));
      const counts = new Float64Array(16 * 16);
      one.forEach((value, k) => counts[16 * Math.floor(value * 16) + Math.floor(pair[k]! * 16)]!++);
      expectChiSquare(counts, one.length / counts.length);
    }
  });

  it('of integer seeds in a row are independent in their first draws', () => {
    const values = Float64Array.from({ length: 5_000 }, (_, seed) =>
      new Streams(String(seed)).stream('arrivals', 'shop').uniform(0, 0),
    );
    expect(Math.abs(correlation(values.subarray(1), values.subarray(0, -1)))).toBeLessThan(
      DEVIATIONS / Math.sqrt(4_999),
    );
    const counts = new Float64Array(50);
    for (const value of values) counts[Math.floor(value * 50)]!++;
    expectChiSquare(counts, 100);
  });

  it('of the two draws of a subject are independent', () => {
    const one = column((k) => stream.uniform(k, 0));
    const two = column((k) => stream.uniform(k, 1));
    expect(Math.abs(correlation(one, two))).toBeLessThan(DEVIATIONS / Math.sqrt(one.length));
  });

  it('are the same for the same seed and name, whoever makes them', () => {
    const again = new Streams('kernel').stream('duration', 'checkout');
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(2 ** 31 - 1), (subject, draw) => {
        expect(again.uniform(subject, draw)).toBe(stream.uniform(subject, draw));
      }),
      { seed: 3 },
    );
  });

  it('keep apart names that only look alike when they are joined', () => {
    expect(streams.stream('a/b', 'c').uniform(0, 0)).not.toBe(streams.stream('a', 'b/c').uniform(0, 0));
    expect(streams.stream('a', '').uniform(0, 0)).not.toBe(streams.stream('a').uniform(0, 0));
  });

  it('draw from the open interval, so that a logarithm is always finite', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(2 ** 31 - 1), fc.integer(), fc.integer(), (subject, draw, key0, key1) => {
        const value = new Stream(key0, key1).uniform(subject, draw);
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1);
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });

  it('give each of a hundred thousand subjects a number of its own', () => {
    // 2^52 values for 100,000 draws: a repetition has a chance of 1 in a million.
    const seen = new Set(Array.from({ length: N }, (_, k) => stream.uniform(10_007 * k, 0)));
    expect(seen.size).toBe(N);
  });

  it('keep their numbers from one version to the next', () => {
    const promised = new Streams('1').stream('arrivals', 'shop');
    expect([
      promised.uniform(0, 0),
      promised.uniform(1, 0),
      promised.uniform(0, 1),
      promised.uniform(2 ** 40, 3),
    ]).toEqual([0.08457053780246915, 0.8081465653155194, 0.0359795933321051, 0.3419666643709284]);
  });
});

/** Keys of streams come out of a generator of their own; in a row they would not be scattered. */
function scattered(k: number): number {
  return Math.imul(k, 0x9e3779b1);
}

function column(at: (k: number) => number): Float64Array {
  return Float64Array.from({ length: 50_000 }, (_, k) => at(k));
}

function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - 0.5) * (b[k]! - 0.5);
  return (12 * sum) / a.length;
}

/** The statistic of n cells is nearly normal with mean n − 1 and variance 2(n − 1). */
function expectChiSquare(counts: Float64Array, expected: number): void {
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const degrees = counts.length - 1;
  expect(Math.abs(statistic - degrees) / Math.sqrt(2 * degrees)).toBeLessThan(DEVIATIONS);
}
