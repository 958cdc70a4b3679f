import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { scenarioOf } from '../support/scenario.ts';

const seconds = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((value) => `${value}s`);

/** Bounds of at most 40, moved by schedule and alarms, with environments that crash, age and are slow to start. */
const provisioned = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 })).chain(([min, more]) =>
  fc.record({
    min: fc.constant(min),
    max: fc.constant(min + more),
    target: fc.constantFrom('20%', '70%'),
    statistic: fc.constantFrom('Average', 'Maximum'),
    provisioning: fc.constantFrom('ready', 'cold'),
    schedule: fc.array(
      fc.record({ at: seconds(0, 599), min: fc.integer({ min: 1, max: 20 }), max: fc.integer({ min: 20, max: 40 }) }),
      { maxLength: 4 },
    ),
  }),
);

const api = fc.record(
  {
    duration: fc.constantFrom('20ms', '900ms', '8s'),
    init: fc.constantFrom('0ms', '3s'),
    errors: fc.constantFrom('0%', { share: '30%', kind: 'crash' }),
    initErrors: fc.constantFrom('0%', '50%'),
    reservedConcurrency: fc.constantFrom(40, 60),
    provisionedConcurrency: provisioned,
  },
  { requiredKeys: ['duration', 'init', 'errors', 'provisionedConcurrency'] },
);

const content = fc.record({
  duration: fc.constant('10m'),
  warmup: fc.constantFrom('0s', '2m'),
  seed: fc.integer({ min: 1, max: 1_000 }),
  account: fc.record({
    concurrency: fc.constant(250),
    background: fc.record({ concurrency: fc.record({ uniform: fc.constant([0, 60]) }) }),
  }),
  assumptions: fc.record({
    maxLifetime: fc.constantFrom('none', '90s'),
    provisionedPreparation: fc.constantFrom('1s', '90s'),
    reusePolicy: fc.constantFrom('mru', 'lru', 'random'),
    rpsModel: fc.constantFrom('total', 'perEnvironment'),
  }),
  functions: fc.record({ api, other: fc.constant({ init: '100ms', duration: '40s', timeout: '60s' }) }),
  sources: fc.record({
    web: fc.record({
      type: fc.constantFrom('invoke', 'http-api'),
      function: fc.constant('api'),
      stages: fc.array(
        fc.oneof(
          fc.record({ rate: fc.integer({ min: 0, max: 30 }).map((rate) => `${rate}/s`), for: seconds(1, 300) }),
          fc.record({ burst: fc.integer({ min: 1, max: 80 }) }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    batch: fc.constant({ type: 'invoke', function: 'other', rate: '3/s', clients: { retry: 'none' } }),
  }),
});

describe('with provisioned concurrency, whatever happens', () => {
  it('R11.13, R11.14: provisioned invocations and spillover are the invocations of the alias, and no limit is passed', () => {
    let spilled = 0;
    let refused = 0;
    fc.assert(
      fc.property(content, (file) => {
        const scenario = scenarioOf(file);
        const { json, record } = play(scenario);
        const f = json.functions['api']!;
        expect(f.ProvisionedConcurrencyInvocations! + f.ProvisionedConcurrencySpilloverInvocations!).toBe(
          f.Invocations,
        );
        expect(json.account.ConcurrentExecutions.max).toBeLessThanOrEqual(250);
        const reserved = scenario.functions[0]!.reservedConcurrency;
        if (reserved !== null) expect(f.ConcurrentExecutions.max).toBeLessThanOrEqual(reserved);
        expect(f.ProvisionedConcurrencyUtilization!.max).toBeLessThanOrEqual(1);
        expect(f.provisionedAllocated!.max).toBeLessThanOrEqual(40);
        const billing = record.functions[0]!.billing[1]!;
        expect(billing.provisionedAllocated_s).toBeGreaterThanOrEqual(
          record.functions[0]!.provisioned!.allocated.integral / 1e6,
        );
        for (const source of Object.values(json.sources)) {
          expect(source.served + source.failed).toBeLessThanOrEqual(source.requests);
        }
        spilled += f.ProvisionedConcurrencySpilloverInvocations!;
        refused += f.Throttles + json.functions['other']!.Throttles;
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(spilled).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
