import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { RecordLane } from '../../src/lambda/record-lane.ts';

/** What leaves, as (arrival, records). */
function leaving(lane: RecordLane, records: number): (readonly [number, number])[] {
  const left: (readonly [number, number])[] = [];
  lane.drop(records, { left: (at, count) => left.push([at, count]) });
  return left;
}

/** Instants of a Poisson process, to be asked for one after another. */
function scattered(perSecond: number): (k: number) => number {
  const draws = new Streams('1').stream('lane');
  let at = 0;
  return (k) => Math.round((at -= (Math.log(draws.uniform(k, 0)) * 1_000_000) / perSecond));
}

describe('A lane of records', () => {
  it('gives records back in the order in which they came, those of one instant together', () => {
    const lane = new RecordLane();
    for (const at of [5, 5, 7, 7_000_000_000]) lane.push(at, 100);
    expect(lane.measure(3, 1_000)).toBe(3);
    expect([lane.size, lane.lastAt]).toEqual([300, 7]);
    expect(leaving(lane, 1)).toEqual([[5, 1]]);
    expect(leaving(lane, 3)).toEqual([
      [5, 1],
      [7, 1],
      [7_000_000_000, 1],
    ]);
    expect([lane.count, lane.bytes, lane.passed]).toEqual([0, 0, 4]);
  });

  it('R7.5: measures no more than 6 MB, but one record at least', () => {
    const lane = new RecordLane();
    for (let k = 0; k < 10; k++) lane.push(k, 1_000_000);
    expect(lane.measure(100, 6_291_456)).toBe(6);
    expect(lane.measure(100, 10)).toBe(1);
  });

  it('R7.5: knows the bytes of what it measures, and how many records came before an instant', () => {
    const lane = new RecordLane();
    for (let k = 0; k < 5_000; k++) lane.push(k * 10_000, 100);
    expect([lane.measure(3_000, 250_000), lane.size, lane.lastAt]).toEqual([2_500, 250_000, 24_990_000]);
    expect([0, 5_000, 15_000_001, 40_000_000, 60_000_000].map((at) => lane.before(at))).toEqual([
      0, 1, 1_501, 4_000, 5_000,
    ]);
    expect(leaving(lane, 5_000).at(-1)).toEqual([49_990_000, 1]);
    expect(lane.bytes).toBe(0);
  });

  it.each([
    ['1,000/s', (k: number) => k * 1_000],
    ['1,000/s by chance', scattered(1_000)],
    ['100/s by chance', scattered(100)],
    ['10/s', (k: number) => k * 100_000],
    ['10/s by chance', scattered(10)],
    ['7.2/s by chance', scattered(7.2)],
    ['1/s by chance', scattered(1)],
    ['1/s', (k: number) => k * 1_000_000],
    ['0.1/s by chance', scattered(0.1)],
    [
      '1,000/s in bursts of a minute an hour',
      (k: number) => Math.floor(k / 60_000) * 3_600_000_000 + (k % 60_000) * 1_000,
    ],
    ['all at once', () => 0],
  ])('keeps 10 million records of %s within 10 MB, and hands them out again', (_, at) => {
    const lane = new RecordLane();
    for (let k = 0; k < 10_000_000; k++) lane.push(at(k), 1_024);
    expect(lane.count).toBe(10_000_000);
    expect(lane.memory).toBeLessThan(10e6);
    let last = -1;
    let disordered = 0;
    while (lane.count > 0) {
      lane.drop(lane.measure(500, Infinity), {
        left: (instant) => {
          if (instant < last) disordered++;
          last = instant;
        },
      });
    }
    expect([disordered, lane.passed, lane.bytes]).toEqual([0, 10_000_000, 0]);
  });

  it('keeps lanes of skewed keys within 10 MB: half of 10 million records in the first of ten, and so on', () => {
    const lanes = Array.from({ length: 10 }, () => new RecordLane());
    const at = scattered(40);
    for (let k = 0; k < 10_000_000; k++) {
      lanes[Math.min(9, Math.clz32(Math.imul(k, 0x9e3779b1)))]!.push(at(k), 1_024);
    }
    expect(lanes.reduce((sum, { count }) => sum + count, 0)).toBe(10_000_000);
    expect(lanes.reduce((sum, { memory }) => sum + memory, 0)).toBeLessThan(10e6);
  });

  it('tells when a record behind the first 1,024 came to 10 ms, in a slow lane to 100 ms', () => {
    for (const [rate, slot] of [
      [50, 10_000],
      [2, 100_000],
    ] as const) {
      const lane = new RecordLane();
      const at = scattered(rate);
      const came = Array.from({ length: 20_000 }, (_, k) => at(k));
      for (const instant of came) lane.push(instant, 1);
      const left = leaving(lane, 20_000).flatMap(([instant, records]) => Array<number>(records).fill(instant));
      const early = came.map((instant, k) => instant - left[k]!);
      expect(early.slice(0, 1_024).every((by) => by === 0)).toBe(true);
      expect(early.every((by) => by >= 0 && by < slot)).toBe(true);
      expect(came.every((instant, k) => Math.floor(instant / 1e6) === Math.floor(left[k]! / 1e6))).toBe(true);
    }
  });

  it('tells no record of after the warm-up to have come before it, wherever that ends', () => {
    const warmup = 60_003_333;
    for (const rate of [500, 2]) {
      const lane = new RecordLane(warmup);
      const at = scattered(rate);
      const came = Array.from(
        { length: rate === 2 ? 2_000 : 60_000 },
        (_, k) => at(k) + (rate === 2 ? -800_000_000 : 0),
      );
      for (const instant of came) lane.push(Math.max(0, instant), 1);
      const left = leaving(lane, came.length).flatMap(([instant, records]) => Array<number>(records).fill(instant));
      expect(left.filter((instant) => instant < warmup)).toHaveLength(
        came.filter((instant) => instant < warmup).length,
      );
    }
  });

  it('never loses, invents or reorders a record', () => {
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 20_000 }), take: fc.integer({ min: 0, max: 3 }) }),
      {
        minLength: 100,
        maxLength: 6_000,
      },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const lane = new RecordLane();
        let now = 0;
        let last = 0;
        let left = 0;
        for (const { wait, take } of list) {
          now += wait;
          lane.push(now, 1 + (now % 50));
          for (const [at, records] of leaving(lane, Math.min(take, lane.count))) {
            expect(at).toBeGreaterThanOrEqual(last);
            expect(at).toBeLessThanOrEqual(now);
            last = at;
            left += records;
          }
        }
        expect(left + lane.count).toBe(list.length);
        expect(lane.passed).toBe(left);
      }),
      { numRuns: 50 },
    );
  });
});
