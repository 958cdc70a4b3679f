/** Every assumption A-n of the on-demand model: its default, its range, the reason and what would prove it wrong. */
import type { Assumptions } from './config.ts';

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
  note(
    'A-1',
    null,
    ['init + handler', 'handler', 'init + handler'],
    'An environment counts as concurrency from admission to the end of its invocation, Init included. Wrong if ConcurrentExecutions ignored cold starts.',
  ),
  note(
    'A-2',
    'rpsBurst',
    ['1s', '500ms', '2s'],
    'The request-rate quota is a token bucket that holds one second of requests. Wrong if a one-second burst of exactly the quota were throttled.',
  ),
  note(
    'A-3',
    'scalingBurst',
    ['bucket', 'window', 'bucket'],
    'The page says continuous refill without accrual: 1,000 tokens, 100 a second. Wrong if more than 1,000 environments never came up within 10 s.',
  ),
  note(
    'A-4',
    'growthLimit',
    ['true', 'false', 'true'],
    'The page also limits growth to 10,000 requests per second every 10 s. Wrong if short handlers jump further without throttles.',
  ),
  note(
    'A-5',
    null,
    ['per function, every caller', 'synchronous callers', 'every caller'],
    'The page names functions, not ways of calling. Wrong if asynchronous calls scale faster.',
  ),
  note(
    'A-6',
    'legacyRefill',
    ['continuous', 'stepped', 'continuous'],
    'An AWS answer describes the old burst as a token bucket. Wrong if 500 more came at once at each minute.',
  ),
  note(
    'A-7',
    null,
    ['as named', 'as named', 'as named'],
    'AWS names its throttle reasons and does not explain them all: account rate is CallerRateLimitExceeded, function rate is (Reserved)FunctionInvocationRateLimitExceeded.',
  ),
  note(
    'A-8',
    null,
    ['rate, pool, environment, scaling', 'as default', 'as default'],
    'The order of checks is not documented. It decides which reason is reported, hardly how many are throttled.',
  ),
  note(
    'A-9',
    null,
    ['same request waits', 'same request waits', 'same request waits'],
    'After an Init of 10 s the request that started it runs with a suppressed init inside its timeout.',
  ),
  note(
    'A-10',
    null,
    ['reused, init inside', 'reused', 'discarded'],
    'A reset environment stays eligible for reuse and runs its init inside the next invocation.',
  ),
  note(
    'A-11',
    'idleTimeout',
    ['mikhail2021', '3m', '12m'],
    "Measured in 2021: five idle minutes are nearly always warm, seven never. Wrong if today's first requests after eight minutes are warm.",
  ),
  note(
    'A-12',
    'maxLifetime',
    ['observed2020', '1h', '4h'],
    'No environment in 29,746 logged requests of 2020 lived longer than 2.05 h. Wrong if older ones are seen today.',
  ),
  note(
    'A-13',
    'reusePolicy',
    ['mru', 'lru', 'mru'],
    'The most recently used environment was taken in 22,287 of 22,290 choices of 2020. Wrong if logs of today show another choice.',
  ),
  note(
    'A-15',
    null,
    ['bound', 'bound', 'bound'],
    'A request that started an Init waits for that environment, even if another becomes free earlier.',
  ),
  note(
    'A-21',
    null,
    ['sdk2026 for invoke, none over HTTP', 'none', 'sdkStandard'],
    'The behaviour of 2026 is the default of the SDKs from November 2026; browsers and partners do not try again by themselves. `clients.retry` says otherwise.',
  ),
  note(
    'A-31',
    null,
    ['one thread', 'one thread', 'all cores'],
    'Handler time is a part that waits and a part that shrinks with memory up to one vCPU at 1,769 MB.',
  ),
  note(
    'A-32',
    'suppressedInitFactor',
    ['auto', '1', '14'],
    'Init runs with boosted CPU, a suppressed init is reported not to: max(1, 1769 / memory) times as long.',
  ),
  note(
    'A-35',
    null,
    ['not billed', 'not billed', 'not billed'],
    'Sandbox creation and download are not part of Init Duration, which is what is billed.',
  ),
  note(
    'A-36',
    null,
    ['Duration = timeout', 'as default', 'as default'],
    'A timed-out invocation lasts its timeout exactly and is billed that plus Init.',
  ),
  note(
    'A-37',
    null,
    ['changes count exactly', 'as default', 'rounded at each change'],
    'AWS rounds the time of provisioned concurrency up to 5 minutes and does not say what a change of the number does: it counts exactly, and only the way from 0 back to 0 is rounded. Wrong if each change were billed as 5 minutes.',
  ),
  note(
    'A-38',
    null,
    ['at the price on provisioned concurrency', 'not billed', 'at the price on demand'],
    'The Init of a provisioned environment is billed even if it never serves; AWS does not say at which price.',
  ),
  note(
    'A-39',
    'roundLikeAws',
    ['false', 'false', 'true'],
    "AWS's own examples round each part of a bill to cents before adding; lsim keeps full precision unless asked. Wrong by half a cent at most in each part.",
  ),
  note(
    'A-40',
    null,
    ['exact peak', 'as default', 'as default'],
    'The maximum of a minute is the true peak in it. Wrong if CloudWatch samples and misses short peaks.',
  ),
  note(
    'A-41',
    null,
    ['on the unreserved pool', 'as default', 'as default'],
    'Two pages define UnreservedConcurrentExecutions differently; the model counts what runs on the unreserved pool.',
  ),
  note(
    'A-43',
    'platformOverhead',
    ['100ms zip, 150ms image', '50ms', '300ms'],
    'The part of a cold start that no log line shows; no public measurement. Wrong by what a client sees beyond Init Duration and Duration.',
  ),
  note(
    'A-44',
    'rpsCountsThrottled',
    ['false', 'false', 'true'],
    'Only admitted requests spend a request-rate token. Wrong if a throttled flood drains the quota of other functions.',
  ),
  note(
    'R1.10',
    'rpsModel',
    ['total', 'perEnvironment', 'total'],
    'AWS states totals; another simulator reads the quota per warm environment.',
  ),
  note(
    'R5.9',
    'httpApiThrottleStatus',
    ['500', '429', '503'],
    'AWS does not say what an HTTP API answers when Lambda throttles.',
  ),
  note(
    'R10.6',
    'initBilling',
    ['all-2025', 'legacy-managed-zip-free', 'all-2025'],
    'Documented since 1 August 2025; the older rule is kept for older bills.',
  ),
  note(
    'R10.3',
    'billingStep',
    ['1ms', '1ms', '100ms'],
    'Documented since December 2020; the older rule is kept for older bills.',
  ),
];

function note(
  id: string,
  key: keyof Assumptions | null,
  [usual, low, high]: readonly [usual: string, low: string, high: string],
  reason: string,
): AssumptionNote {
  return { id, key, default: usual, low, high, reason };
}
