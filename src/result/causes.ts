/** Why there were throttles: causes by function, most throttles first, with who held the pool. */
import {
  GROWTH_BURST_RPS,
  LEGACY_REFILL_PER_MINUTE,
  legacyBurst,
  REQUESTS_PER_SECOND_PER_CONCURRENCY,
  SCALING_BURST,
} from '../lambda/quotas.ts';
import type { ThrottleCause } from '../lambda/throttle.ts';
import type { Figures } from './figures.ts';
import { unreservedPool } from './function-result.ts';
import { gatewayCauses, limitText } from './gateway-causes.ts';
import { count, roundShare } from './quantity.ts';
import type { CauseResult } from './run-result.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';
import { ThrottledTime } from './throttled-time.ts';

/** One entry a function and cause that occurred, and one a source whose gateway was the wall. @param figures of all runs together @param first record of run 1 */
export function causesOf(setup: Setup, figures: Figures, first?: RunRecord): readonly CauseResult[] {
  const throttled = new ThrottledTime(setup, first);
  const causes = setup.functions.flatMap((f, k) => {
    const result = figures.functions[k]!;
    return OF_LAMBDA.filter((cause) => result.throttlesByCause[cause] > 0).map((cause): CauseResult => {
      const throttles = result.throttlesByCause[cause];
      const holders = cause === 'account' ? ranked(result.holders) : holdersOfOwn(cause, f);
      const noun = throttles === 1 ? 'throttle' : 'throttles';
      const text = `${count(throttles)} ${noun} of ${f.name}: ${reasonText(setup, cause, f.reservedConcurrency ?? 0, PRONOUNS)}${throttled.partOf(f.name, cause)}${heldText(cause, f.name, holders)}`;
      return { cause, function: f.name, throttles, holders, text };
    });
  });
  return [...causes, ...gatewayCauses(setup, figures, throttled)].toSorted((a, b) => b.throttles - a.throttles);
}

/** A cause in a few words, for a sentence that has other things to say too. */
export function briefCause(setup: Setup, { cause, function: name, source = '', holders }: CauseResult): string {
  if (cause === 'source') return `the gateway turned requests away: ${limitText(setup, source)}`;
  const [first] = holders;
  if (cause === 'account' && first !== undefined && first.holder !== name) {
    return `${first.holder} held ${roundShare(first.share)} of ${poolName(setup)} when it was used up`;
  }
  if (cause === 'account') return `${poolName(setup)} was used up`;
  const f = setup.functions.find((one) => one.name === name);
  return reasonText(setup, cause, f?.reservedConcurrency ?? 0, { who: name, whose: `${name}'s` });
}

const OF_LAMBDA = ['account', 'reserved', 'scalingRate', 'requestRate', 'accountRequestRate'] as const;

/** A second holder is named from this share on. */
const WORTH_NAMING = 0.1;

const PRONOUNS = { who: 'it', whose: 'its' } as const;

function reasonText(
  setup: Setup,
  cause: (typeof OF_LAMBDA)[number],
  reserved: number,
  { who, whose }: { readonly who: string; readonly whose: string },
): string {
  const { concurrency, scaling, region } = setup.account;
  switch (cause) {
    case 'account':
      return poolText(setup);
    case 'reserved':
      return reserved === 0
        ? `${whose} reserved concurrency is 0, which switches it off`
        : `${whose} reserved concurrency of ${count(reserved)} was used up`;
    case 'scalingRate':
      return scaling === 'regional-burst-2017'
        ? `the burst of ${count(legacyBurst(region))} environments, and ${count(LEGACY_REFILL_PER_MINUTE)} more a minute, that all functions share was used up`
        : `${who} grew faster than ${count(SCALING_BURST)} environments or ${count(GROWTH_BURST_RPS)} requests per second every 10 s`;
    case 'requestRate':
      return `${who} was called more than ${rate(reserved)}, ten for each unit of its reserved concurrency`;
    case 'accountRequestRate':
      return `the account was called more than ${rate(concurrency)}, ten for each unit of its limit`;
  }
}

interface Throttled {
  readonly name: string;
  readonly reservedConcurrency: number | null;
}

function poolText(setup: Setup): string {
  const limit = setup.account.concurrency;
  const pool = unreservedPool(setup);
  if (pool === limit) return `account limit ${count(limit)} reached${faultText(setup)}`;
  return `the unreserved pool of ${count(pool)} was exhausted (account limit ${count(limit)}, ${count(limit - pool)} reserved)${faultText(setup)}`;
}

/** Shares of the pool are of the limit that the scenario gives; a fault may leave less of it. */
function faultText({ faults }: Setup): string {
  const limits = faults.flatMap(({ effects }, k) => {
    return effects.concurrency === undefined ? [] : [`fault ${String(k + 1)} made it ${count(effects.concurrency)}`];
  });
  return limits.length === 0 ? '' : ` (${limits.join(', ')})`;
}

function poolName(setup: Setup): string {
  const pool = unreservedPool(setup);
  const name = pool === setup.account.concurrency ? 'account limit' : 'unreserved pool';
  return `the ${name} of ${count(pool)}`;
}

function rate(concurrency: number): string {
  return `${count(REQUESTS_PER_SECOND_PER_CONCURRENCY * concurrency)} times a second`;
}

function heldText(cause: ThrottleCause, name: string, holders: CauseResult['holders']): string {
  const [first, second] = holders;
  if (cause !== 'account' || first === undefined) return '';
  const who = (holder: string): string => (holder === name ? `${holder} itself` : holder);
  const one = `; ${who(first.holder)} held ${roundShare(first.share)}`;
  if (second === undefined || second.share < WORTH_NAMING) return `${one} of it`;
  return `${one} and ${who(second.holder)} ${roundShare(second.share)} of it`;
}

function ranked(holders: Readonly<Record<string, number>>): CauseResult['holders'] {
  return Object.entries(holders)
    .filter(([, share]) => share > 0)
    .map(([holder, share]) => ({ holder, share }))
    .toSorted((a, b) => b.share - a.share);
}

/** A reservation is held by its owner alone; rates are held by nobody. */
function holdersOfOwn(cause: ThrottleCause, f: Throttled): CauseResult['holders'] {
  return cause === 'reserved' && f.reservedConcurrency !== 0 ? [{ holder: f.name, share: 1 }] : [];
}
