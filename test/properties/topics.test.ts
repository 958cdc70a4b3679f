import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOrderOfLanes } from '../support/lane-order.ts';
import { countBy, play, series } from '../support/play.ts';
import { expectOneEndEach, handlerOf, RECORD_WORLD } from '../support/record-worlds.ts';
import { bare } from '../support/scenario.ts';

/** Topics on demand and in provisioned mode, under failures, filters, throttles, poison and short ages, at random. */
const worlds = fc.record({
  ...RECORD_WORLD,
  partitions: fc.integer({ min: 1, max: 12 }),
  provisioned: fc.constantFrom(null, { min: 1, max: 1 }, { min: 2, max: 9, pollerGroupName: 'g' }),
  backlog: fc.integer({ min: 0, max: 2_000 }),
  rate: fc.constantFrom('3/s', '60/s', '400/s'),
  recordSize: fc.constantFrom('1KB', '200KB'),
  window: fc.constantFrom('0s', '500ms', '3s'),
  retention: fc.constantFrom('1m', '7d'),
  stuck: fc.boolean(),
  onFailure: fc.constantFrom(null, { type: 'sns', failing: '50%' }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { keys, onFailure, reports, provisioned } = world;
  const advanced = {
    provisionedPollers: provisioned,
    maximumRetryAttempts: world.attempts,
    bisectBatchOnFunctionError: world.bisect,
    ...(reports ? { functionResponseTypes: ['ReportBatchItemFailures'] } : {}),
  };
  return bare({
    duration: '6m',
    bucket: '1s',
    warmup: world.warmup,
    seed: world.seed,
    account: { concurrency: 1_000, scaling: 'unlimited' },
    functions: {
      f: handlerOf(world),
    },
    sources: {
      m: {
        type: 'kafka',
        function: 'f',
        partitions: world.partitions,
        backlog: world.backlog,
        retention: world.retention,
        recordSize: world.recordSize,
        ...(keys === null ? {} : { partitionKeys: keys }),
        batchSize: world.batchSize,
        maximumBatchingWindow: world.window,
        itemFailures: world.itemFailures,
        filter: { pass: world.pass },
        poison: world.poison,
        arrivals: 'poisson',
        rate: world.rate,
        ...(provisioned === null ? {} : advanced),
        ...(onFailure === null ? {} : { onFailure }),
      },
    },
    faults: world.stuck ? [{ at: '1m', for: '1m', on: 'streams.m', stuckShard: 0 }] : [],
  });
}

const NO_ROWS = { '200': 0, filtered: 0, lost: 0, 'dead-lettered': 0, unfinished: 0 };

describe('Records of a topic', () => {
  it('R8.9: end exactly once, and OffsetLag counts those that have not', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const played = play(scenarioOf(world), false);
        expectOneEndEach(played, 'm', world);
        const { topic } = played.record.sources.find(({ name }) => name === 'm')!;
        expect(topic!.lag.max).toBe(played.json.sources['m']!.backlogMax);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('have a line each, with how they ended', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json, record, rows } = play(scenarioOf({ ...world, rate: '60/s' }));
        const { served, filtered = 0, lost = 0, deadLettered = 0 } = json.sources['m']!;
        const { unfinished } = record.sources.find(({ name }) => name === 'm')!;
        const ends = { '200': served, filtered, lost, 'dead-lettered': deadLettered, unfinished };
        expect({ ...NO_ROWS, ...countBy(rows, ({ status }) => status) }).toEqual(ends);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('R8.9: of a partition never overtake one another', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(expectOrderOfLanes(() => play(scenarioOf(world), false))).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('R8.9: are in hand in no more batches than there are partitions, nor than pollers can have', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json, record } = play(scenarioOf(world), false);
        const { max } = json.functions['f']!.ConcurrentExecutions;
        const each = world.provisioned === null ? 1 : 5;
        expect(max).toBeLessThanOrEqual(world.partitions);
        expect(max).toBeLessThanOrEqual(json.sources['m']!.pollersMax!);
        if (world.reserved !== null) expect(max).toBeLessThanOrEqual(world.reserved);
        const name = world.provisioned === null ? 'pollers' : 'ProvisionedPollers';
        const pollers = series(record, 'sources.m', name);
        const running = series(record, 'functions.f', 'ConcurrentExecutions');
        // A second in which pollers went still has the batches that they had.
        pollers.forEach((count, second) => {
          const most = Math.max(count, pollers[second - 1] ?? 0);
          expect(running[second] ?? 0).toBeLessThanOrEqual(each * most);
        });
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
