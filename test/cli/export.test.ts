import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lsim, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const call = (args: readonly string[], stdin = '') => lsim(args, { cwd: folder.path, stdin });
const cloudwatch = (...args: string[]) => call(['export', 'cloudwatch', ...args]);
const noCharts = ['--charts', 'none', '-o', 'out'];

interface Result {
  readonly Label: string;
  readonly Timestamps: readonly string[];
  readonly Values: readonly number[];
}

const results = (text: string) =>
  new Map(
    (JSON.parse(text) as { MetricDataResults: Result[] }).MetricDataResults.map((each) => [each.Label, each] as const),
  );
const sum = (values: readonly number[] | undefined) => (values ?? []).reduce((whole, value) => whole + value, 0);

const SCENARIO = `version: 1
name: small
duration: 6m
warmup: 1m
account: { concurrency: 105 }
functions:
  api: { runtime: nodejs22.x, init: 100ms, duration: { exponential: 400ms }, errors: { share: 5% }, reservedConcurrency: 5 }
sources:
  web: { type: invoke, function: api, rate: 15/s, clients: { retry: none } }
`;

const EVENTS = `version: 1
name: events
duration: 3m
functions:
  api: { init: 100ms, duration: 400ms }
queues: { jobs: {} }
sources:
  clicks: { type: kafka, function: api, partitions: 4, rate: 20/s, provisionedPollers: { min: 2, max: 4 } }
  worker: { type: sqs, function: api, queue: jobs, rate: 3/s }
  broker: { type: mq, broker: rabbitmq, function: api, rate: 3/s }
`;

