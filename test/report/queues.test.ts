/** What summary and charts say of queues. */
import { describe, expect, it } from 'vitest';
import { CHART_FILES, charts, type Chart } from '../../src/report/chart.ts';
import { summaryText } from '../../src/report/terminal.ts';
import { simulate } from '../../src/simulate.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { bare } from '../support/scenario.ts';

/** 3,000 messages wait; one at a time they take 2 s each, and an hour and a half would drain them at ten at a time. */
function story(work: object, jobs: object = {}, mapping: object = {}, objectives: readonly object[] = []): RunResult {
  return simulate(
    bare({
      duration: '30m',
      bucket: '10s',
      functions: { work: { duration: '2s', timeout: '10s', ...work } },
      queues: {
        jobs: { backlog: 3_000, visibilityTimeout: '1m', maxReceiveCount: 3, deadLetter: 'dead', ...jobs },
        dead: {},
      },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1, ...mapping } },
      objectives,
    }),
  );
}

function summary(result: RunResult): string {
  const options = { version: '0', scenarioFile: 'q.yaml', color: false, unicode: true, verbose: false, files: null };
  return summaryText(result, options);
}

function section(result: RunResult, title: string): string {
  return (
    summary(result)
      .split('\n\n')
      .find((block) => block.startsWith(title)) ?? ''
  );
}

/** The value that `TRY` sets. */
function tried(result: RunResult): string | undefined {
  return /--set (\S+)$/mu.exec(summary(result))?.[1];
}

describe('The summary of queues', () => {
  it('has a line each: processed, backlog, drain time, oldest message, dead-lettered, lost', () => {
    const lines = section(story({}, {}, { maximumConcurrency: 10 }), 'QUEUES').split('\n');
    expect(lines[0]?.split(/ {2,}/u)).toEqual([
      'QUEUES',
      'processed',
      'most waiting',
      'drained in',
      'oldest',
      'dead-lettered',
      'lost',
    ]);
    // Ten at once from 1 s on: the last of 300 rounds of 2 s begins at 599 s.
    expect(lines[1]).toMatch(/^ {2}jobs {3,}3,000 {3,}3,000 {3,}9 min 59 s {3,}10 min 1 s {3,}0 {3,}0$/u);
    expect(lines[2]).toMatch(/^ {2}dead {3,}0 {3,}0 {3,}- {3,}- {3,}0 {3,}0$/u);
    expect(lines).toHaveLength(3);
  });

  it('says of a backlog that is still there that it is, and what is not processed', () => {
    const result = story({}, { retention: '20m' }, { maximumConcurrency: 2 });
    expect(section(result, 'QUEUES')).toContain('are lost, deleted unprocessed after 20 min; a longer retention or a');
    expect(section(story({}, {}, { maximumConcurrency: 2 }), 'QUEUES')).toContain('not yet');
    expect(section(story({}, {}, { maximumConcurrency: 2 }), 'UNFINISHED')).toContain('queued messages');
  });

  it('says where failed messages went, and why', () => {
    const result = story({ errors: '100%' }, { backlog: 20 });
    expect(section(result, 'QUEUES')).toContain(
      '20 messages of jobs went to dead: they failed until they were received too often; fewer errors in',
    );
  });

  it('is silent where there are no queues', () => {
    const result = simulate(bare({ duration: '1m', functions: { work: { duration: '1s' } } }));
    expect(summary(result)).not.toContain('QUEUES');
  });
});

describe('TRY', () => {
  it.each([
    [
      'the maximum concurrency, by as much as the objective is missed',
      {},
      { maximumConcurrency: 10 },
      'drain < 5m',
      'sources.worker.maximumConcurrency=20',
    ],
    [
      'the reservation, where that is lower',
      { reservedConcurrency: 5 },
      {},
      'oldest < 10m',
      'functions.work.reservedConcurrency=14',
    ],
  ])('raises %s', (_what, work, mapping, expr, expected) => {
    expect(tried(story(work, {}, mapping, [{ on: 'jobs', expr }]))).toBe(expected);
  });

  it('caps the mapping where throttles send healthy messages to the dead-letter queue (V-45)', () => {
    const result = simulate(
      bare({
        duration: '1h',
        assumptions: { sqsThrottle: 'observed2019' },
        functions: { work: { duration: '20s', timeout: '60s', reservedConcurrency: 1 } },
        queues: { jobs: { backlog: 100, visibilityTimeout: '120s', maxReceiveCount: 3, deadLetter: 'dead' }, dead: {} },
        sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1 } },
        objectives: [{ on: 'dead', expr: 'count == 0' }],
      }),
    );
    expect(tried(result)).toBe('sources.worker.maximumConcurrency=2');
  });
});

describe('C9', () => {
  const chartOf = (result: RunResult): Chart => charts(result).find(({ id }) => id === 'C9')!;
  const labels = (chart: Chart): string[] => chart.configuration.data.datasets.map(({ label }) => label);

  it('shows what is visible and in flight above, and the oldest message with its objective below', () => {
    const chart = chartOf(story({}, {}, { maximumConcurrency: 10 }, [{ on: 'jobs', expr: 'oldest < 15m' }]));
    expect(chart.file).toBe('c9-backlog.png');
    expect(chart.title).toBe(
      'Up to 3,000 messages waited in jobs, the oldest for 10 min 1 s; 9 min 59 s later none was left',
    );
    expect(labels(chart)).toEqual(['visible', 'in flight', 'oldest message', 'objective']);
    const limit = chart.configuration.data.datasets.find(({ label }) => label === 'objective')!;
    expect(limit).toMatchObject({ yAxisID: 'y2', data: [{ y: 15 }, { y: 15 }] });
    expect(chart.configuration.options.scales.y2?.title.text).toBe('oldest (min)');
  });

  it('has a third panel for what is dead-lettered and lost, and a chart for each of the two longest', () => {
    const result = story({ errors: '100%' }, { backlog: 20, retention: '1h' });
    const drawn = charts(result).filter(({ id }) => id === 'C9');
    expect(drawn.map(({ file }) => file)).toEqual(['c9-backlog.png', 'c9-backlog-2.png']);
    expect(labels(drawn[0]!)).toContain('dead-lettered');
    expect(drawn[1]!.title).toMatch(/^Up to 20 messages waited in dead, .*; 20 messages still did at the end$/u);
    for (const { file } of drawn) expect(CHART_FILES).toContain(file);
  });
});
