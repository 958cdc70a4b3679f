/** The value of an objective's metric: in one run, in its worst minute, and over several runs. */
import { MINUTE, toMilliseconds, toSeconds } from '../des/time.ts';
import { backlogValue, hasBacklog, iteratorAges } from './backlog-value.ts';
import type { Figures } from './figures.ts';
import { pooled } from './merge.ts';
import {
  qualifiedName,
  type AccountMetric,
  type FunctionMetric,
  type FunctionSubject,
  type Objective,
  type SourceMetric,
  type SourceTime,
} from './objective.ts';
import { dependencyValue, waitsOf } from './dependency-value.ts';
import { recoveryValue } from './recovery.ts';
import { mean, median } from './replications.ts';
import type { FunctionRecord, HistogramRecord, ObjectiveMinutes, RunRecord, SourceRecord } from './run-record.ts';
import type { FunctionResult, SourceResult } from './run-result.ts';
import type { Setup } from './setup.ts';
import { percentile } from './statistics.ts';

/** One run: what it recorded and the figures made of it. */
export interface Run {
  readonly record: RunRecord;
  readonly figures: Figures;
}

/** A minute and what the metric came to in it. */
export interface WorstMinute {
  /** Start of the minute. */
  readonly t_s: number;
  readonly value: number;
}

/** Value in the objective's unit, over its window; NaN where nothing happened to take it of. */
export function valueInRun(setup: Setup, objective: Objective, index: number, run: Run): number {
  if (objective.window === '1m') return worstMinute(objective, run.record.objectiveMinutes[index])?.value ?? NaN;
  const { subject } = objective;
  switch (subject.kind) {
    case 'source': {
      const record = sourceRecordOf(setup, subject, run.record);
      const k = setup.sources.findIndex((source) => source.name === subject.name);
      const source = run.figures.sources[k]!;
      const figures = subject.route === undefined ? source : source.routes![subject.route]!;
      return sourceValue(subject.metric, figures, record);
    }
    case 'function': {
      const [figures, record] = functionIn(run, subject);
      return functionValue(subject.metric, figures, record);
    }
    case 'queue':
    case 'mapping':
    case 'stream':
      return backlogValue(setup, subject, run);
    case 'dependency':
      return dependencyValue(setup, subject, run);
    case 'account':
      return accountValue(subject.metric, run.figures);
    case 'recovery':
      return recoveryValue(subject, run.record.recoveries);
  }
}

/**
 * Value over all runs: percentiles of all times together, the median of maxima and of worst minutes, the mean of the
 * rest; NaN where no run has one.
 */
export function valueOverRuns(setup: Setup, objective: Objective, index: number, runs: readonly Run[]): number {
  const values = runs.map((run) => valueInRun(setup, objective, index, run));
  if (isMedian(objective) || objective.subject.kind === 'recovery') return median(values);
  const histograms = runs.map(({ record }) => histogramOf(setup, objective, record));
  const present = histograms.filter((entry) => entry !== null);
  if (present.length === 0) return mean(values);
  return toMilliseconds(percentile(pooled(present.map((entry) => entry.histogram)), present[0]!.q));
}

/**
 * The minute in which the metric came out worst: largest where the objective wants little, smallest where it wants
 * much; `null` where no minute has an event.
 */
export function worstMinute(objective: Objective, minutes: ObjectiveMinutes | undefined): WorstMinute | null {
  if (minutes === undefined) return null;
  const badness = badnessOf(objective);
  let worst: WorstMinute | null = null;
  minutes.values.forEach((value, k) => {
    if (Number.isNaN(value) || (worst !== null && badness(value) <= badness(worst.value))) return;
    worst = { t_s: toSeconds((minutes.firstMinute + k) * MINUTE), value };
  });
  return worst;
}

/** What was recorded of the source, or of the route of it, that an objective is about. */
export function sourceRecordOf(
  setup: Setup,
  { name, route }: { readonly name: string; readonly route?: string },
  record: RunRecord,
): SourceRecord {
  const source = record.sources[setup.sources.findIndex((candidate) => candidate.name === name)]!;
  return source.routes.find((candidate) => candidate.name === route) ?? source;
}

/** All times of a kind; whoever asks for `completion` knows that there are any. */
export function timesOf(kind: SourceTime, { latency, completion }: SourceRecord): HistogramRecord {
  return kind === 'latency' ? latency : completion!.times;
}

function badnessOf({ comparison, threshold }: Objective): (value: number) => number {
  switch (comparison) {
    case '<':
    case '<=':
      return (value) => value;
    case '>':
    case '>=':
      return (value) => -value;
    case '==':
      return (value) => Math.abs(value - threshold);
  }
}

