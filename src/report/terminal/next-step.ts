/** One command that is worth trying after a run that was not well. */
import { MAXIMUM_PARALLELIZATION_FACTOR } from '../../lambda/quotas.ts';
import { REFUSALS } from '../../lambda/throttle.ts';
import { functionsOf } from '../../result/setup.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { CauseResult, RunResult } from '../../result/run-result.ts';
import { findSeries } from '../../result/series.ts';
import { throttleRows } from '../../result/throttle-rows.ts';
import { queueSetting } from './queue-step.ts';
import { segment, wholesome } from './setting.ts';
import { topicSettings } from './topic-step.ts';
import { settlingRuns } from '../../result/too-close.ts';

/** The command, or `null` where none is known to help, or the scenario did not come from a file. */
export function nextStep(result: RunResult, scenarioFile: string): string | null {
  const { json, setup } = result;
  if (!json.complete || scenarioFile === '-' || scenarioFile.startsWith('<')) return null;
  const variant = setup.variant === null ? '' : ` --variant ${quoted(setup.variant)}`;
  const run = `lsim run ${quoted(scenarioFile)}${variant}`;
  const settings = json.ok ? [] : [settingFor(result) ?? streamSettings(result)].flat();
  if (settings.length > 0) return [run, ...settings.map((setting) => `--set ${quoted(setting)}`)].join(' ');
  const runs = runsToTry(result);
  return runs === null ? null : `${run} --runs ${String(runs)}`;
}

/** As many runs as should settle what may be chance. */
function runsToTry({ json }: RunResult): number | null {
  if (json.runs > 1) {
    const settling = json.objectives.map((each) => (each.tooClose === true ? settlingRuns(each, json.runs) : null));
    const most = Math.max(...settling.map((runs) => runs ?? 0));
    return most > json.runs ? most : null;
  }
  const close = json.objectives.some(
    ({ ok, level, margin }) => !ok && level === 'fail' && margin !== null && margin > -CLOSE,
  );
  return close ? A_FEW_RUNS : null;
}

const A_FEW_RUNS = 16;
/** A value this near to its threshold may be chance. */
const CLOSE = 0.1;
/** Full for less than this part of the time, a dependency is not what holds anybody up. */
const OFTEN_FULL = 0.01;
/** R1.7: what AWS keeps for functions without a reservation. */
const KEPT_UNRESERVED = 100;

function settingFor(result: RunResult): string | null {
  const { json, setup } = result;
  const particular = fewerRetries(result) ?? queueSetting(result);
  if (particular !== null) return particular;
  const first = json.causes[0];
  if (first === undefined) return capacityFor(result);
  const enough = (now: number): number => wholesome(Math.max(1.2 * now, now + shortage(result, first)));
  if (first.cause === 'source') return throttleFor(result, first);
  const { limit } = json.account;
  if (first.cause === 'account') return `account.concurrency=${enough(limit)}`;
  const fn = setup.functions.find(({ name }) => name === first.function);
  const reserved = fn?.reservedConcurrency ?? null;
  const path = segment(first.function);
  if (first.cause !== 'reserved' || reserved === null || path === null) return null;
  const others = setup.functions.reduce((sum, other) => sum + (other === fn ? 0 : (other.reservedConcurrency ?? 0)), 0);
  // Not at the expense of those who share what is not reserved.
  const kept = Math.max(KEPT_UNRESERVED, Math.ceil(json.account.UnreservedConcurrentExecutions.max));
  const value = Math.min(limit - kept - others, enough(reserved));
  return value > reserved ? `functions.${path}.reservedConcurrency=${value}` : null;
}

/** None for the source whose retries keep a system down when the fault is over: more of a limit would only be filled. */
function fewerRetries({ json, setup }: RunResult): string | null {
  const kept = (json.faults ?? []).flatMap(({ metastable }) => metastable?.source ?? []);
  const source = setup.sources.find(({ name, type }) => kept.includes(name) && type !== 'step-functions');
  const path = source === undefined ? null : segment(source.name);
  return path === null ? null : `sources.${path}.clients.retry=none`;
}

/** More room in the dependency that was full most of the time; `null` where none was. */
function capacityFor({ json, setup }: RunResult): string | null {
  const full = setup.dependencies
    .map(({ name, capacity }) => ({ name, capacity, result: json.dependencies?.[name] }))
    .filter(({ capacity, result }) => capacity !== null && (result?.fullShare ?? 0) >= OFTEN_FULL)
    .toSorted((a, b) => b.result!.fullShare - a.result!.fullShare);
  const [first] = full;
  const path = first && segment(first.name);
  if (first === undefined || typeof path !== 'string') return null;
  const { capacity, result } = first;
  return `dependencies.${path}.capacity=${wholesome(Math.max(1.2 * capacity!, capacity! + result!.waiting.mean))}`;
}

