import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordLane } from '../../src/lambda/record-lane.ts';

/** What leaves, as (arrival, records). */
function leaving(lane: RecordLane, records: number): (readonly [number, number])[] {
  const left: (readonly [number, number])[] = [];
  lane.drop(records, { left: (at, count) => left.push([at, count]) });
  return left;
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

  it('keeps 10 million records of 1,000/s within 10 MB', () => {
    const lane = new RecordLane();
    for (let k = 0; k < 10_000_000; k++) lane.push(k * 1_000, 1_024);
    expect(lane.count).toBe(10_000_000);
    expect(lane.memory).toBeLessThan(10e6);
    expect(lane.before(1_000_000)).toBe(1_000);
  });

  it('never loses, invents or reorders a record', () => {
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 20_000 }), take: fc.integer({ min: 0, max: 3 }) }),
      {
        maxLength: 3_000,
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
