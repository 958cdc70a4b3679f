import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, type Micros } from '../../src/des/time.ts';
import { lacksOffsetLag, withOffsetLag } from '../../src/report/cloudwatch-metrics.ts';
import { leftOut, metricDataText, periodOf, type MetricSource } from '../../src/report/cloudwatch.ts';

interface Answer {
  readonly MetricDataResults: readonly {
    readonly Id: string;
    readonly Label: string;
    readonly Timestamps: readonly string[];
    readonly Values: readonly number[];
    readonly StatusCode: string;
  }[];
  readonly Messages: readonly unknown[];
}

function source(bucket: Micros, series: Readonly<Record<string, readonly number[]>>): MetricSource {
  return {
    series: Object.entries(series).map(([path, values]) => {
      const dot = path.lastIndexOf('.');
      return { scope: path.slice(0, dot), metric: path.slice(dot + 1), values: Float64Array.from(values) };
    }),
    bucket,
    warmup: 0,
    timestamp: (at) => `t+${(at / MINUTE).toString()}m`,
    complete: true,
  };
}

const answer = (of: MetricSource): Answer => JSON.parse(metricDataText(of)) as Answer;
const tables = (of: MetricSource) =>
  Object.fromEntries(
    answer(of).MetricDataResults.map(({ Label, Timestamps, Values }) => [Label, [Timestamps, Values]]),
  );

