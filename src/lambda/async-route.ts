/** The way of events from one sender, a source or a destination, into the internal queue of one function. */
import type { Stream, Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { EventInvokeConfig } from './config.ts';
import { ASYNC_BACKOFF_BASE, ASYNC_BACKOFF_CAP, ASYNC_FREE_KB, ASYNC_STEP_KB } from './quotas.ts';

/** Draws of the second delivery of an event (R6.8) stand apart from those of the first. */
const DUPLICATE_DRAWS = 1 << 20;

/** The draws of the events that come this way: each belongs to an event, by its number within its sender. */
export class AsyncRoute {
  readonly index: number;
  readonly caller: Caller;
  /** Number of the source; −1 where a destination sends the events. */
  readonly source: number;
  /** R6.13: how many requests one invocation is billed as. */
  readonly requests: number;
  /** Number of the next event that a destination sends. */
  next = 0;
  readonly #backoff: Stream;
  readonly #duplicates: Stream;
  readonly #deliveries: Stream;

  /** @param sender names the source, or the destination that sends @param payload of an event in KB */
  constructor(index: number, caller: Caller, source: number, sender: string, payload: number, streams: Streams) {
    const { name } = caller.f.config;
    this.index = index;
    this.caller = caller;
    this.source = source;
    this.requests = requestsOf(payload);
    this.#backoff = streams.stream('async-backoff', name, sender);
    this.#duplicates = streams.stream('async-duplicates', name, sender);
    this.#deliveries = streams.stream('async-deliveries', name, sender);
  }

  get config(): EventInvokeConfig {
    return this.caller.f.config.eventInvoke;
  }

  /** R6.4, A-23: U(0.5, 1) × min(300, 2^(k−1)) s after the k-th throttle or error of the service. */
  backoff(number: number, k: number, duplicate: boolean): Micros {
    const longest = Math.min(ASYNC_BACKOFF_CAP, ASYNC_BACKOFF_BASE * 2 ** (k - 1));
    const u = this.#backoff.uniform(number, duplicate ? DUPLICATE_DRAWS + k : k);
    return Math.round((0.5 + 0.5 * u) * longest);
  }

  /** R6.8, A-24: whether the event is delivered a second time. */
  isDuplicated(number: number, share: number): boolean {
    return share > 0 && this.#duplicates.uniform(number, 0) < share;
  }

  /** Whether handing on a record of the event fails. @param which a number for each kind of delivery */
  deliveryFails(number: number, which: number, failing: number): boolean {
    return failing > 0 && this.#deliveries.uniform(number, which) < failing;
  }
}

/** R6.13: one request up to 256 KB, one more for every 64 KB beyond. @param payload in KB */
export function requestsOf(payload: number): number {
  return 1 + Math.ceil(Math.max(0, payload - ASYNC_FREE_KB) / ASYNC_STEP_KB);
}
