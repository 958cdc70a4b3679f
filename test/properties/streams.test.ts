import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOrderOfLanes } from '../support/lane-order.ts';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Streams under failures, filters, throttles, poison, short ages and resharding, at random. */
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  shards: fc.integer({ min: 1, max: 5 }),
  lanes: fc.integer({ min: 1, max: 4 }),
  reshard: fc.constantFrom<readonly { at: string; shards: number }[]>(
    [],
    [{ at: '90s', shards: 2 }],
    [{ at: '60s', shards: 7 }],
  ),
  keys: fc.constantFrom(null, { count: 20, skew: { zipf: 1.2 } }),
  backlog: fc.integer({ min: 0, max: 500 }),
  rate: fc.constantFrom('3/s', '60/s', '1500/s'),
  batchSize: fc.constantFrom(1, 7, 100),
  window: fc.constantFrom('0s', '3s'),
  errors: fc.constantFrom('0%', '10%', '100%'),
  itemFailures: fc.constantFrom('0%', '2%'),
  reports: fc.boolean(),
  bisect: fc.boolean(),
  attempts: fc.constantFrom(-1, 0, 3),
  age: fc.constantFrom(-1, '60s'),
  pass: fc.constantFrom('100%', '60%'),
  reserved: fc.constantFrom(null, 2),
  poison: fc.constantFrom<readonly { at: string; records?: number; until?: string; shard?: number }[]>(
    [],
    [{ at: '20s', records: 3 }],
    [{ at: '20s', until: '2m', shard: 0 }],
  ),
  onFailure: fc.constantFrom(null, { to: 'failed' }, { type: 'sns', failing: '50%' }),
  enhancedFanOut: fc.boolean(),
  warmup: fc.constantFrom('0s', '45s'),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { reserved, keys, onFailure, reports } = world;
  return bare({
    duration: '4m',
    warmup: world.warmup,
    seed: world.seed,
    account: { concurrency: 1_000, scaling: 'unlimited' },
    functions: {
      f: {
        duration: { base: '50ms', perRecord: { exponential: '5ms' } },
        timeout: '2s',
        errors: world.errors,
        ...(reserved === null ? {} : { reservedConcurrency: reserved }),
      },
    },
    queues: { failed: {} },
    streams: {
      s: {
        shards: world.shards,
        backlog: world.backlog,
        reshard: world.reshard,
        ...(keys === null ? {} : { partitionKeys: keys }),
      },
    },
    sources: {
      m: {
        type: 'kinesis',
        function: 'f',
        stream: 's',
        batchSize: world.batchSize,
        maximumBatchingWindow: world.window,
        parallelizationFactor: world.lanes,
        maximumRetryAttempts: world.attempts,
        maximumRecordAge: world.age,
        bisectBatchOnFunctionError: world.bisect,
        itemFailures: world.itemFailures,
        ...(reports ? { functionResponseTypes: ['ReportBatchItemFailures'] } : {}),
        filter: { pass: world.pass },
        poison: world.poison,
        enhancedFanOut: world.enhancedFanOut,
        ...(onFailure === null ? {} : { onFailure }),
      },
      p: { type: 'kinesis-producer', stream: 's', arrivals: 'poisson', rate: world.rate },
    },
  });
}

describe('Records', () => {
  it('end exactly once: processed, filtered, lost, dead-lettered, or still there', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json, record } = play(scenarioOf(world), false);
        const { requests, served, failed, filtered = 0, lost = 0, deadLettered = 0 } = json.sources['m']!;
        const m = record.sources.find(({ name }) => name === 'm')!;
        expect(failed).toBe(lost + deadLettered);
        expect(served + failed + filtered + m.unfinished).toBe(requests);
        expect(json.unfinished.queued).toBeGreaterThanOrEqual(m.unfinished);
        if (world.warmup !== '0s') return;
        const poison = world.poison.reduce((sum, each) => sum + (each.records ?? 1), 0);
        // Every record that a shard took, and what came beside, came to the mapping.
        expect(requests).toBe(json.streams!['s']!.records + world.backlog + poison);
        expect(json.sources['p']!.served + json.sources['p']!.failed).toBe(json.sources['p']!.requests);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('R7.2: of a lane never overtake one another, whatever fails', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(expectOrderOfLanes(() => play(scenarioOf(world), false))).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('R7.2: at most shards × factor batches are in flight', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json } = play(scenarioOf(world), false);
        const most = Math.max(world.shards, ...world.reshard.map(({ shards }) => shards));
        const { max } = json.functions['f']!.ConcurrentExecutions;
        expect(max).toBeLessThanOrEqual(most * world.lanes);
        if (world.reserved !== null) expect(max).toBeLessThanOrEqual(world.reserved);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('R7.11: a queue of the scenario gets a message a batch that is given up', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json } = play(scenarioOf({ ...world, warmup: '0s', onFailure: { to: 'failed' } }), false);
        const { sent } = json.queues!['failed']!;
        const { deadLettered = 0, eventCount } = json.sources['m']!;
        expect(eventCount!.OnFailureDestinationDeliveredEventCount).toBe(deadLettered);
        expect(sent).toBeLessThanOrEqual(deadLettered);
        expect(sent > 0).toBe(deadLettered > 0);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
