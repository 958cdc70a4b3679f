/** What the model is told where AWS is silent: its assumptions, each a knob. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';

/** Which idle environment serves the next invocation (R3.16, A-13). */
export type ReusePolicy = 'mru' | 'newest' | 'lru' | 'random';

/** How throttled events come to their next attempt (R6.4, A-23). */
export type AsyncRetry = 'perEventTimers' | 'queue';

/** the k-th wait in a row (k = 0, 1 …) is min(cap, base × factor^k). */
export interface StreamRetryBackoff {
  readonly base: Micros;
  readonly factor: number;
  readonly cap: Micros;
}

/** Every A-n that the model has as a knob; defaults and reasons are in `assumptions.ts`. */
export interface Assumptions {
  /** how long an environment stays idle before it is stopped; `null` = for ever. Drawn once per environment. */
  readonly idleTimeout: Distribution | null;
  /** the age at which an idle environment is recycled; `null` = never. Drawn once per environment. */
  readonly maxLifetime: Distribution | null;
  readonly reusePolicy: ReusePolicy;
  /** sandbox creation and download before Init; `null` = 100 ms for zip, 150 ms for image. */
  readonly platformOverhead: Distribution | null;
  /** R1.10: requests per second are capped in total, or per warm environment. */
  readonly rpsModel: 'total' | 'perEnvironment';
  /** how much of the request-rate quota may pass at once. */
  readonly rpsBurst: Micros;
  /** whether a request that is throttled later still spends a request-rate token. */
  readonly rpsCountsThrottled: boolean;
  /** the scaling rate as a token bucket or as a sliding window of 10 s. */
  readonly scalingBurst: 'bucket' | 'window';
  /** at most 10,000 additional requests per second every 10 s. */
  readonly growthLimit: boolean;
  /** the legacy burst refills continuously or at minute boundaries. */
  readonly legacyRefill: 'continuous' | 'stepped';
  /** how much slower an Init is inside an invocation; `auto` = max(1, 1769 / memory). */
  readonly suppressedInitFactor: 'auto' | number;
  /** how much longer Init takes for each MB of the unzipped package above 5 MB. */
  readonly packageTerm: Micros;
  /** probability in [0, 1] that a new environment was initialised before its first request came. */
  readonly proactiveInit: number;
  /** whether a request that has started a new environment moves to one that becomes free before that is ready. */
  readonly rebindOnWarmFree: boolean;
  /** R10.6: whether Init is billed for zip packages on managed runtimes. */
  readonly initBilling: 'all-2025' | 'legacy-managed-zip-free';
  /** R10.3: billed duration is rounded up to a multiple of this (1 ms today, 100 ms before December 2020). */
  readonly billingStep: Micros;
  /** R10.19, A-39: every part of a bill is rounded to cents, as in AWS's examples. */
  readonly roundLikeAws: boolean;
  /** R5.9: the status an HTTP API answers when Lambda throttles; AWS does not say. */
  readonly httpApiThrottleStatus: number;
  /** R6.3, A-22: from the end of a failed attempt of an event to the next; the last one holds for all further ones. */
  readonly functionErrorWaits: readonly Micros[];
  /** throttled events try again each by its own timer, or in one line, the oldest first as concurrency frees. */
  readonly asyncRetry: AsyncRetry;
  /** probability in [0, 1] that an event is delivered a second time. */
  readonly asyncDuplicates: number;
  /** how a mapping spaces the tries of a batch of a stream. */
  readonly streamRetryBackoff: StreamRetryBackoff;
  /** from the acceptance of an event to its first attempt. */
  readonly asyncPollLatency: Micros;
  /** how long an allocation of provisioned concurrency takes before its first environment. */
  readonly provisionedPreparation: Distribution;
  /** how many minutes in a row the utilisation must be low before provisioned concurrency is taken away. */
  readonly lowAlarmPeriods: number;
  /** how much later than its end the alarms see a minute. */
  readonly metricDelay: Micros;
  /** what a mapping does with a batch that is throttled. */
  readonly sqsThrottle: 'docs' | 'observed2019';
  /** R8.1, A-29: how many pollers a mapping gets a minute; before November 2023 it was 60, up to 1,000. */
  readonly sqsPollerGrowth: number;
}
