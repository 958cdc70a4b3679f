import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../src/des/event-heap.ts';
import { EventQueue } from '../../src/des/event-queue.ts';
import { SortedCalendar, type Entry } from './sorted-calendar.ts';

/** Times are few and small, so that instants and ranks meet often. */
const entry = fc.record<Entry>({
  time: fc.oneof(fc.nat(6), fc.integer({ min: 0, max: 2 ** 48 })),
  rank: fc.nat(7),
  kind: fc.nat(63),
  index: fc.oneof(fc.nat(3), fc.nat(2 ** 25 - 1)),
});

type Step = { readonly add: Entry } | { readonly look: { readonly time: number; readonly rank: number } } | 'take';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ add: entry }) },
  { weight: 2, arbitrary: fc.constant('take' as const) },
  { weight: 1, arbitrary: fc.record({ look: fc.record({ time: fc.nat(8), rank: fc.nat(7) }) }) },
);

/** Takes out what comes first. */
function take(queue: EventQueue): { time: number; kind: number; index: number } {
  const time = queue.take();
  return { time, kind: queue.kind, index: queue.index };
}

/** What keeps a queue full: events that each schedule their successors, so many at first, so far ahead. */
const load = fc.record({
  events: fc.integer({ min: 1, max: 400 }),
  takes: fc.integer({ min: 1, max: 3_000 }),
  /** Of each event that is taken: how many others it schedules, and how far ahead. */
  growth: fc.constantFrom(0, 1, 1, 1, 2),
  ahead: fc.array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1_000), fc.nat(10 ** 6), fc.nat(10 ** 12)), {
    minLength: 1,
    maxLength: 8,
  }),
});

describe('the heap of events', () => {
  it('keeps its order when its numbers run out', () => {
    const heap = new EventHeap();
    const scarce = new EventHeap(50);
    for (let k = 0; k < 2_000; k++) {
      for (const one of [heap, scarce]) one.add((k * 7) % 5, k);
      if (k < 20 || k % 10 === 0) continue;
      expect([scarce.take(), scarce.taken]).toEqual([heap.take(), heap.taken]);
    }
    while (heap.size > 0) expect([scarce.take(), scarce.taken]).toEqual([heap.take(), heap.taken]);
    expect(scarce.size).toBe(0);
  });
});

describe('the queue of events', () => {
  it('pops by time, then by rank, then in the order of adding, like a sorted list, whatever is added in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = new EventQueue();
        const sorted = new SortedCalendar();
        for (const one of steps) {
          if (one === 'take') {
            if (sorted.size > 0) expect(take(queue)).toEqual(sorted.take());
          } else if ('add' in one) {
            const { time, rank, kind, index } = one.add;
            queue.add(time, rank, kind, index);
            sorted.add(one.add);
          } else {
            const { time, rank } = one.look;
            expect(queue.hasBefore(time, rank)).toBe(sorted.hasBefore(time, rank));
          }
          expect(queue.size).toBe(sorted.size);
        }
        while (sorted.size > 0) expect(take(queue)).toEqual(sorted.take());
        expect(queue.hasBefore(2 ** 49, 7)).toBe(false);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('pops like a heap while loads of few and many events, near and far, follow one another', () => {
    fc.assert(
      fc.property(fc.array(load, { minLength: 1, maxLength: 6 }), (loads) => {
        const queue = new EventQueue();
        const heap = new EventHeap();
        let now = 0;
        let added = 0;
        const add = (time: number): void => {
          const rank = added % 3;
          queue.add(time, rank, added % 64, added);
          heap.add(time * 8 + rank, added++);
        };
        for (const { events, takes, growth, ahead } of loads) {
          const spread = (): number => ahead[added % ahead.length]! + (added % 5);
          for (let k = 0; k < events; k++) add(now + spread());
          for (let k = 0; k < takes && heap.size > 0; k++) {
            const key = heap.take();
            const ours = take(queue);
            if (ours.time * 8 + (ours.index % 3) !== key || ours.index !== heap.taken) {
              throw new Error(`took ${String(ours.index)} instead of ${String(heap.taken)}`);
            }
            now = ours.time;
            for (let n = 0; n < growth && heap.size < 5_000; n++) add(now + spread());
          }
          expect(queue.size).toBe(heap.size);
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each([0, 1, 10 ** 9])('keeps the order where all fall on few instants that lie %d µs apart', (apart) => {
    const queue = new EventQueue();
    const heap = new EventHeap();
    let added = 0;
    const add = (time: number, rank: number): void => {
      queue.add(time, rank, 0, added);
      heap.add(time * 8 + rank, added++);
    };
    for (let k = 0; k < 100; k++) add(k * 10, 0);
    take(queue);
    heap.take();
    // Were each of them to walk past all others, this would take minutes.
    for (let k = 0; k < 100_000; k++) add(1_000 + (k % 3) * apart, 7 - (k % 8));
    let outOfPlace = 0;
    while (queue.hasBefore(Infinity, 0)) {
      queue.take();
      heap.take();
      if (queue.index !== heap.taken) outOfPlace++;
    }
    expect([outOfPlace, heap.size]).toEqual([0, 0]);
  });

  it('keeps the order of a hundred thousand events through its growth', () => {
    const queue = new EventQueue();
    const expected: Entry[] = [];
    for (let k = 0; k < 100_000; k++) {
      // A linear congruence scatters the times; every 97th instant is met about a thousand times.
      const one = { time: ((k * 7_919) % 100_003) % 97, rank: (k * 31) % 8, kind: k % 64, index: k };
      queue.add(one.time, one.rank, one.kind, one.index);
      expected.push(one);
    }
    expected.sort((a, b) => a.time - b.time || a.rank - b.rank || a.index - b.index);
    let outOfPlace = 0;
    for (const { time, kind, index } of expected) {
      const taken = take(queue);
      if (taken.time !== time || taken.kind !== kind || taken.index !== index) outOfPlace++;
    }
    expect(outOfPlace).toBe(0);
    expect(queue.size).toBe(0);
  });

  it('is stable where each event schedules its own successor at the same instant', () => {
    const queue = new EventQueue();
    for (let index = 0; index < 4; index++) queue.add(5, 5, 0, index);
    const order: number[] = [];
    for (let k = 0; k < 12; k++) {
      order.push(take(queue).index);
      queue.add(5, 5, 0, order.at(-1)!);
    }
    expect(order).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it('lets a lower rank that is added last go before a higher one of the same instant', () => {
    const queue = new EventQueue();
    queue.add(10, 5, 4, 0);
    queue.add(10, 1, 0, 1);
    queue.add(9, 7, 2, 2);
    expect([take(queue), take(queue), take(queue)]).toEqual([
      { time: 9, kind: 2, index: 2 },
      { time: 10, kind: 0, index: 1 },
      { time: 10, kind: 4, index: 0 },
    ]);
  });

  it('tells instants apart by one microsecond ten years from the start', () => {
    const tenYears = 10 * 365 * 86_400 * 1_000_000;
    const queue = new EventQueue();
    queue.add(tenYears + 1, 0, 1, 1);
    queue.add(tenYears, 7, 2, 2);
    expect(queue.hasBefore(tenYears, 7)).toBe(false);
    expect(queue.hasBefore(tenYears + 1, 0)).toBe(true);
    expect(take(queue)).toEqual({ time: tenYears, kind: 2, index: 2 });
    expect(take(queue)).toEqual({ time: tenYears + 1, kind: 1, index: 1 });
  });
});
