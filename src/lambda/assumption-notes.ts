/** Every assumption A-n of the on-demand model: its default, its range, the reason and what would prove it wrong. */
import { note, type AssumptionNote } from './assumption-note.ts';
import { LIFECYCLE_NOTES, RESOURCE_NOTES } from './lifecycle-notes.ts';
import { EVENT_NOTES } from './event-assumption-notes.ts';
import { QUEUE_NOTES } from './queue-assumption-notes.ts';
import { TOPIC_NOTES } from './topic-assumption-notes.ts';
import { PROVISIONED_NOTES } from './provisioned-notes.ts';

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
  ...LIFECYCLE_NOTES,
  ...PROVISIONED_NOTES,
  note(
    'A-21',
    null,
    ['sdk2026 for invoke, cdk for step-functions, none over HTTP', 'none', 'sdkStandard'],
    'The behaviour of 2026 is the default of the SDKs from November 2026; browsers and partners do not try again by themselves. `clients.retry` says otherwise.',
  ),
  ...EVENT_NOTES,
  ...QUEUE_NOTES,
  ...TOPIC_NOTES,
  ...RESOURCE_NOTES,
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
    'A-42',
    null,
    ['idle at once, busy when free', 'as default', 'as default'],
    'An update of $LATEST replaces its environments; AWS does not say when the old ones go. Wrong if a request that comes after the update still ran old code.',
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
    'A-45',
    null,
    ['at the maximum age', 'at the maximum age', 'at the next attempt'],
    'An event whose next attempt would come too late is dropped at the moment its age reaches the maximum. Wrong if dead-letter queues get such events only when that attempt was due.',
  ),
  note(
    'A-47',
    'metricDelay',
    ['60s', '0s', '2m'],
    'CloudWatch shows a minute some time after its end; AWS does not say how long. Wrong if target tracking acted within seconds of the third minute.',
  ),
  note(
    'A-26',
    'streamRetryBackoff',
    ['{ base: 1s, factor: 2, cap: 60s }', '{ base: 500ms, factor: 2, cap: 30s }', '{ base: 2s, factor: 2, cap: 120s }'],
    'AWS does not say how tries of a batch of a stream are spaced; nobody outside AWS can settle it. Wrong by how often a failing batch shows in Invocations.',
  ),
  note(
    'A-27',
    null,
    ['left half first, the smaller', 'left half first, the smaller', 'left half first, the larger'],
    'A batch that is bisected goes on with its older half, as order demands; of an odd number that is the smaller one. Wrong if logs show batches of other sizes.',
  ),
  note(
    'A-28',
    null,
    ['0s', '0s', '5m'],
    'A mapping reads from t = 0; AWS says that creation and changes can take minutes to show. Wrong for what a mapping of LATEST misses meanwhile.',
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
