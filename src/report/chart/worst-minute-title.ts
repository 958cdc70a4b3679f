/** What the chart of the worst minute says in its title. */
import { MINUTE, SECOND } from '../../des/time.ts';
import { ACCOUNT_CONCURRENCY, REFUSALS } from '../../lambda/throttle.ts';
import { count } from '../../result/quantity.ts';
import type { CauseResult, RunResult } from '../../result/run-result.ts';
import type { SecondThrottles, WorstMinute } from '../../result/worst-minute-record.ts';
import { limitAt, poolLimit } from './concurrency-limit.ts';
import { peak } from './buckets.ts';
import { shown, whatRanOut } from './findings.ts';

/** The throttles that the title is about: those who are throttled for what somebody else holds are why one looks. */
export function mostTelling(result: RunResult, minute: WorstMinute): SecondThrottles {
  const all = minute.throttles.reduce((total, own) => total + throttlesOf(own), 0);
  const ranked = minute.throttles.toSorted((a, b) => throttlesOf(b) - throttlesOf(a));
  return (
    ranked.find((own) => throttlesOf(own) > WORTH_TELLING * all && heldBy(result, minute, own) !== null) ?? ranked[0]!
  );
}

/** The finding: who was throttled, and what ran out or who held it. */
export function worstMinuteTitle(result: RunResult, minute: WorstMinute, worst: SecondThrottles): string {
  const { cause } = REFUSALS[worst.throttle]!;
  const alike = minute.throttles.filter(({ throttle }) => REFUSALS[throttle]!.cause === cause);
  const all = alike.reduce((total, own) => total + throttlesOf(own), 0);
  const lead = `In minute ${count(minute.start / MINUTE)}, the worst,`;
  const holder = heldBy(result, minute, worst);
  const pool = cause === 'account' ? poolOf(result, minute, worst).text : '';
  if (holder !== null) {
    const victim = `${shown(worst.function)} was throttled ${times(throttlesOf(worst))}`;
    return `${lead} ${victim} while ${holder.who} held up to ${count(holder.units)} of ${pool}`;
  }
  const isOne = throttlesOf(worst) >= all / 2;
  const who = isOne
    ? `${shown(worst.function)} was`
    : `${count(new Set(alike.map((own) => own.function)).size)} functions were`;
  const throttles = isOne ? throttlesOf(worst) : all;
  const one: CauseResult = { cause, function: worst.function, throttles, holders: [], text: '' };
  const ranOut = cause === 'account' ? `${pool} was used up` : whatRanOut(result, one);
  return `${lead} ${who} throttled ${times(throttles)}: ${ranOut}`;
}

/** Throttled attempts in the whole minute. */
export function throttlesOf({ counts }: SecondThrottles): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** As a share of all throttles of the minute. */
const WORTH_TELLING = 0.1;

function times(throttles: number): string {
  return throttles === 1 ? 'once' : `${count(throttles)} times`;
}

/** The pool that was used up, as it was when the first attempt was throttled for it. */
function poolOf(
  { setup }: RunResult,
  { start }: WorstMinute,
  { counts }: SecondThrottles,
): { readonly units: number; readonly text: string } {
  const limit = poolLimit(setup);
  const units = limitAt(limit, start + counts.findIndex((n) => n > 0) * SECOND);
  return { units, text: `the ${limit.name} of ${count(units)}` };
}

/** Who used most of the pool, and half of it at least, in the seconds in which an attempt was throttled for it; `null` = the throttled function itself, or nobody. */
function heldBy(
  result: RunResult,
  minute: WorstMinute,
  throttles: SecondThrottles,
): { readonly who: string; readonly units: number } | null {
  const { function: name, throttle, counts } = throttles;
  if (throttle !== ACCOUNT_CONCURRENCY) return null;
  const most = (scope: string, metric: string): number => {
    const values =
      minute.levels.find((one) => one.scope === scope && one.metric === metric)?.values ?? new Float64Array();
    return peak([...values].filter((_, second) => counts[second]! > 0));
  };
  const sharing = result.setup.functions.filter((f) => f.reservedConcurrency === null);
  const users = [
    ...sharing.map((f) => ({
      name: f.name,
      who: shown(f.name),
      units: most(`functions.${f.name}`, 'ConcurrentExecutions'),
    })),
    { name: '', who: 'functions outside the model', units: most('account', 'background') },
  ];
  const first = users.toSorted((a, b) => b.units - a.units)[0]!;
  return first.name === name || first.units < poolOf(result, minute, throttles).units / 2 ? null : first;
}