describe('lsim export cloudwatch', () => {
  test('of a scenario, adds up to the figures of its result', async () => {
    folder.write('small.yaml', SCENARIO);
    const { code, stdout, stderr } = await cloudwatch('small.yaml');
    expect([code, stderr]).toEqual([0, '']);
    await call(['run', 'small.yaml', ...noCharts]);
    const json = JSON.parse(readFileSync(join(folder.path, 'out', 'result.json'), 'utf8')) as {
      functions: Record<string, Record<string, number> & { Duration: { max_ms: number } }>;
    };
    const api = json.functions['api']!;
    const metrics = results(stdout);
    for (const name of ['Invocations', 'Errors', 'Throttles']) {
      expect(sum(metrics.get(`${name}|api|Sum|60`)?.Values)).toBe(api[name]);
      expect(api[name]).toBeGreaterThan(0);
    }
    expect(Math.max(...(metrics.get('Duration|api|Maximum|60')?.Values ?? []))).toBe(api.Duration.max_ms);
    expect(metrics.get('ConcurrentExecutions|api|Maximum|60')?.Values).toEqual([5, 5, 5, 5, 5]);
    expect(metrics.get('Invocations|api|Sum|60')?.Timestamps).toEqual(
      [5, 4, 3, 2, 1].map((minute) => `2024-01-01T00:0${String(minute)}:00+00:00`),
    );
    const stats = ['Average', 'Maximum', 'p50', 'p90', 'p95', 'p99'];
    expect(stats.filter((stat) => !metrics.has(`Duration|api|${stat}|60`))).toEqual([]);
  });

  test('takes its timestamps from start', async () => {
    folder.write('small.yaml', `${SCENARIO}start: "2026-11-02T09:00:00Z"\n`);
    const { stdout } = await cloudwatch('small.yaml', '--for', '2m');
    expect(results(stdout).get('Invocations|api|Sum|60')?.Timestamps).toEqual(['2026-11-02T09:01:00+00:00']);
  });

  test('of a result.json, agrees with the scenario in all that can be made of its buckets, and says what cannot', async () => {
    folder.write('small.yaml', SCENARIO);
    await call(['run', 'small.yaml', ...noCharts]);
    const saved = await cloudwatch('out/result.json');
    expect(saved.code).toBe(0);
    expect(saved.stderr).toContain(
      'W_EXPORT_LEFT_OUT  Duration_p50_ms, Duration_p99_ms cannot be made of buckets of 1s',
    );
    const whole = results((await cloudwatch('small.yaml')).stdout);
    const some = results(saved.stdout);
    for (const [label, { Timestamps, Values }] of some) {
      expect(whole.get(label)).toMatchObject({ Label: label, Timestamps, Values });
    }
    expect([...whole.keys()].filter((label) => !some.has(label)).every((label) => label.startsWith('Duration|'))).toBe(
      true,
    );
  });

  test('R11.20, R11.25: has topics and queues; a result of one function knows whose lag it is, one of two does not', async () => {
    folder.write('events.yaml', EVENTS);
    const whole = await cloudwatch('events.yaml');
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    const labels = [...results(whole.stdout).keys()].filter((label) => !/\|(api|)\|/.test(label));
    expect(labels).toEqual([
      'ProvisionedPollers|clicks|Maximum|60',
      'EventPollerUnit|clicks|Sum|60',
      'EventPollerThroughputInBytes|clicks|Sum|60',
      'ApproximateNumberOfMessagesVisible|jobs|Maximum|60',
      'ApproximateNumberOfMessagesNotVisible|jobs|Maximum|60',
      'ApproximateAgeOfOldestMessage|jobs|Maximum|60',
      'NumberOfMessagesSent|jobs|Sum|60',
    ]);
    const lag = results(whole.stdout).get('OffsetLag|api|Maximum|60')!.Values;
    expect(lag).toHaveLength(3);
    expect(lag.every((records) => records > 0)).toBe(true);
    await call(['run', 'events.yaml', ...noCharts]);
    const saved = await cloudwatch('out/result.json');
    expect(results(saved.stdout).get('OffsetLag|api|Maximum|60')?.Values).toEqual(lag);
    folder.write('events.yaml', EVENTS.replace('functions:', 'functions:\n  other: { init: 1ms, duration: 1ms }'));
    await call(['run', 'events.yaml', ...noCharts]);
    const two = await cloudwatch('out/result.json');
    expect(results(two.stdout).has('OffsetLag|api|Maximum|60')).toBe(false);
    expect(two.stderr).toContain('W_EXPORT_LEFT_OUT  OffsetLag is left out: a result does not say which function');
  });

  test('of a result.json with buckets of a minute, has its percentiles too', async () => {
    folder.write('small.yaml', SCENARIO);
    await call(['run', 'small.yaml', ...noCharts, '--bucket', '1m']);
    const { stdout, stderr } = await cloudwatch('out/result.json');
    expect(stderr).toBe('');
    expect(results(stdout).has('Duration|api|p99|60')).toBe(true);
  });

  test('reads a scenario from standard input, and writes into a file', async () => {
    mkdirSync(join(folder.path, 'metrics'));
    const { code, stdout } = await call(['export', 'cloudwatch', '-', '-o', 'metrics/cw.json'], SCENARIO);
    expect([code, stdout]).toEqual([0, '']);
    expect(results(readFileSync(join(folder.path, 'metrics', 'cw.json'), 'utf8')).has('Errors|api|Sum|60')).toBe(true);
  });

  test('gives the same bytes for the same seed, and others for another', async () => {
    folder.write('small.yaml', SCENARIO);
    const [one, same, other] = await Promise.all([
      cloudwatch('small.yaml', '--seed', '7'),
      cloudwatch('small.yaml', '--seed=7'),
      cloudwatch('small.yaml', '--seed', '8'),
    ]);
    expect(same.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
  });
});

describe('lsim export refuses', () => {
  test('with 2 what is wrong on the command line', async () => {
    for (const args of [[], ['infracost', 'a.yaml'], ['cloudwatch'], ['cloudwatch', 'a.yaml', 'b.yaml']]) {
      const { code, stderr } = await call(['export', ...args]);
      expect([code, stderr.includes('E_USAGE')]).toEqual([2, true]);
    }
    expect((await cloudwatch('a.yaml', '--charts', 'none')).code).toBe(2);
  });

  test('with 3 a wrong scenario, a file that is no result, and buckets that fill no minutes', async () => {
    folder.write('wrong.yaml', SCENARIO.replace('duration: 6m', 'duraton: 6m'));
    expect((await cloudwatch('wrong.yaml')).code).toBe(3);
    folder.write('package.json', '{"name": "x"}');
    const { code, stderr } = await cloudwatch('package.json');
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('E_RESULT  cannot be exported: it is not a result.json'),
    ]);
    folder.write('small.yaml', SCENARIO);
    await call(['run', 'small.yaml', ...noCharts, '--bucket', '7s']);
    const odd = await cloudwatch('out/result.json');
    expect([odd.code, odd.stderr]).toEqual([3, expect.stringContaining('buckets of 7s do not fill minutes')]);
  });

  test('with 4 what is not there, and what cannot be written', async () => {
    expect((await cloudwatch('none.yaml')).code).toBe(4);
    expect((await cloudwatch('none.json')).code).toBe(4);
    folder.write('small.yaml', SCENARIO);
    expect((await cloudwatch('small.yaml', '--for', '2m', '-o', '/proc/none/cw.json')).code).toBe(4);
    await call(['run', 'small.yaml', ...noCharts, '--csv', 'summary']);
    expect(existsSync(join(folder.path, 'out', 'timeseries.csv'))).toBe(false);
    const { code, stderr } = await cloudwatch('out/result.json');
    expect([code, stderr]).toEqual([4, expect.stringContaining('out/timeseries.csv  E_FILE_MISSING')]);
  });
});
