/** The value of every objective's metric in each calendar minute of the window. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { AccountTally } from './account-tally.ts';
import type { AsyncBook } from './async-book.ts';
import { dependencyMinutes } from './dependency-minutes.ts';
import type { DependencyTally } from './dependency-tally.ts';
import { FunctionBook } from './function-book.ts';
import type { FunctionTally } from './function-tally.ts';
import {
  qualifiedName,
  type AccountMetric,
  type EventMetric,
  type FunctionMetric,
  type FunctionSubject,
  type Objective,
  type SourceMetric,
} from './objective.ts';
import type { Pages } from './present.ts';
import { queueMinutes } from './queue-minutes.ts';
import type { QueueTally } from './queue-tally.ts';
import type { ObjectiveMinutes } from './run-record.ts';
import type { RunSeries, Statistic } from './series-record.ts';
import type { Setup } from './setup.ts';
import { counts, EMPTY, minutesOf, ratio, values, type MinuteValue } from './minute-value.ts';
import { findSeries } from './series.ts';
import { SourceBook } from './source-book.ts';
import type { StreamBook } from './stream-book.ts';
import { backlogMinutes } from './stream-minutes.ts';

/** A source or one of its routes. */
interface SourceMinutes {
  readonly name: string;
  readonly minutes: SourceBook | StreamBook | null;
  readonly routes: readonly SourceMinutes[];
}

/** What was counted, by name; versions as `function:version`. */
export interface Tallies {
  readonly versions: ReadonlyMap<string, FunctionTally>;
  readonly functions: ReadonlyMap<string, FunctionTally>;
  readonly sources: ReadonlyMap<string, SourceMinutes>;
  /** Of the functions that asynchronous events come to. */
  readonly events: ReadonlyMap<string, { readonly minutes: AsyncBook | null }>;
  readonly queues: ReadonlyMap<string, QueueTally>;
  readonly dependencies: ReadonlyMap<string, DependencyTally>;
  readonly account: AccountTally;
}

/**
 * The minute book of a function or of one version: `null` where no objective is about it or about the whole account.
 * @param name of the function, or `function:version`
 */
export function functionBookFor(name: string, minutes: Pages, objectives: readonly Objective[]): FunctionBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    return subject.kind === 'function' && qualifiedName(subject) === name ? [subject.metric] : [];
  });
  const account = objectives.some(({ subject }) => subject.kind === 'account');
  if (metrics.length === 0 && !account) return null;
  return new FunctionBook(minutes, {
    durations: percentilesOf(metrics, 'duration'),
    inits: percentilesOf(metrics, 'init'),
    totals: null,
  });
}

/** The minute book of a source, or of one of its routes: `null` where no objective is about it. */
export function sourceBookFor(
  name: string,
  route: string | null,
  minutes: Pages,
  objectives: readonly Objective[],
): SourceBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    const about = subject.kind === 'source' && subject.name === name && (subject.route ?? null) === route;
    return about ? [subject.metric] : [];
  });
  if (metrics.length === 0) return null;
  return new SourceBook(minutes, {
    statistics: metrics.flatMap<Statistic>((metric) => {
      if (metric.kind !== 'latency') return [];
      return metric.statistic === 'percentile' ? [metric.q] : [metric.statistic];
    }),
    total: null,
  });
}

/** One row an objective, in the order of the scenario. */
export function objectiveMinutes(setup: Setup, until: Micros, tallies: Tallies): readonly ObjectiveMinutes[] {
  const firstMinute = Math.floor(setup.warmup / MINUTE);
  const end = Math.max(firstMinute, Math.ceil(until / MINUTE));
  return setup.objectives.map((objective) => {
    const valueAt = minuteValue(setup, objective, end, tallies);
    return {
      firstMinute,
      values: Float64Array.from({ length: end - firstMinute }, (_, k) => valueAt(firstMinute + k)),
    };
  });
}

/** The value of an objective's metric in a minute before `end`; NaN = there was nothing to take it of. */
export function minuteValue(setup: Setup, { subject }: Objective, end: number, tallies: Tallies): MinuteValue {
  switch (subject.kind) {
    case 'source': {
      const tally = tallies.sources.get(subject.name)!;
      const route = tally.routes.find(({ name }) => name === subject.route);
      return sourceValue(subject.metric, (route ?? tally).minutes!, end);
    }
    case 'function':
      if (subject.metric.kind === 'dropped' || subject.metric.kind === 'eventAge') {
        return eventValue(subject.metric, tallies.events.get(subject.name)?.minutes ?? null, end);
      }
      return functionValue(subject.metric, tallyOf(subject, tallies), end);
    case 'queue':
      return queueMinutes(subject.metric, tallies.queues.get(subject.name)!);
    case 'stream':
    case 'mapping':
      return backlogMinutes(
        subject.metric,
        subject.kind === 'stream' ? EMPTY : minutesOf(tallies.sources.get(subject.name)!.minutes!, end),
      );
    case 'dependency':
      return dependencyMinutes(subject.metric, tallies.dependencies.get(subject.name)!.minutes!, end);
    case 'account':
      return accountValue(setup, subject.metric, end, tallies);
    case 'recovery':
      return () => NaN;
  }
}

