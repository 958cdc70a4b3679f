import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOrderOfLanes } from '../support/lane-order.ts';
import { countBy, play, series } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Topics on demand and in provisioned mode, under failures, filters, throttles, poison and short ages, at random. */
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  partitions: fc.integer({ min: 1, max: 12 }),
  provisioned: fc.constantFrom(null, { min: 1, max: 1 }, { min: 2, max: 9, pollerGroupName: 'g' }),
  keys: fc.constantFrom(null, { count: 20, skew: { zipf: 1.2 } }),
  backlog: fc.integer({ min: 0, max: 2_000 }),
  rate: fc.constantFrom('3/s', '60/s', '400/s'),
  recordSize: fc.constantFrom('1KB', '200KB'),
  batchSize: fc.constantFrom(1, 7, 100),
  window: fc.constantFrom('0s', '500ms', '3s'),
  errors: fc.constantFrom('0%', '10%', '100%'),
  itemFailures: fc.constantFrom('0%', '2%'),
  reports: fc.boolean(),
  bisect: fc.boolean(),
  attempts: fc.constantFrom(-1, 0, 3),
  pass: fc.constantFrom('100%', '60%'),
  reserved: fc.constantFrom(null, 2),
  retention: fc.constantFrom('1m', '7d'),
  poison: fc.constantFrom<readonly { at: string; records?: number; until?: string; shard?: number }[]>(
    [],
    [{ at: '20s', records: 3 }],
    [{ at: '20s', until: '2m', shard: 0 }],
  ),
  stuck: fc.boolean(),
  onFailure: fc.constantFrom(null, { type: 'sns', failing: '50%' }),
  warmup: fc.constantFrom('0s', '45s'),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { reserved, keys, onFailure, reports, provisioned } = world;
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
      f: {
        duration: { base: '50ms', perRecord: { exponential: '5ms' } },
        timeout: '2s',
        errors: world.errors,
        ...(reserved === null ? {} : { reservedConcurrency: reserved }),
      },
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
        const { json, record } = play(scenarioOf(world), false);
        const { requests, served, failed, filtered = 0, lost = 0, deadLettered = 0 } = json.sources['m']!;
        const m = record.sources.find(({ name }) => name === 'm')!;
        expect(failed).toBe(lost + deadLettered);
        expect(served + failed + filtered + m.unfinished).toBe(requests);
        expect(m.topic!.lag.max).toBe(json.sources['m']!.backlogMax);
        if (world.warmup !== '0s') return;
        const poison = world.poison.reduce((sum, each) => sum + (each.records ?? 1), 0);
        expect(requests).toBe(json.streams!['m']!.records + world.backlog + poison);
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
