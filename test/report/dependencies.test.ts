import { describe, expect, it } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { summaryText } from '../../src/report/terminal.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { resultSchema } from '../../src/result/result-schema.ts';
import { simulate } from '../../src/simulate.ts';
import { bare } from '../support/scenario.ts';

interface Parts {
  readonly db?: object;
  readonly objectives?: readonly object[];
}

/** A page and a report of a thousand calls at once share a database with ten places. */
function story({ db, objectives = [] }: Parts = {}): RunResult {
  return simulate(
    bare({
      duration: '3m',
      dependencies: { db: { capacity: 10, service: '50ms', ...db } },
      functions: {
        page: { duration: '10ms', uses: [{ dependency: 'db' }] },
        report: { duration: '10ms', uses: [{ dependency: 'db', calls: 100 }] },
      },
      sources: {
        web: { type: 'function-url', function: 'page', rate: '20/s' },
        month: { function: 'report', stages: [{ pause: '60s' }, { burst: 100 }] },
      },
      objectives,
    }),
  );
}

function summary(result: RunResult): string {
  return summaryText(result, {
    version: '0.0.0',
    scenarioFile: 'x.yaml',
    color: false,
    unicode: true,
    verbose: false,
    files: null,
  });
}

describe('a dependency in the summary', () => {
  it('has a line with its utilisation and its waits, and who kept it busy', () => {
    const text = summary(story());
    expect(text).toMatch(
      /^DEPENDENCIES +calls +rejected +timed out +utilisation +p50 \/ p95 \/ p99 wait +connections$/mu,
    );
    expect(text).toMatch(/^ {2}db +13,600 +0\.00 % +0\.00 % +37\.7\d % of 10 .* ms +\d+$/mu);
    expect(text).toMatch(
      /db: all of its capacity of 10 was busy 31 % of the time, 74 % of it by report; more\s+capacity/u,
    );
  });

  it('is named where it makes a source slow, and what would help is tried', () => {
    const text = summary(story({ objectives: [{ on: 'web', expr: 'p(95) latency < 100ms' }] }));
    expect(text).toMatch(
      /^✗ FAIL {2}web has a p\(95\) latency of .* because page waits .* on average for db; more capacity/mu,
    );
    expect(text).toMatch(/^TRY {4}lsim run x\.yaml --set dependencies\.db\.capacity=\d+$/mu);
  });

  it('is named where it makes requests fail', () => {
    const text = summary(story({ db: { onFull: 'error' }, objectives: [{ on: 'month', expr: 'failed < 0.1%' }] }));
    expect(text).toMatch(
      /^✗ FAIL {2}month fails 91\.00 % of requests .* because db refused \d.* % of the calls of report; /mu,
    );
  });

  it.each([
    [
      'utilisation < 20%',
      /db has 37\.7\d % of its capacity in use \(objective < 20%\) because all of its capacity of 10/u,
    ],
    ['p(99) wait < 10ms', /db has a p\(99\) wait of .* because all of its capacity of 10 was busy 31 % of the time/u],
    ['connections < 50', /db has \d+ connections held \(objective < 50\); every live environment holds/u],
  ])('misses %s for a reason', (expr, verdict) => {
    expect(story({ objectives: [{ on: 'db', expr }] }).json.verdict).toMatch(verdict);
  });

  it('says when connections ran out', () => {
    const { json } = story({
      db: { connections: 20, capacity: 500 },
      objectives: [{ on: 'db', expr: 'rejected == 0' }],
    });
    expect(json.verdict).toMatch(
      /because all of its 20 connections were held by live environments; fewer environments/u,
    );
  });
});

describe('a dependency that is down', () => {
  it('is said to have had room', () => {
    const { json, ...rest } = simulate(
      bare({
        duration: '3m',
        dependencies: { db: { capacity: 50, service: '50ms' } },
        functions: { page: { duration: '10ms', uses: [{ dependency: 'db' }] } },
        sources: { web: { type: 'function-url', function: 'page', rate: '20/s' } },
        faults: [{ at: '1m', for: '30s', on: 'dependencies.db', refuse: '100%' }],
        objectives: [{ on: 'web', expr: 'failed < 1%' }],
      }),
    );
    expect(json.verdict).toMatch(
      /because db refused 16\.6\d % of the calls of page; retries by whoever calls would help/u,
    );
    expect(summary({ json, ...rest })).toMatch(/db: it had room, and yet refused 16\.6\d % of its calls/u);
  });
});

describe('the value of an objective on a dependency', () => {
  it('in any minute is the worst one’s', () => {
    const { json } = story({
      objectives: [
        { on: 'db', expr: 'utilisation < 90% in any 1m' },
        { on: 'db', expr: 'p(100) wait < 1s in any 1m' },
        { on: 'db', expr: 'connections < 50 in any 1m' },
        { on: 'db', expr: 'rejected < 1% in any 1m' },
      ],
    });
    const [utilisation, wait, connections, rejected] = json.objectives;
    // The second minute: 10,000 calls of the report, and 1,200 of the page, on places for 12,000.
    expect(utilisation!.value).toBeCloseTo(11_200 / 12_000, 2);
    expect(utilisation!.worst!.t_s).toBe(60);
    expect(wait!.value).toBe(json.dependencies!['db']!.wait.max_ms);
    expect(connections!.value).toBe(json.dependencies!['db']!.connections.max);
    expect(rejected!.value).toBe(0);
  });
});

describe('a dependency in the charts', () => {
  it('is drawn against its capacity, with its line', () => {
    const chart = charts(story()).find(({ file }) => file === 'c3-dependency.png')!;
    expect(chart.id).toBe('C3');
    expect(chart.title).toMatch(/^db was full 31 % of the time, 74 % of it by report; waits reached /u);
    const labels = chart.configuration.data.datasets.map(({ label }) => label);
    expect(labels.slice(0, 3)).toEqual(['in service', 'capacity (10)', 'waiting in line']);
  });

  it('shows what is refused', () => {
    const chart = charts(story({ db: { onFull: 'error' } })).find(({ file }) => file === 'c3-dependency.png')!;
    expect(chart.configuration.data.datasets.map(({ label }) => label)).toContain('refused');
  });
});

it('result.json keeps to its schema, with intervals over several runs', () => {
  const one = bare({
    duration: '60s',
    dependencies: { db: { capacity: 2, service: { exponential: '100ms' } } },
    functions: { page: { duration: '10ms', uses: [{ dependency: 'db' }] } },
    sources: { web: { function: 'page', arrivals: 'poisson', rate: '15/s' } },
  });
  const { json } = simulate({ ...one, runs: 3 });
  resultSchema.parse(json);
  const { dependencies } = json.ci95 as { dependencies: Record<string, { wait: { mean_ms: number } }> };
  expect(dependencies['db']!.wait.mean_ms).toBeGreaterThan(0);
  expect(json.perRun.map((run) => run.dependencies!['db']!.calls)).toHaveLength(3);
});
