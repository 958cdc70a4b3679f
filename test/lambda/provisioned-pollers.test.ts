import { describe, expect, it } from 'vitest';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** A mapping in provisioned mode in front of a backlog. */
function provisioned(pollers: object, queue: object, mapping: object, work: object, rest: object = {}): Played {
  return play(
    bare({
      duration: '10m',
      bucket: '1s',
      account: { concurrency: 5_000 },
      functions: { work: { timeout: '60s', ...work } },
      queues: { jobs: { visibilityTimeout: '6m', ...queue } },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', provisionedPollers: pollers, ...mapping } },
      ...rest,
    }),
  );
}

function pollersOf({ json }: Played) {
  return json.sources['worker']!.ProvisionedPollers!;
}

describe('Provisioned pollers', () => {
  it('have 10 batches in hand each, from the first instant on', () => {
    const played = provisioned({ min: 5, max: 5 }, { backlog: 20_000 }, { batchSize: 1 }, { duration: '10s' });
    // 50 messages at 0, one poll of each poller; 50 more every second would need more concurrency than 50.
    expect(played.json.functions['work']!.ConcurrentExecutions.max).toBe(50);
    expect(pollersOf(played)).toMatchObject({ max: 5, mean: 5 });
    expect(played.json.sources['worker']!.pollersMax).toBe(50);
  });

  it('R8.8: grow by 1,000 concurrent invocations a minute while messages wait and all are busy, up to max', () => {
    const played = provisioned(
      { min: 2, max: 200 },
      { backlog: 50_000, visibilityTimeout: '1h' },
      { batchSize: 1 },
      { duration: '10m', timeout: '10m' },
      { duration: '3m' },
    );
    const pollers = series(played.record, 'sources.worker', 'ProvisionedPollers');
    // 20 batches at once are out of 2 pollers at 0: 100 pollers more after a minute, all 200 after 118.8 s.
    expect([pollers[0], pollers[59], pollers[60]]).toEqual([3, 101, 103]);
    expect([pollers[118], pollers[119]]).toEqual([200, 200]);
    expect(played.json.functions['work']!.ConcurrentExecutions.max).toBe(2_000);
  });

  it.each([
    ['ten polls a second of ten messages', 10, undefined, 100],
    ['ten polls a second of one message', 1, undefined, 10],
    ['1 MB a second', 10, '64KB', 16],
  ])('take in no more than %s each', (_what, batchSize, messageSize, perSecond) => {
    const played = provisioned(
      { min: 4, max: 4 },
      { backlog: 60_000, ...(messageSize === undefined ? {} : { messageSize }) },
      { batchSize },
      { duration: '1ms' },
      { duration: '2m', warmup: '10s' },
    );
    const rate = played.json.queues!['jobs']!.received / 110;
    expect(rate / (4 * perSecond)).toBeCloseTo(1, 2);
  });

  it('go back to min when it is quiet, and are billed for a minute at least (R10.14)', () => {
    const played = provisioned(
      { min: 2, max: 200 },
      { backlog: 3_000 },
      { batchSize: 1, functionResponseTypes: [] },
      { duration: '10s' },
      { duration: '30m' },
    );
    const pollers = series(played.record, 'sources.worker', 'ProvisionedPollers');
    expect(pollers.at(-1)).toBe(2);
    expect(pollersOf(played).max).toBeGreaterThan(20);
    const { mean } = pollersOf(played);
    const { provisionedPollers } = played.json.cost_usd;
    const hours = provisionedPollers / 0.00925;
    // What was there for less than a minute counts as a minute.
    expect(hours).toBeGreaterThan(mean / 2);
    expect(hours).toBeLessThan(mean / 2 + pollersOf(played).max / 60);
    expect(played.json.sources['worker']!.cost_usd.provisionedPollers).toBe(provisionedPollers);
  });

  it('R11.25: are as many as there are, whether they have anything to do or not', () => {
    const played = provisioned({ min: 3, max: 9 }, {}, {}, { duration: '1s' }, { duration: '1m' });
    expect(series(played.record, 'sources.worker', 'ProvisionedPollers')).toEqual(Array(60).fill(3));
  });

  it('R10.14: two for an hour cost 2 × $0.00925', () => {
    const { json } = provisioned({}, {}, {}, { duration: '1s' }, { duration: '1h' });
    expect(json.cost_usd.provisionedPollers).toBeCloseTo(0.0185, 10);
  });
});
