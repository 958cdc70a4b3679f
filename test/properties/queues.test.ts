import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Queues under failures, filters, throttles, short retentions and dead-letter queues, at random. */
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  fifo: fc.boolean(),
  fair: fc.boolean(),
  backlog: fc.integer({ min: 0, max: 200 }),
  rate: fc.integer({ min: 1, max: 30 }),
  batchSize: fc.integer({ min: 1, max: 10 }),
  window: fc.constantFrom('0s', '1s', '30s'),
  errors: fc.constantFrom('0%', '20%', '100%'),
  itemFailures: fc.constantFrom('0%', '30%'),
  pass: fc.constantFrom('100%', '60%'),
  retention: fc.constantFrom('60s', '1d'),
  reserved: fc.constantFrom(null, 1, 3),
  maximumConcurrency: fc.constantFrom(null, 2),
  sqsThrottle: fc.constantFrom('docs', 'observed2019'),
  warmup: fc.constantFrom('0s', '1m'),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { fifo, backlog, window, pass, itemFailures, reserved, maximumConcurrency } = world;
  return bare({
    duration: '6m',
    warmup: world.warmup,
    seed: world.seed,
    assumptions: { sqsThrottle: world.sqsThrottle },
    functions: {
      work: {
        duration: { base: '500ms', perRecord: { exponential: '100ms' } },
        timeout: '10s',
        errors: world.errors,
        ...(reserved === null ? {} : { reservedConcurrency: reserved }),
      },
    },
    queues: {
      jobs: {
        fifo,
        backlog,
        retention: world.retention,
        visibilityTimeout: '20s',
        maxReceiveCount: 3,
        deadLetter: 'dead',
        ...(fifo || world.fair ? { messageGroups: { count: 5, skew: { zipf: 1 } } } : {}),
      },
      dead: { fifo },
    },
    sources: {
      producer: { type: 'sqs-producer', queue: 'jobs', arrivals: 'poisson', rate: `${String(world.rate)}/s` },
      worker: {
        type: 'sqs',
        queue: 'jobs',
        function: 'work',
        batchSize: world.batchSize,
        filter: { pass },
        functionResponseTypes: ['ReportBatchItemFailures'],
        itemFailures,
        ...(fifo ? {} : { maximumBatchingWindow: window }),
        ...(maximumConcurrency === null ? {} : { maximumConcurrency }),
      },
    },
  });
}

describe('Messages', () => {
  it('end exactly once: processed, filtered, lost, dead-lettered, or still there', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json } = play(scenarioOf({ ...world, warmup: '0s' }));
        const { sent, processed, filtered, deadLettered, lost, remaining } = json.queues!['jobs']!;
        expect(world.backlog + sent).toBe(
          processed + filtered + deadLettered + lost + remaining.visible + remaining.inFlight,
        );
        const dead = json.queues!['dead']!;
        expect(dead.moved).toBe(deadLettered);
        expect(dead.remaining.visible + dead.lost).toBe(deadLettered);
        const { eventCount } = json.sources['worker']!;
        expect(eventCount).toMatchObject({ FilteredOutEventCount: filtered, DeletedEventCount: processed });
      }),
      { numRuns: 60 },
    );
  });

  it('of a source end exactly once in the window, too', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { record } = play(scenarioOf(world));
        const source = record.sources.find(({ name }) => name === 'producer')!;
        const { filtered, deadLettered, lost } = source.messages!;
        expect(source.requests).toBe(source.served + filtered + deadLettered + lost + source.unfinished);
        const { throttled, error, timeout, other } = source.failures;
        expect(throttled + error + timeout + other).toBe(deadLettered + lost);
        const { retries, overhead, init, run } = source.latencyParts;
        expect(retries + overhead + init + run).toBe(source.latency.sum);
      }),
      { numRuns: 60 },
    );
  });

  it('R8.3: never are more batches in hand than MaximumConcurrency, nor more in flight than the function may have', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { json } = play(scenarioOf(world));
        const { max } = json.functions['work']!.ConcurrentExecutions;
        expect(max).toBeLessThanOrEqual(world.maximumConcurrency ?? 1_000);
        expect(max).toBeLessThanOrEqual(world.reserved ?? 1_000);
        if (world.fifo) expect(max).toBeLessThanOrEqual(5);
      }),
      { numRuns: 40 },
    );
  });

  it('give the same figures whenever they are played', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const scenario = scenarioOf(world);
        expect(play(scenario).json).toEqual(play(scenario).json);
      }),
      { numRuns: 10 },
    );
  });
});