describe('get-metric-data', () => {
  it('R11.1: has a value a minute, newest first, under name, function, statistic and period', () => {
    const of = source(30 * SECOND, { 'functions.api.Invocations': [1, 2, NaN, NaN, 5] });
    expect(answer(of)).toEqual({
      MetricDataResults: [
        {
          Id: 'm1',
          Label: 'Invocations|api|Sum|60',
          Timestamps: ['t+2m', 't+0m'],
          Values: [5, 3],
          StatusCode: 'Complete',
        },
        { Id: 'm2', Label: 'Errors|api|Sum|60', Timestamps: ['t+2m', 't+0m'], Values: [0, 0], StatusCode: 'Complete' },
        {
          Id: 'm3',
          Label: 'Throttles|api|Sum|60',
          Timestamps: ['t+2m', 't+0m'],
          Values: [0, 0],
          StatusCode: 'Complete',
        },
      ],
      Messages: [],
    });
  });

  it('R11.4: keeps throttles of a minute without an invocation', () => {
    const of = source(MINUTE, { 'functions.api.Invocations': [4, NaN], 'functions.api.Throttles': [NaN, 7] });
    expect(tables(of)['Throttles|api|Sum|60']).toEqual([
      ['t+1m', 't+0m'],
      [7, 0],
    ]);
  });

  it('R11.9, R11.15, R11.16: levels are the maximum of the minute; those of the account have no function', () => {
    const of = source(20 * SECOND, {
      'account.ConcurrentExecutions': [3, 9, 4, 0, 0, 0, 2],
      'account.UnreservedConcurrentExecutions': [1, 1, 2],
      'account.ClaimedAccountConcurrency': [101, 101, 102],
      'account.background': [1, 1, 1],
    });
    expect(tables(of)).toEqual({
      'ConcurrentExecutions||Maximum|60': [
        ['t+2m', 't+0m'],
        [2, 9],
      ],
      'UnreservedConcurrentExecutions||Maximum|60': [['t+0m'], [2]],
      'ClaimedAccountConcurrency||Maximum|60': [['t+0m'], [102]],
    });
  });

  it('knows the metrics of provisioned concurrency and of asynchronous events', () => {
    const names = {
      'functions.api.ProvisionedConcurrentExecutions': [7],
      'functions.api.ProvisionedConcurrencyUtilization': [0.7],
      'functions.api.ProvisionedConcurrencyInvocations': [30],
      'functions.api.ProvisionedConcurrencySpilloverInvocations': [3],
      'functions.api.AsyncEventsReceived': [40],
      'functions.api.AsyncEventsDropped': [2],
      'functions.api.AsyncEventAge_max_ms': [1_500],
    };
    expect(Object.keys(tables(source(MINUTE, names)))).toEqual([
      'ProvisionedConcurrentExecutions|api|Maximum|60',
      'ProvisionedConcurrencyUtilization|api|Maximum|60',
      'ProvisionedConcurrencyInvocations|api|Sum|60',
      'ProvisionedConcurrencySpilloverInvocations|api|Sum|60',
      'AsyncEventsReceived|api|Sum|60',
      'AsyncEventsDropped|api|Sum|60',
      'AsyncEventAge|api|Maximum|60',
    ]);
  });

  it('leaves out what CloudWatch does not know, and what belongs to a source', () => {
    expect(tables(source(MINUTE, { 'functions.api.coldStarts': [1], 'sources.web.requests': [1] }))).toEqual({});
  });

  it('R11.20: OffsetLag is that of the function: of several topics the greatest; where nothing waits it is 0', () => {
    const of = source(30 * SECOND, {
      'sources.a.OffsetLag': [5, NaN, NaN, NaN],
      'sources.b.OffsetLag': [3, 9, NaN, NaN],
      'sources.c.OffsetLag': [NaN, NaN, 2, NaN],
    });
    const functionOf = (mapping: string) => (mapping === 'c' ? 'other' : 'api');
    const owned = { ...of, series: withOffsetLag(of.series, functionOf) };
    expect(tables(owned)).toEqual({
      'OffsetLag|api|Maximum|60': [
        ['t+1m', 't+0m'],
        [0, 9],
      ],
      'OffsetLag|other|Maximum|60': [
        ['t+1m', 't+0m'],
        [2, 0],
      ],
    });
    expect([lacksOffsetLag(of.series), lacksOffsetLag(owned.series), lacksOffsetLag([])]).toEqual([true, false, false]);
    expect(withOffsetLag(of.series, () => null)).toEqual(of.series);
  });

  it('R11.25: pollers are by mapping; units are told once a minute and added up', () => {
    const names = {
      'sources.m.ProvisionedPollers': [2, 4],
      'sources.m.EventPollerUnit': [1, 2],
      'sources.m.EventPollerThroughputInBytes': [1_000, 500],
      'sources.m.backlog': [7, 7],
    };
    expect(tables(source(30 * SECOND, names))).toEqual({
      'ProvisionedPollers|m|Maximum|60': [['t+0m'], [4]],
      'EventPollerUnit|m|Sum|60': [['t+0m'], [2]],
      'EventPollerThroughputInBytes|m|Sum|60': [['t+0m'], [1_500]],
    });
  });

  it('has the messages of a queue, and the age of the oldest one in seconds', () => {
    const names = {
      'queues.jobs.visible': [8, NaN, NaN],
      'queues.jobs.inFlight': [NaN, 3, NaN],
      'queues.jobs.oldestAge_s': [1.5, 4.5, NaN],
      'queues.jobs.sent': [8, 2, NaN],
      'queues.jobs.processed': [NaN, 10, NaN],
    };
    expect(tables(source(30 * SECOND, names))).toEqual({
      'ApproximateNumberOfMessagesVisible|jobs|Maximum|60': [
        ['t+1m', 't+0m'],
        [0, 8],
      ],
      'ApproximateNumberOfMessagesNotVisible|jobs|Maximum|60': [
        ['t+1m', 't+0m'],
        [0, 3],
      ],
      'ApproximateAgeOfOldestMessage|jobs|Maximum|60': [['t+0m'], [4.5]],
      'NumberOfMessagesSent|jobs|Sum|60': [['t+0m'], [10]],
    });
  });

  it('R11.7: takes percentiles as they are, and cannot make them of shorter buckets', () => {
    const series = { 'functions.api.Duration_p99_ms': [120, 80], 'functions.api.Duration_max_ms': [130, 90] };
    expect(Object.keys(tables(source(MINUTE, series)))).toEqual(['Duration|api|p99|60', 'Duration|api|Maximum|60']);
    expect(leftOut(source(MINUTE, series))).toEqual([]);
    expect(tables(source(30 * SECOND, series))).toEqual({ 'Duration|api|Maximum|60': [['t+0m'], [130]] });
    expect(leftOut(source(30 * SECOND, series))).toEqual(['Duration_p99_ms']);
  });

  it('leaves the warm-up out, and says of an interrupted run that it is partial', () => {
    const of = { ...source(MINUTE, { 'functions.api.Invocations': [1, 2, 3] }), warmup: 90 * SECOND, complete: false };
    expect(answer(of).MetricDataResults[0]).toMatchObject({ Values: [3], StatusCode: 'PartialData' });
  });

  it.each([
    [1, 60],
    [20, 60],
    [60, 60],
    [300, 300],
    [7, null],
    [90, null],
  ])('has, of buckets of %d s, a period of %s s', (bucket, period) => {
    expect(periodOf(bucket * SECOND)).toBe(period === null ? null : period * SECOND);
  });
});
