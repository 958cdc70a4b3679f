import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

const ACCOUNT = { concurrency: 1_000, scaling: 'unlimited' };

/** A function behind one mapping, named `m`. */
function read(mapping: object, f: object, rest: Partial<Content> = {}): Played {
  const source = { function: 'f', arrivals: 'constant', ...mapping };
  const content = { duration: '30m', account: ACCOUNT, ...rest };
  return play(bare({ ...content, functions: { f: { init: '0ms', timeout: '30s', ...f } }, sources: { m: source } }));
}

function drained({ json }: Played): { backlogMax: number; drainTime_s: number } {
  const { backlogMax, drainTime_s } = json.sources['m']!;
  return { backlogMax: backlogMax!, drainTime_s: drainTime_s! };
}

const kinesis = (shards: number, rest: object) => ({ type: 'kinesis', stream: { shards }, ...rest });

describe('Steady traffic that is read as it comes has nothing to drain', () => {
  it('though all records of a batching window always wait', () => {
    const mapping = { rate: '10/s', batchSize: 10_000, maximumBatchingWindow: '1m' };
    const one = drained(read(kinesis(1, mapping), { duration: '2s' }));
    // The next window begins when the batch is done: those of a window, and those who came during a batch.
    expect(Math.abs(one.backlogMax - 640)).toBeLessThanOrEqual(20);
    expect(one.drainTime_s).toBe(0);
    expect(drained(read(kinesis(8, mapping), { duration: '2s' })).drainTime_s).toBe(0);
  });

  it('though some of many shards always have a batch under way', () => {
    const law = { p50: '200ms', p99: '900ms' };
    const stream = { shards: 20 };
    for (const source of [
      { type: 'kinesis', stream },
      { type: 'dynamodb', stream },
      { type: 'kafka', partitions: 20 },
    ])
      expect(drained(read({ ...source, rate: '200/s', arrivals: 'poisson' }, { duration: law })).drainTime_s).toBe(0);
  });

  it('though some message groups of a FIFO queue always have a batch under way', () => {
    const queue = { fifo: true, messageGroups: { count: 100 } };
    const mapping = { type: 'sqs', queue, rate: '100/s', arrivals: 'poisson' };
    const { backlogMax, drainTime_s } = drained(read(mapping, { duration: { p50: '200ms', p99: '900ms' } }));
    expect(backlogMax).toBeGreaterThan(10);
    expect(drainTime_s).toBe(0);
  });
});

describe('A backlog', () => {
  const faults = [{ at: '5m', for: '10m', on: 'functions.f', errors: '100%' }];

  it('of an outage takes as long as the spare rate needs for all but 1 % of it', () => {
    // A batch of 100 a second, while 10 come: 90 fewer a second.
    const played = read(kinesis(1, { rate: '10/s', batchSize: 100 }), { duration: '1s' }, { faults });
    const { backlogMax, drainTime_s } = drained(played);
    expect(backlogMax).toBeGreaterThan(6_000);
    expect(Math.abs(drainTime_s - (0.99 * backlogMax) / 90)).toBeLessThanOrEqual(1);
  });

  it('is drained when its reader has caught up, though more than 1 % of it always waits', () => {
    const mapping = kinesis(20, { rate: '100/s', batchSize: 10_000, maximumBatchingWindow: '1m' });
    const { backlogMax, drainTime_s } = drained(read(mapping, { duration: '1s' }, { faults }));
    // A batch takes all that waits in a shard: two windows of a minute at most, and their batches.
    expect(backlogMax).toBeGreaterThan(60_000);
    expect(drainTime_s).toBeGreaterThan(0);
    expect(drainTime_s).toBeLessThanOrEqual(2 * 62);
  });

  it('that grows until the run ends is not drained: it counts from when it began', () => {
    // 100 a second are read, and 150 come.
    const stream = drained(read(kinesis(1, { rate: '150/s', batchSize: 100 }), { duration: '1s' }));
    expect(stream.drainTime_s).toBeGreaterThan(1_790);
    const queue = { type: 'sqs', queue: {}, rate: '30/s', batchSize: 10, maximumConcurrency: 2 };
    expect(drained(read(queue, { duration: '1s' })).drainTime_s).toBeGreaterThan(1_790);
  });

  it('of messages that nobody reads counts from its peak', () => {
    const dead = { queues: { dead: {}, jobs: { maxReceiveCount: 1, deadLetter: 'dead' } } };
    const mapping = { type: 'sqs', queue: 'jobs', stages: [{ burst: 5 }, { pause: '10m' }, { burst: 1 }] };
    const { json } = read(mapping, { duration: '1s', errors: '100%' }, dead);
    // The last message fails at 10 min and is moved when it would be received a second time.
    expect(json.queues!['dead']!.backlogMax).toBe(6);
    expect(json.queues!['dead']!.drainTime_s).toBeLessThan(1_200);
    expect(json.queues!['dead']!.drainTime_s).toBeGreaterThan(1_100);
  });
});