function sourceValue(metric: SourceMetric, source: SourceResult, record: SourceRecord): number {
  switch (metric.kind) {
    case 'failed':
      return source.failed / source.requests;
    case 'throttled':
      return source.throttledShare;
    case 'throttledAttempts':
      return source.throttledAttempts / source.attempts;
    case 'latency':
    case 'completion':
      if (metric.statistic === 'mean') return source[metric.kind]!.mean_ms;
      return toMilliseconds(percentile(timesOf(metric.kind, record), metric.q));
  }
}

function functionValue(metric: FunctionMetric, f: FunctionResult, record: FunctionRecord): number {
  switch (metric.kind) {
    case 'errors':
      return f.Errors / f.Invocations;
    case 'throttled':
      return f.throttledShare;
    case 'coldStartShare':
      return f.coldStartShare;
    case 'spillover':
      return spilloverOf(record);
    case 'concurrency':
      return f.ConcurrentExecutions.max;
    case 'duration':
      return toMilliseconds(percentile(record.duration, metric.q));
    case 'init':
      return toMilliseconds(percentile(record.init, metric.q));
    case 'dropped':
      if (metric.of === 'count') return f.AsyncEventsDropped ?? NaN;
      return (f.AsyncEventsDropped ?? NaN) / (f.AsyncEventsReceived ?? NaN);
    case 'eventAge':
      return record.events === null ? NaN : toMilliseconds(percentile(record.events.age, metric.q));
  }
}

function accountValue(metric: AccountMetric, { account, functions, cost }: Figures): number {
  const sum = (figure: (f: FunctionResult) => number): number => functions.reduce((all, f) => all + figure(f), 0);
  switch (metric.kind) {
    case 'headroom':
      return account.headroom;
    case 'concurrency':
      return account.ConcurrentExecutions.max;
    case 'throttled':
      return sum((f) => f.Throttles) / sum((f) => f.Throttles + f.Invocations);
    case 'errors':
      return sum((f) => f.Errors) / sum((f) => f.Invocations);
    case 'cost':
      return cost.total;
  }
}

/** A function in a run, or one of its versions. */
function functionIn({ figures, record }: Run, subject: FunctionSubject): readonly [FunctionResult, FunctionRecord] {
  const name = qualifiedName(subject);
  const [results, records] =
    subject.version === null ? [figures.functions, record.functions] : [figures.versions, record.versions];
  const k = records.findIndex((f) => f.name === name);
  return [results[k]!, records[k]!];
}

/** Share of what versions and aliases with provisioned concurrency ran on demand; NaN where there are none. */
function spilloverOf({ provisioned }: FunctionRecord): number {
  if (provisioned === null) return NaN;
  return provisioned.spillover / (provisioned.invocations + provisioned.spillover);
}

/** The record of a function, or of one of its versions. */
export function functionRecordOf(record: RunRecord, subject: FunctionSubject): FunctionRecord {
  const name = qualifiedName(subject);
  return (subject.version === null ? record.functions : record.versions).find((f) => f.name === name)!;
}

/** Whether the value over several runs is the median of theirs: of maxima and of worst minutes. */
export function isMedian(objective: Objective): boolean {
  return objective.window === '1m' || isLevel(objective);
}

/** Whether the metric is taken of a maximum. */
function isLevel({ subject }: Objective): boolean {
  const { kind } = subject.metric;
  return (
    kind === 'concurrency' || kind === 'headroom' || kind === 'oldest' || kind === 'backlog' || kind === 'connections'
  );
}

/** What a percentile is taken of, and which; `null` for every other metric. */
function histogramOf(
  setup: Setup,
  { subject }: Objective,
  record: RunRecord,
): { readonly histogram: HistogramRecord; readonly q: number } | null {
  if (subject.kind === 'source') {
    const { metric } = subject;
    if ((metric.kind !== 'latency' && metric.kind !== 'completion') || metric.statistic !== 'percentile') return null;
    return { histogram: timesOf(metric.kind, sourceRecordOf(setup, subject, record)), q: metric.q };
  }
  if (subject.kind === 'account' || subject.kind === 'recovery') return null;
  if (hasBacklog(subject)) {
    const histogram = iteratorAges(setup, subject, record);
    return subject.metric.kind === 'iteratorAge' ? { histogram: histogram!, q: subject.metric.q } : null;
  }
  if (subject.kind === 'dependency') return waitsOf(subject, record);
  const { metric } = subject;
  const f = functionRecordOf(record, subject);
  if (metric.kind === 'eventAge') return f.events && { histogram: f.events.age, q: metric.q };
  if (metric.kind !== 'duration' && metric.kind !== 'init') return null;
  return { histogram: f[metric.kind], q: metric.q };
}
