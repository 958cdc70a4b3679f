import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBy, play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** An account in which events meet throttles, errors, their maximum age, dead-letter queues and the end of the run. */
const anyEvents = fc.record({
  asyncRetry: fc.constantFrom('perEventTimers', 'queue'),
  asyncDuplicates: fc.constantFrom('0%', '20%'),
  reserved: fc.constantFrom(0, 1, 2, 5, null),
  duration: fc.integer({ min: 0, max: 90 }),
  errors: fc.constantFrom('0%', '30%', '100%'),
  maximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
  maximumEventAge: fc.integer({ min: 60, max: 400 }),
  failing: fc.constantFrom('0%', '50%'),
  onSuccess: fc.boolean(),
  burst: fc.integer({ min: 1, max: 60 }),
  rate: fc.integer({ min: 0, max: 30 }),
  shoppers: fc.integer({ min: 0, max: 120 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
});

type Events = typeof anyEvents extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(events: Events) {
  const { asyncRetry, asyncDuplicates, reserved, duration, errors, failing, onSuccess } = events;
  return bare({
    duration: '8m',
    seed: events.seed,
    account: { concurrency: 110 },
    assumptions: { asyncRetry, asyncDuplicates },
    functions: {
      mail: {
        duration: `${String(duration)}s`,
        errors,
        ...(reserved === null ? {} : { reservedConcurrency: reserved }),
        maximumRetryAttempts: events.maximumRetryAttempts,
        maximumEventAge: `${String(events.maximumEventAge)}s`,
        deadLetter: { type: 'sqs', failing },
        onFailure: { to: 'after', failing },
        ...(onSuccess ? { onSuccess: { to: 'after' } } : {}),
      },
      after: { duration: '2s' },
      shop: { duration: '10s' },
    },
    sources: {
      orders: {
        type: 's3',
        function: 'mail',
        stages: [{ burst: events.burst }, { rate: `${String(events.rate)}/s`, for: '1m' }, { pause: '1s' }],
      },
      web: {
        function: 'shop',
        arrivals: 'poisson',
        stages: [{ rate: `${String(events.shoppers / 10)}/s`, for: '5m' }],
      },
    },
  });
}

describe('Asynchronous events', () => {
  it('end exactly once each: processed, dropped, queued or running', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { json, record, rows } = play(scenarioOf(events));
        for (const f of record.functions) {
          if (f.events === null) continue;
          const { received, succeeded, dropped, queued, running } = f.events;
          const all = dropped.RetriesExhausted + dropped.EventAgeExceeded + dropped.ReservedConcurrencyZero;
          expect(succeeded + all + queued + running, f.name).toBe(received);
          expect(f.events.kept).toBeLessThanOrEqual(all);
          // Each attempt was throttled, or invoked the function.
          if (f.name !== 'shop') expect(f.invocations).toBe(f.events.attempts - f.events.throttledAttempts);
        }
        const orders = json.sources['orders']!;
        const open = orders.requests - orders.served - orders.failed;
        const statuses = countBy(
          rows.filter(({ source }) => source === 'orders'),
          ({ status }) => status,
        );
        expect(statuses['200'] ?? 0).toBe(orders.served);
        expect(statuses['unfinished'] ?? 0).toBe(open);
        expect(rows.filter(({ source }) => source === 'orders').length).toBe(orders.requests);
      }),
      { numRuns: 40, seed: 31 },
    );
  });

  it('are never tried beyond their maximum age, nor more often after errors than they may be', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { record, rows } = play(scenarioOf(events));
        const age = events.maximumEventAge;
        expect(record.functions.find(({ name }) => name === 'mail')!.events!.age.max).toBeLessThanOrEqual(age * 1e6);
        for (const { start_s, arrival_s, end_s, status } of rows.filter(({ source }) => source === 'orders')) {
          if (start_s !== null) expect(start_s - arrival_s).toBeLessThanOrEqual(age);
          if (status === 'EventAgeExceeded') expect(end_s! - arrival_s).toBeGreaterThanOrEqual(age - 1e-6);
        }
        const { invocations, errors } = record.functions.find(({ name }) => name === 'mail')!;
        const most = (events.maximumRetryAttempts + 1) * (events.asyncDuplicates === '0%' ? 1 : 2);
        const received = record.functions.find(({ name }) => name === 'mail')!.events!.received;
        expect(invocations).toBeLessThanOrEqual(most * received);
        expect(errors).toBeLessThanOrEqual(invocations);
      }),
      { numRuns: 25, seed: 32 },
    );
  });

  it('fare alike under both readings where nothing is ever throttled', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const plenty = { ...events, reserved: null, burst: 5, rate: 1, duration: events.duration % 20, shoppers: 0 };
        const at = (asyncRetry: Events['asyncRetry']) => play(scenarioOf({ ...plenty, asyncRetry }));
        const [timers, line] = [at('perEventTimers'), at('queue')];
        expect(timers.json.account.throttles.account).toBe(0);
        expect(line.rows).toEqual(timers.rows);
      }),
      { numRuns: 10, seed: 33 },
    );
  });
});