/** What lets the mapping of a stream that is worst off go on past bad records, or keep up. */
function streamSettings({ json, setup }: RunResult): readonly string[] {
  const late = setup.sources.filter(({ name }) => (json.sources[name]?.iteratorAge_ms?.max_ms ?? 0) > LATE_MS);
  const age = (name: string): number => json.sources[name]!.iteratorAge_ms!.max_ms;
  const [worst] = late.toSorted((a, b) => age(b.name) - age(a.name));
  const path = worst === undefined ? null : segment(worst.name);
  if (worst?.streamMapping === undefined || path === null) return [];
  const { maximumRetryAttempts, bisect, parallelizationFactor: lanes, topic } = worst.streamMapping;
  if (topic !== undefined) return topicSettings(worst, path, json, setup);
  const set = (key: string, value: string): string => `sources.${path}.${key}=${value}`;
  if ((json.sources[worst.name]?.blocked?.max_s ?? 0) * 1_000 > LATE_MS)
    return [
      ...(maximumRetryAttempts === Infinity ? [set('maximumRetryAttempts', '3')] : []),
      ...(bisect ? [] : [set('bisectBatchOnFunctionError', 'true')]),
    ];
  return lanes < MAXIMUM_PARALLELIZATION_FACTOR
    ? [set('parallelizationFactor', String(Math.min(MAXIMUM_PARALLELIZATION_FACTOR, 2 * lanes)))]
    : [];
}

/** An iterator age beyond this is a backlog, not a batching window. */
const LATE_MS = 60_000;

/** A throttle that lets the busiest bucket of run 1 pass; `null` where the quota is AWS's to raise. */
function throttleFor({ records, setup }: RunResult, { source: name = '' }: CauseResult): string | null {
  const source = setup.sources.find((candidate) => candidate.name === name);
  const series = records[0]?.series;
  const path = segment(name);
  if (source?.throttle == null || series === undefined || path === null) return null;
  const requests = findSeries(series, `sources.${name}`, 'requests');
  const most = requests?.reduce((max, value) => (value > max ? value : max), 0) ?? 0;
  const rate = wholesome(Math.max(1.2 * source.throttle.rate, most / (series.bucket / 1_000_000)));
  return `sources.${path}.throttle.rate=${rate}/s`;
}

/**
 * What would have been in flight besides, had the requests throttled in the worst bucket been started (R1.2). Only so
 * many of the throttled attempts count as are first ones: a request that is served is not tried again.
 */
function shortage({ records, json, setup }: RunResult, cause: CauseResult): number {
  const series = records[0]?.series;
  const seconds = (json.functions[cause.function]?.occupied.mean_ms ?? 0) / 1000;
  if (series === undefined) return 0;
  const perBucket = new Map<number, number>();
  for (const row of throttleRows(series.throttles)) {
    if (row.function !== cause.function || REFUSALS[row.throttle]?.cause !== cause.cause) continue;
    perBucket.set(row.bucket, (perBucket.get(row.bucket) ?? 0) + row.count);
  }
  const callers = setup.sources
    .filter((source) => functionsOf(source).includes(cause.function))
    .map(({ name }) => name);
  const requests = totalOf(series, callers, 'requests');
  const attempts = totalOf(series, callers, 'attempts');
  let worst = 0;
  for (const [bucket, throttles] of perBucket) {
    const first = attempts(bucket) > 0 ? Math.min(1, requests(bucket) / attempts(bucket)) : 1;
    worst = Math.max(worst, throttles * first);
  }
  return (worst / (series.bucket / 1_000_000)) * seconds;
}

/** The sum of a metric of some sources, by bucket. */
function totalOf(series: RunRecord['series'], sources: readonly string[], metric: string): (bucket: number) => number {
  const found = sources.flatMap((name) => findSeries(series, `sources.${name}`, metric) ?? []);
  return (bucket) =>
    found.reduce((sum, values) => {
      const value = values[bucket] ?? Number.NaN;
      return Number.isNaN(value) ? sum : sum + value;
    }, 0);
}

/** For a POSIX shell. */
function quoted(argument: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
