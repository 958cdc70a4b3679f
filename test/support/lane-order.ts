/** Watches the records of lanes leave, in the model itself. */
import { expect, vi } from 'vitest';
import { LaneExits } from '../../src/lambda/lane-exits.ts';

type Leave = (this: LaneExits, ...args: Parameters<LaneExits['leave']>) => void;

/**
 * Expects that records leave from the front, that none is left out, and that no older one comes after a younger one.
 * @param run plays a scenario @returns how many lanes had records
 */
export function expectOrderOfLanes(run: () => void): number {
  const last = new Map<number, number>();
  const passed = new Map<number, number>();
  const leave = Object.getOwnPropertyDescriptor(LaneExits.prototype, 'leave')!.value as Leave;
  const spy = vi.spyOn(LaneExits.prototype, 'leave').mockImplementation(function (this: LaneExits, lane, n, fate) {
    if (n > 0) {
      expect(lane.records.headAt).toBeGreaterThanOrEqual(last.get(lane.index) ?? 0);
      expect(lane.records.passed).toBe(passed.get(lane.index) ?? 0);
      last.set(lane.index, lane.records.headAt);
      passed.set(lane.index, lane.records.passed + n);
    }
    leave.call(this, lane, n, fate);
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return last.size;
}