function tallyOf(subject: FunctionSubject, { functions, versions }: Tallies): FunctionTally {
  return (subject.version === null ? functions : versions).get(qualifiedName(subject))!;
}

function sourceValue(metric: SourceMetric, book: SourceBook | StreamBook, end: number): MinuteValue {
  const count = (name: string): MinuteValue => counts(minutesOf(book, end), name);
  switch (metric.kind) {
    case 'failed':
      return ratio(count('failed'), count('requests'));
    case 'throttled':
      return ratio(count('throttled'), count('requests'));
    case 'throttledAttempts':
      return ratio(count('throttledAttempts'), count('attempts'));
    case 'latency': {
      const name = metric.statistic === 'mean' ? 'latency_mean_ms' : `latency_p${String(metric.q)}_ms`;
      return values(minutesOf(book, end), name);
    }
    case 'completion':
      return () => NaN; // It is of the whole run.
  }
}

/** @param book `null` where no event ever comes */
function eventValue(metric: EventMetric, book: AsyncBook | null, end: number): MinuteValue {
  if (book === null) return () => NaN;
  const minutes = minutesOf(book, end);
  if (metric.kind === 'eventAge') return values(minutes, `AsyncEventAge_p${String(metric.q)}_ms`);
  const received = counts(minutes, 'AsyncEventsReceived');
  const dropped = counts(minutes, 'AsyncEventsDropped');
  if (metric.of === 'received') return ratio(dropped, received);
  // A minute without an event has no count, as everywhere.
  return (minute) => (received(minute) + dropped(minute) > 0 ? dropped(minute) : NaN);
}

function functionValue(metric: Exclude<FunctionMetric, EventMetric>, tally: FunctionTally, end: number): MinuteValue {
  const minutes = minutesOf(tally.minutes!, end);
  const invocations = counts(minutes, 'Invocations');
  switch (metric.kind) {
    case 'errors':
      return ratio(counts(minutes, 'Errors'), invocations);
    case 'throttled': {
      const throttles = counts(minutes, 'Throttles');
      return ratio(throttles, (minute) => throttles(minute) + invocations(minute));
    }
    case 'coldStartShare':
      return ratio(counts(minutes, 'coldStarts'), invocations);
    case 'spillover': {
      const starts = tally.provisioned?.minutes;
      if (!starts) return () => NaN;
      const spilled = (minute: number): number => starts.spillover.at(minute);
      return ratio(spilled, (minute) => starts.invocations.at(minute) + spilled(minute));
    }
    case 'concurrency':
      return values(minutes, 'ConcurrentExecutions');
    case 'duration':
      return values(minutes, `Duration_p${String(metric.q)}_ms`);
    case 'init':
      return values(minutes, `initDuration_p${String(metric.q)}_ms`);
  }
}

function accountValue(setup: Setup, metric: AccountMetric, end: number, { account, functions }: Tallies): MinuteValue {
  const sum = (name: string): MinuteValue => {
    const parts = [...functions.values()].map((tally) => counts(minutesOf(tally.minutes!, end), name));
    return (minute) => parts.reduce((total, part) => total + part(minute), 0);
  };
  account.minutes!.turn();
  const levels = (): RunSeries => ({ ...EMPTY, length: end, tables: account.minutes!.tables() });
  switch (metric.kind) {
    case 'headroom': {
      const claimed = findSeries(levels(), 'account', 'ClaimedAccountConcurrency')!;
      return (minute) => 1 - claimed[minute]! / setup.account.concurrency;
    }
    case 'concurrency':
      return values(levels(), 'ConcurrentExecutions', 'account');
    case 'throttled': {
      const throttles = sum('Throttles');
      const invocations = sum('Invocations');
      return ratio(throttles, (minute) => throttles(minute) + invocations(minute));
    }
    case 'errors':
      return ratio(sum('Errors'), sum('Invocations'));
    case 'cost':
      return () => NaN; // Money is counted for the whole window: its tiers have no minutes.
  }
}

function percentilesOf(metrics: readonly FunctionMetric[], kind: 'duration' | 'init'): readonly number[] {
  return metrics.flatMap((metric) => (metric.kind === kind ? [metric.q] : []));
}
