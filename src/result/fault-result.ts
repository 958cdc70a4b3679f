/** What a result says of faults: whether everything is back, how soon, and what keeps it down. */
import { toSeconds } from '../des/time.ts';
import type { FaultConfig } from '../lambda/fault.ts';
import type { FaultResult } from './fault-outcome.ts';
import { decimals, duration, share } from './quantity.ts';
import type { ThingRecovery } from './recovery.ts';
import { median } from './replications.ts';
import type { RunRecord } from './run-record.ts';

/** So many times the attempts a request that there were before: retries keep it down. */
const AMPLIFIED = 1.2;

/** In the scenario's order. @param records at least one */
export function faultsOf(faults: readonly FaultConfig[], records: readonly RunRecord[]): readonly FaultResult[] {
  return faults.map((fault, k) => {
    const perRun = records.map(({ recoveries }) => recoveries[k] ?? []);
    const times = perRun.map((things) => (things.length === 0 ? NaN : Math.max(...things.map(({ after }) => after))));
    const known = times.filter((time) => !Number.isNaN(time));
    const things = perRun[0]!;
    const last = things.filter(({ metric }) => metric !== null).toSorted((a, b) => byTime(b, a))[0];
    return {
      on: fault.on,
      at_s: toSeconds(fault.at),
      for_s: toSeconds(fault.until - fault.at),
      effects: fault.text,
      recovered_s: present(toSeconds(median(known))),
      runsRecovered: known.length === 0 ? null : known.filter(Number.isFinite).length,
      last: last === undefined ? null : lastOf(last),
      metastable: metastableOf(fault, k, things),
    };
  });
}

/** Not back before back, late before soon; sources, whom it hurts, before what they call. */
function byTime(a: ThingRecovery, b: ThingRecovery): number {
  if (a.after !== b.after) return a.after < b.after ? -1 : 1;
  return Number(a.scope.startsWith('sources.')) - Number(b.scope.startsWith('sources.'));
}

function lastOf({ scope, metric, after, before, last }: ThingRecovery): FaultResult['last'] {
  return { scope, metric: metric!, isBack: Number.isFinite(after), before: present(before), value: present(last) };
}

function metastableOf(fault: FaultConfig, k: number, things: readonly ThingRecovery[]): FaultResult['metastable'] {
  const kept = things.find(({ scope, after, attemptsBefore, attemptsAfter }) => {
    return scope.startsWith('sources.') && after === Infinity && attemptsAfter >= AMPLIFIED * attemptsBefore;
  });
  if (kept === undefined) return null;
  const { attemptsBefore, attemptsAfter } = kept;
  const source = kept.scope.slice('sources.'.length);
  const value = metricText(kept.metric ?? '', kept.last, kept.before);
  return {
    source,
    attemptsBefore,
    attemptsAfter,
    text: `metastable: fault ${String(k + 1)} (${fault.on}: ${fault.text}) is over and ${source} does not come back: ${value}; its retries make ${decimals(attemptsAfter, 1)} attempts of each request (${decimals(attemptsBefore, 1)} before) and keep it down; fewer retries, a retry budget or longer client timeouts would help`,
  };
}

/** `it fails 62 % of requests (0 % before)`. */
export function metricText(metric: string, value: number, before: number): string {
  const show = (figure: number): string => {
    if (TIMES.has(metric)) return duration(figure);
    return metric === 'backlog' ? decimals(figure, 0) : share(figure);
  };
  return metric === 'unfinished'
    ? 'what has come since has not ended'
    : `${NAMES[metric] ?? metric} ${show(value)} (${show(before)} before)`;
}

const TIMES: ReadonlySet<string> = new Set(['latency', 'duration', 'wait', 'oldest']);

const NAMES: Readonly<Record<string, string>> = {
  failed: 'failing',
  throttled: 'throttled',
  errors: 'errors',
  rejected: 'refused',
  coldStartShare: 'cold starts',
  latency: 'mean latency',
  duration: 'mean Duration',
  wait: 'mean wait',
  backlog: 'messages waiting',
  oldest: 'oldest message',
  returned: 'receives that come to nothing',
};

function present(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
