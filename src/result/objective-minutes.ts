/** The value of every objective's metric in each calendar minute of the window. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { AccountTally } from './account-tally.ts';
import { FunctionBook } from './function-book.ts';
import type { FunctionTally } from './function-tally.ts';
import type { AccountMetric, FunctionMetric, Objective, SourceMetric } from './objective.ts';
import type { Pages } from './present.ts';
import type { ObjectiveMinutes } from './run-record.ts';
import type { Setup } from './setup.ts';
import { SourceBook } from './source-book.ts';
import type { SourceTally } from './source-tally.ts';

/** What was counted, by name. */
export interface Tallies {
  readonly functions: ReadonlyMap<string, FunctionTally>;
  readonly sources: ReadonlyMap<string, SourceTally>;
  readonly account: AccountTally;
}

/** The minute book of a function: `null` where no objective is about it or about the whole account. */
export function functionBookFor(name: string, minutes: Pages, objectives: readonly Objective[]): FunctionBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    return subject.kind === 'function' && subject.name === name ? [subject.metric] : [];
  });
  const account = objectives.some(({ subject }) => subject.kind === 'account');
  if (metrics.length === 0 && !account) return null;
  return new FunctionBook(minutes, {
    durations: percentilesOf(metrics, 'duration'),
    inits: percentilesOf(metrics, 'init'),
    totals: null,
  });
}

/** The minute book of a source: `null` where no objective is about it. */
export function sourceBookFor(name: string, minutes: Pages, objectives: readonly Objective[]): SourceBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    return subject.kind === 'source' && subject.name === name ? [subject.metric] : [];
  });
  if (metrics.length === 0) return null;
  return new SourceBook(minutes, {
    percentiles: metrics.flatMap((metric) => {
      return metric.kind === 'latency' && metric.statistic === 'percentile' ? [metric.q] : [];
    }),
    means: metrics.some((metric) => metric.kind === 'latency' && metric.statistic === 'mean'),
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

type FunctionMinutes = NonNullable<FunctionTally['minutes']>;

type MinuteValue = (minute: number) => number;

function minuteValue(setup: Setup, { subject }: Objective, end: number, tallies: Tallies): MinuteValue {
  switch (subject.kind) {
    case 'source':
      return sourceValue(subject.metric, tallies.sources.get(subject.name)!.minutes!);
    case 'function':
      return functionValue(subject.metric, tallies.functions.get(subject.name)!.minutes!, end);
    case 'account':
      return accountValue(setup, subject.metric, end, tallies);
  }
}

function sourceValue(metric: SourceMetric, book: SourceBook): MinuteValue {
  switch (metric.kind) {
    case 'failed':
      return (minute) => book.failed.at(minute) / book.requests.at(minute);
    case 'throttled':
      return (minute) => book.throttled.at(minute) / book.requests.at(minute);
    case 'throttledAttempts':
      return (minute) => {
        return book.throttledAttempts.at(minute) / (book.requests.at(minute) + book.retries.at(minute));
      };
    case 'latency':
      return at(metric.statistic === 'mean' ? book.latency.means() : book.latency.percentile(metric.q));
  }
}

function functionValue(metric: FunctionMetric, { book, concurrency }: FunctionMinutes, end: number): MinuteValue {
  switch (metric.kind) {
    case 'errors':
      return (minute) => book.errors.at(minute) / book.invocations.at(minute);
    case 'throttled':
      return (minute) => book.throttles.at(minute) / (book.throttles.at(minute) + book.invocations.at(minute));
    case 'coldStartShare':
      return (minute) => book.coldStarts.at(minute) / book.invocations.at(minute);
    case 'concurrency':
      return at(concurrency.series(end));
    case 'duration':
      return at(book.duration.percentile(metric.q));
    case 'init':
      return at(book.init.percentile(metric.q));
  }
}

function accountValue(setup: Setup, metric: AccountMetric, end: number, { account, functions }: Tallies): MinuteValue {
  const sum = (count: (book: FunctionBook) => number): number => {
    return [...functions.values()].reduce((total, tally) => total + count(tally.minutes!.book), 0);
  };
  switch (metric.kind) {
    case 'headroom': {
      const unreserved = account.minutes!.unreserved.series(end);
      return (minute) => 1 - account.claimed(unreserved[minute]!) / setup.account.concurrency;
    }
    case 'concurrency':
      return at(account.minutes!.all.series(end));
    case 'throttled':
      return (minute) => {
        const throttles = sum((book) => book.throttles.at(minute));
        return throttles / (throttles + sum((book) => book.invocations.at(minute)));
      };
    case 'errors':
      return (minute) => sum((book) => book.errors.at(minute)) / sum((book) => book.invocations.at(minute));
    case 'cost':
      // Money is counted for the whole window: its tiers have no minutes.
      return () => NaN;
  }
}

function at(values: Float64Array): MinuteValue {
  return (minute) => values[minute] ?? NaN;
}

function percentilesOf(metrics: readonly FunctionMetric[], kind: 'duration' | 'init'): readonly number[] {
  return metrics.flatMap((metric) => (metric.kind === kind ? [metric.q] : []));
}
