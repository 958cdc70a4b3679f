import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { tenantEnvironmentLimit, tenantOf } from '../../src/lambda/tenants.ts';
import { play } from '../support/play.ts';
import { answers, called, ofApi } from '../support/calls.ts';
import { bare } from '../support/scenario.ts';

describe('tenant isolation', () => {
  it('R14.3: an environment serves its tenant alone: every tenant has cold starts of its own', () => {
    // One request at a time: without tenants one environment would do.
    const seconds = Array.from({ length: 200 }, (_, k) => 10 * k);
    const played = called({ init: '1s', duration: '1s', tenants: 4 }, seconds);
    expect(ofApi(played)).toMatchObject({
      coldStarts: 4,
      environments: { created: 4, max: 4 },
      ConcurrentExecutions: { max: 1 },
    });
    const tenant = (request: number) => tenantOf(new Streams('1').stream('tenant', 'api', 'web'), request, 4);
    const environmentOf = new Map<number, number>();
    for (const [request, { environment }] of played.rows.entries()) {
      const known = environmentOf.get(tenant(request));
      environmentOf.set(tenant(request), environment!);
      expect(known ?? environment).toBe(environment);
    }
    expect(new Set(environmentOf.values()).size).toBe(4);
  });

  it('R14.3: every tenant is as likely', () => {
    const stream = new Streams('7').stream('tenant', 'api', 'web');
    const counts = [0, 0, 0, 0, 0];
    for (let request = 0; request < 10_000; request++) counts[tenantOf(stream, request, 5)]!++;
    // 2,000 each, standard deviation 40.
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(160);
  });

  it('R14.3: a tenant with several requests at once has several environments', () => {
    const played = called({ duration: '1s', tenants: 1 }, [0, 0, 0, 10]);
    expect(ofApi(played)).toMatchObject({ coldStarts: 3, environments: { max: 3 } });
  });

  it('R14.3: 2,500 environments for each 1,000 of concurrency; more are refused like too high a rate', () => {
    expect([1_000, 100, 10, 3].map(tenantEnvironmentLimit)).toEqual([2_500, 250, 25, 7]);
    // A limit of 10 allows 25 environments; 40 tenants call one after another and nothing expires.
    const seconds = Array.from({ length: 400 }, (_, k) => 10 * k);
    const played = called({ duration: '1s', tenants: 40 }, seconds, { account: { concurrency: 10 } });
    const { environments, Throttles, throttles } = ofApi(played);
    expect(environments.max).toBe(25);
    expect(Throttles).toBeGreaterThan(50);
    expect(throttles).toEqual({ FunctionInvocationRateLimitExceeded: Throttles });
    expect(played.rows.filter(({ status }) => status === '429')).toHaveLength(Throttles);
  });

  it('R14.3: with reserved concurrency that decides the limit', () => {
    const seconds = Array.from({ length: 400 }, (_, k) => 10 * k);
    const played = called({ duration: '1s', tenants: 40, reservedConcurrency: 4 }, seconds);
    expect(ofApi(played)).toMatchObject({ environments: { max: 10 } });
    expect(Object.keys(ofApi(played).throttles)).toEqual(['ReservedFunctionInvocationRateLimitExceeded']);
  });

  it('R14.3: concurrency and scaling know no tenants', () => {
    const { json } = play(
      bare({
        duration: '1m',
        account: { concurrency: 5_000 },
        functions: { api: { duration: '30s', tenants: 3 } },
        sources: { web: { function: 'api', stages: [{ burst: 1_200 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 1_000, Throttles: 200 });
  });

  it('V-30j: each environment that is created for a tenant is counted for the bill', () => {
    const played = called(
      { duration: '1s', tenants: 4 },
      Array.from({ length: 50 }, (_, k) => 100 * k),
      {
        assumptions: { idleTimeout: '50s' },
      },
    );
    expect(played.record.functions[0]?.billing[0]?.tenantEnvironments).toBe(50);
    const plain = called({ duration: '1s' }, [0]);
    expect(plain.record.functions[0]?.billing[0]?.tenantEnvironments).toBe(0);
  });

  it('R14.3: environments that are there at t = 0 belong to the tenants in turn', () => {
    const seconds = Array.from({ length: 60 }, (_, k) => 10 * k);
    const played = called({ init: '1s', duration: '1s', tenants: 3, initialEnvironments: 3 }, seconds);
    expect(ofApi(played)).toMatchObject({ coldStarts: 0, environments: { max: 3 } });
    expect(new Set(answers(played))).toEqual(new Set(['1 200']));
  });

  it.each(['mru', 'newest', 'lru', 'random'])('R14.3: whatever the reuse policy: %s', (reusePolicy) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1_000 }), (tenants, seed) => {
        const { json } = play(
          bare({
            duration: '5m',
            seed,
            assumptions: { reusePolicy },
            functions: { api: { duration: { exponential: '2s' }, tenants } },
            sources: { web: { type: 'invoke', function: 'api', arrivals: 'poisson', rate: '1/s' } },
          }),
        );
        const { Invocations, coldStarts, environments } = json.functions['api']!;
        expect(coldStarts).toBe(environments.created);
        expect(coldStarts).toBeLessThan(Invocations);
        expect(coldStarts).toBeGreaterThanOrEqual(tenants);
      }),
      { numRuns: 10 },
    );
  });
});
