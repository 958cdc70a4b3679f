import { expect, test } from 'vitest';
import { Slicer } from '../../src/cli/slices.ts';

/** Executes `perMs` events a millisecond of its own clock, `total` in all. */
function machine(perMs: number, total: number) {
  let time = 0;
  let left = total;
  const slices: number[] = [];
  return {
    slices,
    clock: () => time,
    advance(events: number) {
      const done = Math.min(events, left);
      left -= done;
      time += done / perMs;
      slices.push(done / perMs);
      return left === 0;
    },
  };
}

test('slices settle at about 50 ms on a fast and on a slow machine', () => {
  for (const perMs of [50, 1_000, 20_000]) {
    const subject = machine(perMs, perMs * 2_000);
    const slicer = new Slicer(subject, subject.clock);
    while (!slicer.step());
    const settled = subject.slices.slice(8, -1);
    expect(settled.length).toBeGreaterThan(10);
    for (const length of settled) expect(length).toBeCloseTo(50, 0);
  }
});

test('the first slice is short, so that an early Ctrl-C is heard', () => {
  const subject = machine(50, 1_000_000);
  new Slicer(subject, subject.clock).step();
  expect(subject.slices[0]).toBeLessThan(100);
});

test('a clock that does not move does not make slices endless', () => {
  const slicer = new Slicer({ advance: () => false }, () => 0);
  for (let k = 0; k < 100; k++) slicer.step();
  expect(slicer.events).toBeLessThanOrEqual(16_777_216);
});
