/** Where AWS is silent: every assumption A-n of the model with its default, its range and the reason. */
import type { Distribution } from '../des/distribution.ts';
import { HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Assumptions, PackageType } from './config.ts';
import { BILLING_STEP, LEGACY_BILLING_STEP, OBSERVED_LIFETIME } from './quotas.ts';

/** Bundles of assumptions that belonged together at one time. */
export type Era = 'now' | 'era2021' | 'era2020';

/** R3.14: how long idle environments were seen to live. A-11: drawn once per environment. */
export const IDLE_TIMEOUT_PRESETS: Readonly<Record<string, Distribution>> = {
  mikhail2021: { kind: 'uniform', min: 5 * MINUTE, max: 7 * MINUTE },
  observed2020: { kind: 'constant', value: 640 * SECOND },
  fixed10: { kind: 'constant', value: 10 * MINUTE },
  seed2021: { kind: 'uniform', min: 10 * MINUTE, max: 20 * MINUTE },
  y2017: { kind: 'uniform', min: 45 * MINUTE, max: 60 * MINUTE },
};

/** R3.15: the age at which environments were seen to be recycled. A-12: looked at only when idle. */
export const MAX_LIFETIME_PRESETS: Readonly<Record<string, Distribution>> = {
  observed2020: { kind: 'constant', value: OBSERVED_LIFETIME },
  uniform2to8h: { kind: 'uniform', min: 2 * HOUR, max: 8 * HOUR },
};

/** sandbox creation and download before Init; no public measurement. */
export const PLATFORM_OVERHEAD: Readonly<Record<PackageType, Micros>> = {
  zip: 100 * MILLISECOND,
  image: 150 * MILLISECOND,
};

const NOW: Assumptions = {
  idleTimeout: { kind: 'uniform', min: 5 * MINUTE, max: 7 * MINUTE },
  maxLifetime: { kind: 'constant', value: OBSERVED_LIFETIME },
  reusePolicy: 'mru',
  platformOverhead: null,
  rpsModel: 'total',
  rpsBurst: SECOND,
  rpsCountsThrottled: false,
  scalingBurst: 'bucket',
  growthLimit: true,
  legacyRefill: 'continuous',
  suppressedInitFactor: 'auto',
  initBilling: 'all-2025',
  billingStep: BILLING_STEP,
  httpApiThrottleStatus: 500,
};

/** The assumptions of each era; `now` is the default. Init became billed in August 2025 (R10.6), 1 ms in December 2020 (R10.3). */
export const ERAS: Readonly<Record<Era, Assumptions>> = {
  now: NOW,
  era2021: { ...NOW, initBilling: 'legacy-managed-zip-free' },
  era2020: {
    ...NOW,
    idleTimeout: { kind: 'constant', value: 640 * SECOND },
    initBilling: 'legacy-managed-zip-free',
    billingStep: LEGACY_BILLING_STEP,
  },
};

/** One assumption as the scenario file spells it; `low` and `high` are the ends that a sensitivity run tries. */
export interface AssumptionNote {
  readonly id: string;
  /** Key under `assumptions`; `null` where the choice is built in. */
  readonly key: keyof Assumptions | null;
  readonly default: string;
  readonly low: string;
  readonly high: string;
  /** Why this default, and what would prove it wrong. */
  readonly reason: string;
}

