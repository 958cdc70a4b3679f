/** How much waited at most, and how long it took from there until it was worked off. */
import type { Micros } from '../des/time.ts';
import type { BacklogRecord } from './run-record.ts';
import type { Turnover } from './turnover.ts';

/**
 * Follows what waits; the caller tells the instants. A backlog is drained when next to nothing of it is left, or when
 * its reader has caught up: what waits is then no more than always waits. One that came while the reader kept up, and
 * of which something is always left, was none: it is drained at once.
 */
export class Backlog {
  value = 0;
  protected readonly turnover: Turnover | null;
  readonly #nothing: number;
  #max = 0;
  #peakAt: Micros = 0;
  /** When it last was drained, or began. */
  #beganAt: Micros = 0;
  /** The first instant after the peak at which it was drained; NaN = not yet. */
  #drainedAt: Micros = 0;
  /** Until then the last of it may still go after its reader has caught up: that it is drained is told when it has. */
  #lastBy: Micros = -Infinity;

  /** @param turnover of what reads it; `null` = nothing does steadily @param nothing share of the peak that is as good as nothing */
  constructor(turnover: Turnover | null = null, nothing = 0) {
    this.turnover = turnover;
    this.#nothing = nothing;
  }

  /** One more waits. */
  rise(at: Micros): void {
    if (this.value++ === 0) this.begin(at);
    if (this.value > this.#max) this.#peak(at);
  }

  /** So many wait no longer. */
  fall(now: Micros, count = 1): void {
    this.value -= count;
    if (!this.isNothing(this.value)) return;
    this.#beganAt = now;
    if (Number.isNaN(this.#drainedAt) || now <= this.#lastBy) this.#drainedAt = now;
    this.#lastBy = -Infinity;
  }

  /** All that was there when the round of the turnover began is gone. */
  turn(now: Micros): void {
    const turnover = this.turnover!;
    const from = turnover.since;
    const isInTime = turnover.turn(now);
    if (!isInTime) return;
    this.#beganAt = from;
    if (!Number.isNaN(this.#drainedAt) || from < this.#peakAt) return;
    this.#drainedAt = turnover.keptUp(this.#peakAt, now) ? this.#peakAt : now;
    this.#lastBy = now + turnover.inTime;
  }

  /** Forgets what was before now, but for what waits. */
  restart(now: Micros): void {
    this.#max = 0;
    this.#drainedAt = now;
    this.#beganAt = now;
    if (this.value > 0) this.#peak(now);
  }

  /**
   * One that is read and not drained counts from when it began: while it grows, its peak is always just now.
   * @param until the end of the run
   */
  record(until: Micros): BacklogRecord {
    if (this.#max === 0) return { max: 0, drainTime: 0 };
    return { max: this.#max, drainTime: Math.max(0, this.#drainTime(until)) };
  }

  /** The first one waits. */
  protected begin(at: Micros): void {
    this.#beganAt = at;
  }

  /** Whether so many are as good as none of the peak. */
  protected isNothing(count: number): boolean {
    return count <= this.#max * this.#nothing;
  }

  #peak(at: Micros): void {
    this.#max = this.value;
    this.#peakAt = at;
    this.#drainedAt = NaN;
    this.#lastBy = -Infinity;
  }

  #drainTime(until: Micros): Micros {
    if (!Number.isNaN(this.#drainedAt)) return this.#drainedAt - this.#peakAt;
    if (this.turnover === null) return until - this.#peakAt;
    return this.turnover.keptUp(this.#peakAt, until) ? 0 : until - this.#beganAt;
  }
}
