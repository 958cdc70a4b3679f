/** What a STREAM_EVENT is for: its index says it. */

/** What a timer is for. */
export const LANE_DUE = 0;
export const LANE_ENDS = 1;
export const SHARD_POLL = 2;
/** A stream is resharded, or poison comes. */
export const STREAM_CHANGES = 3;
/** The next record comes to a stream that is read by enhanced fan-out. */
export const RECORD_COMES = 4;
const PURPOSES = 5;

/** The index of the STREAM_EVENT. @param number of the lane, shard or change */
export function timer(purpose: number, number: number): number {
  return number * PURPOSES + purpose;
}

/** What it is for. */
export function purposeOf(index: number): number {
  return index % PURPOSES;
}

/** Of which lane, shard or change it is. */
export function numberOf(index: number): number {
  return Math.floor(index / PURPOSES);
}
