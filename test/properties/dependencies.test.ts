import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Two dependencies under load, refusals, timeouts and slowness, used by callers of every kind, at random. */
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  capacity: fc.integer({ min: 1, max: 6 }),
  queue: fc.constantFrom(null, 0, 3),
  timeout: fc.constantFrom(null, '200ms', '2s'),
  service: fc.constantFrom<unknown>('50ms', { exponential: '80ms' }, { p50: '30ms', p99: '900ms' }),
  degrade: fc.constantFrom(null, { above: '50%', factor: 3 }),
  connections: fc.constantFrom(null, 8),
  onFull: fc.constantFrom('wait', 'error'),
  functionTimeout: fc.constantFrom('1s', '15m'),
  errors: fc.constantFrom('0%', '20%'),
  rate: fc.integer({ min: 1, max: 12 }),
  each: fc.integer({ min: 0, max: 3 }),
  calls: fc.integer({ min: 1, max: 3 }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(world: World) {
  const { capacity, queue, timeout, service, degrade, connections, onFull, functionTimeout, errors } = world;
  const f = { duration: { exponential: '20ms' }, timeout: functionTimeout, errors };
  const given = Object.entries({ queue, timeout, degrade, connections }).filter(([, value]) => value !== null);
  return bare({
    duration: '10m',
    seed: world.seed,
    assumptions: { idleTimeout: '15s' },
    dependencies: {
      db: { capacity, service, onFull, errorAfter: '10ms', ...Object.fromEntries(given) },
      cache: { service: '1ms' },
    },
    functions: {
      page: {
        ...f,
        uses: [{ dependency: 'cache' }, { dependency: 'db', calls: world.calls }],
        calls: [{ function: 'part', probability: '30%' }],
      },
      part: { ...f, uses: [{ dependency: 'db' }] },
      mail: { ...f, uses: [{ dependency: 'db' }], connectionsPerEnvironment: 2 },
      work: { ...f, uses: [{ dependency: 'db', callsPerRecord: world.each, calls: 1 }] },
    },
    queues: { jobs: { visibilityTimeout: functionTimeout === '1s' ? '30s' : '15m' } },
    sources: {
      web: {
        function: 'page',
        arrivals: 'poisson',
        stages: [{ rate: `${String(world.rate)}/s`, for: '60s' }, { pause: '9m' }],
      },
      events: { type: 'async-invoke', function: 'mail', stages: [{ burst: 20 }] },
      batches: {
        type: 'sqs',
        queue: 'jobs',
        function: 'work',
        batchSize: 5,
        stages: [{ rate: '5/s', for: '20s' }, { pause: '580s' }],
      },
    },
  });
}

describe('dependencies', () => {
  it('every call ends once; its wait and its service are what levels say (Little, to the microsecond)', () => {
    let whole = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const { record } = play(scenarioOf(world));
        for (const db of record.dependencies) {
          const { calls, rejected, served, failed, timeouts, abandoned, wait, service, inService, waiting } = db;
          const ended = rejected + served + failed + timeouts + abandoned;
          expect(ended).toBeLessThanOrEqual(calls);
          expect(wait.count).toBeLessThanOrEqual(calls - rejected);
          if (record.unfinished.invocations > 0) continue;
          // Nothing runs at the end.
          whole++;
          expect(ended).toBe(calls);
          expect(wait.count).toBe(calls - rejected);
          expect(waiting.integral).toBe(wait.sum);
          expect(inService.integral).toBe(service.sum);
          expect(db.users.reduce((sum, user) => sum + user.service, 0)).toBe(service.sum);
        }
      }),
      { numRuns: 40 },
    );
    expect(whole).toBeGreaterThan(0);
  });

  it('nobody waits while a place is free, and never are more in service or in line than there is room', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { record } = play(scenarioOf(world));
        const db = record.dependencies.find(({ name }) => name === 'db')!;
        const { inService, waiting, wait, full } = db;
        expect(inService.max).toBeLessThanOrEqual(world.capacity);
        expect(waiting.max).toBeLessThanOrEqual(world.queue ?? (world.onFull === 'error' ? 0 : Infinity));
        // Whoever waits does so while all is busy: the longest wait is no longer than that, nor is the line's time.
        expect(wait.max).toBeLessThanOrEqual(full);
        expect(waiting.integral).toBeLessThanOrEqual(full * waiting.max);
        if (waiting.max > 0) expect(inService.max).toBe(world.capacity);
      }),
      { numRuns: 40 },
    );
  });

  it('connections are live environments × how many each holds, unless they run out', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { record } = play(scenarioOf(world));
        const db = record.dependencies.find(({ name }) => name === 'db')!;
        if (world.connections !== null) {
          expect(db.connections.max).toBeLessThanOrEqual(world.connections);
          return;
        }
        const held = record.functions.reduce(
          (sum, f) => sum + f.environments.integral * (f.name === 'mail' ? 2 : 1),
          0,
        );
        expect(db.connections.integral).toBe(held);
      }),
      { numRuns: 30 },
    );
  });

  it('give the same figures whenever they are played', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(play(scenarioOf(world)).json).toEqual(play(scenarioOf(world)).json);
      }),
      { numRuns: 8 },
    );
  });
});
