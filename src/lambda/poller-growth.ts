/** How many batches a mapping may have in hand at once: growth, shrinking and back-off of its pollers (R8.1, R8.3, R8.6, R8.8). */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { ProvisionedPollers } from './queue-config.ts';
import {
  POLLER_CONCURRENCY,
  PROVISIONED_POLLER_GROWTH,
  SQS_IDLE_POLLERS,
  SQS_IDLE_TIME,
  SQS_START_POLLERS,
} from './quotas.ts';

/** no wait between two tries of a throttled batch is longer. */
const LONGEST_THROTTLE_WAIT: Micros = 20 * SECOND;
/** A-30, `observed2019`: after so many throttled tries a batch is given up. */
export const OBSERVED_TRIES = 3;

/** Pollers are counted in parts so fine that their continuous growth stays a whole number. */
const PART = MINUTE;

/** What bounds the pollers of a mapping. */
export interface PollerBounds {
  /** R8.1: where they begin, and where they return to when it is quiet. */
  readonly start: number;
  /** R8.6: where back-off stops. */
  readonly floor: number;
  readonly most: number;
  /** Further ones a minute. */
  readonly perMinute: number;
  /** R8.1: whether they go down to 2 after five idle minutes. */
  readonly restsLower: boolean;
  /** Batches that each may have in hand (R8.8). */
  readonly batches: number;
}

/**
 * the number grows continuously while there is a backlog and all pollers are busy, and shrinks at the same pace
 * to its start while some are not. Its owner says, after everything that happens, which of the two it is.
 */
export class PollerGrowth {
  readonly #bounds: PollerBounds;
  #parts: number;
  #direction: -1 | 0 | 1 = 0;
  #since: Micros = 0;
  /** Since when nothing is in hand and nothing waits; Infinity = something does. */
  #idleSince: Micros = Infinity;

  constructor(bounds: PollerBounds) {
    this.#bounds = bounds;
    this.#parts = bounds.start * PART;
  }

  /** How many there are, a whole number. */
  get count(): number {
    return Math.floor(this.#parts / PART);
  }

  /** Batches that may be in hand at once. */
  get capacity(): number {
    return this.count * this.#bounds.batches;
  }

  /** Brings the number to the present instant. */
  settle(now: Micros): void {
    const { start, most, perMinute, restsLower } = this.#bounds;
    const moved = this.#direction * (now - this.#since) * perMinute;
    if (moved > 0) this.#parts = Math.min(most * PART, this.#parts + moved);
    else if (moved < 0) this.#parts = Math.max(Math.min(start * PART, this.#parts), this.#parts + moved);
    this.#since = now;
    if (restsLower && now - this.#idleSince >= SQS_IDLE_TIME) {
      this.#parts = SQS_IDLE_POLLERS * PART;
      this.#idleSince = Infinity;
    }
  }

  /** After `settle`: what holds from now on. @param grows all are busy, and messages wait @param shrinks some are not */
  turn(now: Micros, grows: boolean, shrinks: boolean, idle: boolean): void {
    this.#direction = grows ? 1 : shrinks ? -1 : 0;
    if (!idle) this.#idleSince = Infinity;
    else if (this.#idleSince === Infinity) this.#idleSince = now;
  }

  /** When there will be one more, if it goes on growing; Infinity = never. */
  nextAt(): Micros {
    const { most, perMinute } = this.#bounds;
    const wanted = this.count + 1;
    if (this.#direction <= 0 || wanted > most) return Infinity;
    return this.#since + Math.ceil((wanted * PART - this.#parts) / perMinute);
  }

  /** When there will be one fewer, if it goes on shrinking; Infinity = never. */
  fallsAt(): Micros {
    const { count } = this;
    if (this.#direction >= 0 || count <= this.#bounds.start) return Infinity;
    return this.#since + Math.floor((this.#parts - count * PART) / this.#bounds.perMinute) + 1;
  }

  /** R8.6, A-30: a throttle halves them. */
  halve(): void {
    this.#lower(this.#parts / 2);
  }

  /** R8.6, A-48: a failed batch takes one away. */
  takeOne(): void {
    this.#lower(this.#parts - PART);
  }

  #lower(parts: number): void {
    this.#parts = Math.min(this.#parts, Math.max(this.#bounds.floor * PART, Math.floor(parts)));
  }
}

/**
 * R8.1, R8.3, R8.6: the bounds of an on-demand mapping. That of a FIFO queue begins with as many as it may have, for
 * the active message groups are the limit (R8.4).
 */
export function pollerBounds(
  fifo: boolean,
  maximumConcurrency: number | null,
  account: number,
  perMinute: number,
  ceiling: number,
  throttle: 'docs' | 'observed2019',
): PollerBounds {
  const most = Math.min(ceiling, maximumConcurrency ?? Infinity, account);
  const few = Math.min(SQS_START_POLLERS, most);
  return {
    start: fifo ? most : few,
    floor: throttle === 'docs' ? Math.min(SQS_IDLE_POLLERS, most) : few,
    most,
    perMinute,
    restsLower: maximumConcurrency === null && !fifo && most >= SQS_IDLE_POLLERS,
    batches: 1,
  };
}

/** R8.8: those of provisioned mode begin with their minimum and never go below it. */
export function provisionedBounds({ min, max }: ProvisionedPollers): PollerBounds {
  return {
    start: min,
    floor: min,
    most: max,
    perMinute: PROVISIONED_POLLER_GROWTH,
    restsLower: false,
    batches: POLLER_CONCURRENCY,
  };
}

/** from the k-th throttle of a batch to its next try: 1, 2, 4 … at most 20 s. */
export function throttleWait(k: number): Micros {
  return Math.min(LONGEST_THROTTLE_WAIT, SECOND * 2 ** Math.min(k - 1, 10));
}
