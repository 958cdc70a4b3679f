/** What the workload is told of arrivals: when requests come. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';

/** A stretch of the arrival rate, or a number of requests at once. Rates are per second. */
export type Stage =
  /** The rate moves in a straight line from `from` to `to` within `for`; `for` of the last one may be Infinity. */
  | { readonly kind: 'rate'; readonly from: number; readonly to: number; readonly for: Micros }
  /** `count` requests: in one instant when `over` is 0, else within `over`. */
  | { readonly kind: 'burst'; readonly count: number; readonly over: Micros };

/** The arrival rate over time. */
export type Shape =
  /** Played in order; the last stage's rate is expected to reach the horizon. */
  | {
      readonly kind: 'stages';
      readonly stages: readonly Stage[];
      /** They are the pieces of a curve: where one ends means nothing to people. */
      readonly smooth?: true;
    }
  /** Replayed instants, ascending, relative to t = 0; `durations` gives each request's own handler time. */
  | {
      readonly kind: 'timestamps';
      readonly at: Float64Array;
      readonly durations: Float64Array | null;
    }
  /** Requests per period: `counts[k]` within [starts[k], starts[k] + period). */
  | {
      readonly kind: 'counts';
      readonly starts: Float64Array;
      readonly counts: Float64Array;
      readonly period: Micros;
      /** Handler time of the requests of period k, where the trace has it. */
      readonly durations: Float64Array | null;
    }
  /** A closed loop: `count` users, each of whom sends, waits for the final answer, thinks, and sends again. */
  | { readonly kind: 'users'; readonly count: number; readonly thinkTime: Distribution }
  /** `count` requests after each instant of `at`, which ascend: each uniform within `spread`, at once where that is 0. */
  | { readonly kind: 'firings'; readonly at: Float64Array; readonly count: number; readonly spread: Micros };

/** Two-state modulated Poisson: `ratio` is the rate while on over the mean rate; the mean is kept. */
export interface Burstiness {
  readonly ratio: number;
  /** Mean length of the on state. */
  readonly on: Micros;
  /** Mean length of the off state. */
  readonly off: Micros;
}

/** Arrivals are `factor` times as frequent in [from, to). */
export interface TrafficChange {
  readonly from: Micros;
  readonly to: Micros;
  readonly factor: number;
}

/** The arrival process of one source. */
export interface ArrivalConfig {
  readonly process: 'poisson' | 'constant' | 'bursty';
  /** Present exactly when `process` is `bursty`. */
  readonly burstiness: Burstiness | null;
  readonly shape: Shape;
  /** What faults make of it, in order and without overlap; absent = nothing. */
  readonly traffic?: readonly TrafficChange[];
}
