import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOrderOfLanes } from '../support/lane-order.ts';
import { play } from '../support/play.ts';
import { expectOneEndEach, handlerOf, RECORD_WORLD } from '../support/record-worlds.ts';
import { bare } from '../support/scenario.ts';

/** Streams under failures, filters, throttles, poison, short ages and resharding, at random. */
const worlds = fc.record({
  ...RECORD_WORLD,
  shards: fc.integer({ min: 1, max: 5 }),
  lanes: fc.integer({ min: 1, max: 4 }),
  reshard: fc.constantFrom<readonly { at: string; shards: number }[]>(
    [],
    [{ at: '90s', shards: 2 }],
    [{ at: '60s', shards: 7 }],
  ),
  backlog: fc.integer({ min: 0, max: 500 }),
  rate: fc.constantFrom('3/s', '60/s', '1500/s'),
  window: fc.constantFrom('0s', '3s'),
  age: fc.constantFrom(-1, '60s'),
  onFailure: fc.constantFrom(null, { to: 'failed' }, { type: 'sns', failing: '50%' }),
  enhancedFanOut: fc.boolean(),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { keys, onFailure, reports } = world;
  return bare({
    duration: '4m',
    warmup: world.warmup,
    seed: world.seed,
    account: { concurrency: 1_000, scaling: 'unlimited' },
    functions: {
      f: handlerOf(world),
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
        const played = play(scenarioOf(world), false);
        const { json } = played;
        expect(json.unfinished.queued).toBeGreaterThanOrEqual(expectOneEndEach(played, 's', world));
        if (world.warmup !== '0s') return;
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