/** Every assumption of the on-demand model, in the order of their numbers. */
export const ASSUMPTION_NOTES: readonly AssumptionNote[] = [
  { id: 'A-1', key: null, default: 'init + handler', low: 'handler', high: 'init + handler',
    reason: 'An environment counts as concurrency from admission to the end of its invocation, Init included. Wrong if ConcurrentExecutions ignored cold starts.' },
  { id: 'A-2', key: 'rpsBurst', default: '1s', low: '500ms', high: '2s',
    reason: 'The request-rate quota is a token bucket that holds one second of requests. Wrong if a one-second burst of exactly the quota were throttled.' },
  { id: 'A-3', key: 'scalingBurst', default: 'bucket', low: 'window', high: 'bucket',
    reason: 'The page says continuous refill without accrual: 1,000 tokens, 100 a second. Wrong if more than 1,000 environments never came up within 10 s.' },
  { id: 'A-4', key: 'growthLimit', default: 'true', low: 'false', high: 'true',
    reason: 'The page also limits growth to 10,000 requests per second every 10 s. Wrong if short handlers jump further without throttles.' },
  { id: 'A-5', key: null, default: 'per function, every caller', low: 'synchronous callers', high: 'every caller',
    reason: 'The page names functions, not ways of calling. Wrong if asynchronous calls scale faster.' },
  { id: 'A-6', key: 'legacyRefill', default: 'continuous', low: 'stepped', high: 'continuous',
    reason: 'An AWS answer describes the old burst as a token bucket. Wrong if 500 more came at once at each minute.' },
  { id: 'A-7', key: null, default: 'as named', low: 'as named', high: 'as named',
    reason: 'AWS names its throttle reasons and does not explain them all: account rate is CallerRateLimitExceeded, function rate is (Reserved)FunctionInvocationRateLimitExceeded.' },
  { id: 'A-8', key: null, default: 'rate, pool, environment, scaling', low: 'as default', high: 'as default',
    reason: 'The order of checks is not documented. It decides which reason is reported, hardly how many are throttled.' },
  { id: 'A-9', key: null, default: 'same request waits', low: 'same request waits', high: 'same request waits',
    reason: 'After an Init of 10 s the request that started it runs with a suppressed init inside its timeout.' },
  { id: 'A-10', key: null, default: 'reused, init inside', low: 'reused', high: 'discarded',
    reason: 'A reset environment stays eligible for reuse and runs its init inside the next invocation.' },
  { id: 'A-11', key: 'idleTimeout', default: 'mikhail2021', low: '3m', high: '12m',
    reason: 'Measured in 2021: five idle minutes are nearly always warm, seven never. Wrong if today\'s first requests after eight minutes are warm.' },
  { id: 'A-12', key: 'maxLifetime', default: 'observed2020', low: '1h', high: '4h',
    reason: 'No environment in 29,746 logged requests of 2020 lived longer than 2.05 h.' },
  { id: 'A-13', key: 'reusePolicy', default: 'mru', low: 'lru', high: 'mru',
    reason: 'The most recently used environment was taken in 22,287 of 22,290 choices of 2020.' },
  { id: 'A-15', key: null, default: 'bound', low: 'bound', high: 'bound',
    reason: 'A request that started an Init waits for that environment, even if another becomes free earlier.' },
  { id: 'A-31', key: null, default: 'one thread', low: 'one thread', high: 'all cores',
    reason: 'Handler time is a part that waits and a part that shrinks with memory up to one vCPU at 1,769 MB.' },
  { id: 'A-32', key: 'suppressedInitFactor', default: 'auto', low: '1', high: '14',
    reason: 'Init runs with boosted CPU, a suppressed init is reported not to: max(1, 1769 / memory) times as long.' },
  { id: 'A-35', key: null, default: 'not billed', low: 'not billed', high: 'not billed',
    reason: 'Sandbox creation and download are not part of Init Duration, which is what is billed.' },
  { id: 'A-36', key: null, default: 'Duration = timeout', low: 'as default', high: 'as default',
    reason: 'A timed-out invocation lasts its timeout exactly and is billed that plus Init.' },
  { id: 'A-43', key: 'platformOverhead', default: '100ms zip, 150ms image', low: '50ms', high: '300ms',
    reason: 'The part of a cold start that no log line shows; no public measurement. Wrong by what a client sees beyond Init Duration and Duration.' },
  { id: 'A-44', key: 'rpsCountsThrottled', default: 'false', low: 'false', high: 'true',
    reason: 'Only admitted requests spend a request-rate token.' },
  { id: 'R1.10', key: 'rpsModel', default: 'total', low: 'perEnvironment', high: 'total',
    reason: 'AWS states totals; another simulator reads the quota per warm environment.' },
  { id: 'R5.9', key: 'httpApiThrottleStatus', default: '500', low: '429', high: '503',
    reason: 'AWS does not say what an HTTP API answers when Lambda throttles.' },
  { id: 'R10.6', key: 'initBilling', default: 'all-2025', low: 'legacy-managed-zip-free', high: 'all-2025',
    reason: 'Documented since 1 August 2025; the older rule is kept for older bills.' },
  { id: 'R10.3', key: 'billingStep', default: '1ms', low: '1ms', high: '100ms',
    reason: 'Documented since December 2020; the older rule is kept for older bills.' },
];
