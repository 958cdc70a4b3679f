import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Queues of Amazon MQ under failures, filters, throttles, refusals and expiry, at random. */
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  broker: fc.constantFrom('activemq' as const, 'rabbitmq' as const),
  backlog: fc.integer({ min: 0, max: 300 }),
  rate: fc.integer({ min: 1, max: 60 }),
  batchSize: fc.constantFrom(1, 7, 100),
  window: fc.constantFrom('0s', '500ms', '20s'),
  messageSize: fc.constantFrom('1KB', '3MB'),
  errors: fc.constantFrom('0%', '20%', '100%'),
  pass: fc.constantFrom('100%', '60%'),
  retention: fc.constantFrom(null, '20s'),
  reserved: fc.constantFrom(null, 1, 3),
  refuse: fc.boolean(),
  warmup: fc.constantFrom('0s', '1m'),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const MOST = { activemq: 5, rabbitmq: 1 };

function scenarioOf(world: World) {
  const { reserved, retention } = world;
  return bare({
    duration: '5m',
    warmup: world.warmup,
    seed: world.seed,
    functions: {
      f: {
        duration: { base: '300ms', perRecord: { exponential: '20ms' } },
        timeout: '5s',
        errors: world.errors,
        ...(reserved === null ? {} : { reservedConcurrency: reserved }),
      },
    },
    sources: {
      m: {
        type: 'mq',
        broker: world.broker,
        function: 'f',
        backlog: world.backlog,
        arrivals: 'poisson',
        rate: `${String(world.rate)}/s`,
        batchSize: world.batchSize,
        maximumBatchingWindow: world.window,
        messageSize: world.messageSize,
        filter: { pass: world.pass },
        ...(retention === null ? {} : { retention }),
      },
    },
    faults: world.refuse ? [{ at: '2m', for: '1m', on: 'queues.m', refuse: '50%' }] : [],
  });
}

describe('Messages of Amazon MQ', () => {
  it('R8.10: end exactly once: processed, filtered, expired, refused, or still there', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json, record, rows } = play(scenarioOf(world));
        const { requests, served, failed, filtered = 0, lost = 0, deadLettered = 0 } = json.sources['m']!;
        const m = record.sources.find(({ name }) => name === 'm')!;
        expect(deadLettered).toBe(0);
        expect(served + failed + filtered + m.unfinished).toBe(requests);
        if (world.retention === null) expect(lost).toBe(0);
        expect(rows).toHaveLength(requests);
        if (world.warmup !== '0s') return;
        const queue = json.queues!['m']!;
        const { visible, inFlight } = queue.remaining;
        expect(queue.sent + world.backlog).toBe(queue.processed + queue.filtered + queue.lost + visible + inFlight);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('R8.10: are in hand in five batches at most, or in one', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json } = play(scenarioOf(world));
        const { max } = json.functions['f']!.ConcurrentExecutions;
        expect(max).toBeLessThanOrEqual(Math.min(MOST[world.broker], world.reserved ?? Infinity));
        expect(json.sources['m']!.pollersMax).toBe(MOST[world.broker]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('R8.10: of RabbitMQ are processed in the order in which they came', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { rows } = play(scenarioOf({ ...world, broker: 'rabbitmq' }));
        const ends = rows.filter(({ status }) => status === '200').map(({ end_s }) => end_s!);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
