import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatewayQuota, SMALL_GATEWAY_REGIONS } from '../../src/lambda/quotas.ts';
import { countBy, play, type Played, type Row } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** One API in front of a function of 1 s, unless it is said otherwise. */
function api(web: object, more: { readonly functions?: object; readonly top?: object } = {}): Played {
  return play(
    bare({
      duration: '10m',
      functions: { api: { duration: '1s' }, ...more.functions },
      sources: { web: { type: 'rest-api', function: 'api', arrivals: 'constant', ...web } },
      ...more.top,
    }),
  );
}

function answers(rows: readonly Row[]): readonly string[] {
  return rows.map(
    ({ status, arrival_s, end_s }) => `${status} after ${Math.round(1e6 * (end_s! - arrival_s)) / 1e6} s`,
  );
}

describe("an API's own throttle", () => {
  it('R5.9: is a token bucket; who finds it empty is answered 429, and Lambda never sees it', () => {
    const { json, rows } = api({ stages: [{ burst: 20 }], throttle: { rate: '10/s', burst: 5 } });
    expect(countBy(rows, ({ status, end_s }) => `${status} at ${String(end_s)}`)).toEqual({
      '200 at 1': 5,
      '429 at 0': 15,
    });
    expect(json.functions['api']).toMatchObject({
      Invocations: 5,
      Throttles: 0,
      throttledShare: 0,
      throttles: {},
      throttlesByCause: { account: 0, reserved: 0, source: 15 },
    });
    expect(json.account.throttles).toMatchObject({ account: 0, source: 15 });
    expect(json.sources['web']).toMatchObject({
      failures: { throttled: 15 },
      throttledAttempts: 15,
      gatewayThrottled: 15,
      throttledShare: 0.75,
    });
  });

  it('R5.9: refills at its rate: 20 a second for 10 s through 10 a second and bursts of 5', () => {
    const { json } = api({
      stages: [{ rate: '20/s', for: '10s' }, { rate: '0/s' }],
      throttle: { rate: '10/s', burst: 5 },
    });
    // The last of 200 comes at 9.95 s: 5 + 99.5 tokens have been there by then.
    expect(json.sources['web']).toMatchObject({ requests: 200, served: 104, gatewayThrottled: 96 });
  });

  it('R5.9: is asked again at every retry, and the client sees a throttle in its 429', () => {
    const retry = { maxAttempts: 3, on: [429], backoff: { base: '1s', factor: 1, jitter: 'none' } };
    const { json, rows } = api({ stages: [{ burst: 3 }], throttle: { rate: '1/s', burst: 1 }, clients: { retry } });
    expect(
      rows.map(({ status, start_s, attempts }) => `${status} ${String(start_s)} x${String(attempts)}`).sort(),
    ).toEqual(['200 0 x1', '200 1 x2', '200 2 x3']);
    expect(json.sources['web']).toMatchObject({ attempts: 6, throttledAttempts: 3, gatewayThrottled: 3 });
  });

  it('R5.9: APIs without one share the quota of the account in the Region; an own one is apart', () => {
    const { json } = play(
      bare({
        duration: '1m',
        account: { concurrency: 100_000, region: 'ca-west-1', scaling: 'unlimited' },
        functions: { api: { duration: '1s' } },
        sources: {
          a: { type: 'rest-api', function: 'api', stages: [{ burst: 1000 }] },
          b: { type: 'http-api', function: 'api', stages: [{ burst: 1000 }] },
          c: { type: 'http-api', function: 'api', stages: [{ burst: 1000 }], throttle: { rate: '1/s', burst: 700 } },
          d: { type: 'function-url', function: 'api', stages: [{ burst: 1000 }] },
        },
      }),
    );
    expect(Object.values(json.sources).map(({ served }) => served)).toEqual([625, 625, 700, 1000]);
    expect(json.sources['d']).not.toHaveProperty('gatewayThrottled');
  });

  it('R5.9: is 10,000 a second with bursts of 5,000, and a quarter of it in thirteen Regions', () => {
    expect(gatewayQuota('us-east-1')).toEqual({ rate: 10_000, burst: 5_000 });
    expect(gatewayQuota('mx-central-1')).toEqual({ rate: 2_500, burst: 1_250 });
    expect(SMALL_GATEWAY_REGIONS).toHaveLength(13);
  });

  it('R5.9: never lets more pass than its tokens, and turns nobody away who finds one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.record({ burst: fc.integer({ min: 1, max: 60 }), pause: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (rate, burst, bursts) => {
          const stages = bursts.flatMap(({ burst: count, pause }) => [
            { burst: count },
            { pause: `${String(pause)}s` },
          ]);
          const { rows } = api({ stages, throttle: { rate: `${String(rate)}/s`, burst } });
          let tokens = burst;
          let last = 0;
          for (const { arrival_s, status } of rows) {
            tokens = Math.min(burst, tokens + rate * (arrival_s - last));
            last = arrival_s;
            expect(status).toBe(tokens >= 1 ? '200' : '429');
            if (tokens >= 1) tokens--;
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('routes', () => {
  const routes = { 'GET /a': { function: 'a', share: '75%' }, 'POST /b': { function: 'b', share: '25%' } };
  const functions = { a: { duration: '1s' }, b: { duration: '3s' } };
  const routed = (web: object = {}, more: object = {}): Played =>
    api(
      { function: null, routes, stages: [{ rate: '100/s', for: '100s' }, { rate: '0/s' }], ...web },
      { functions: { ...functions, ...more } },
    );

  it('R5.9: share the requests by a draw of each, and their figures add up to those of the source', () => {
    const { json } = routed();
    const web = json.sources['web']!;
    const a = web.routes!['GET /a']!;
    const b = web.routes!['POST /b']!;
    expect(web.requests).toBe(10_000);
    // Three standard deviations of a binomial: 3 x sqrt(10,000 x 0.75 x 0.25) = 130.
    expect(Math.abs(a.requests - 7_500)).toBeLessThan(130);
    expect(a.requests + b.requests).toBe(web.requests);
    expect(a.served + b.served).toBe(web.served);
    expect(a.latency.mean_ms).toBe(1_000);
    expect(b.latency.mean_ms).toBe(3_000);
    expect([json.functions['a']!.Invocations, json.functions['b']!.Invocations]).toEqual([a.requests, b.requests]);
  });

  it('R5.9: a request keeps its route whatever else changes', () => {
    const routesOf = ({ rows }: Played): readonly string[] => rows.map(({ fn }) => fn);
    expect(routesOf(routed({ throttle: { rate: '60/s', burst: 10 } }))).toEqual(routesOf(routed()));
    expect(routesOf(routed({}, { a: { duration: '1s', reservedConcurrency: 3 } }))).toEqual(routesOf(routed()));
  });

  it('R5.9: a request keeps its route whatever the order of the file', () => {
    const { 'GET /a': a, 'POST /b': b } = routes;
    const one = routed({ routes: { 'POST /b': { ...b, share: '20%' }, 'GET /c': { ...a, share: '5%' }, 'GET /a': a } });
    const other = routed({
      routes: { 'GET /a': a, 'GET /c': { ...a, share: '5%' }, 'POST /b': { ...b, share: '20%' } },
    });
    expect(other.rows).toEqual(one.rows);
    expect(other.json.sources['web']!.routes).toEqual(one.json.sources['web']!.routes);
  });

  it('R5.9: stand behind one throttle', () => {
    const { json } = routed({ throttle: { rate: '50/s', burst: 50 } });
    const { routes: each, ...web } = json.sources['web']!;
    // Tokens by the last request, at 99.99 s: 50 + 4,999.5.
    expect(web).toMatchObject({ served: 5_049, gatewayThrottled: 4_951 });
    expect(each!['GET /a']!.gatewayThrottled! + each!['POST /b']!.gatewayThrottled!).toBe(4_951);
    expect(json.functions['a']!.throttlesByCause.source).toBe(each!['GET /a']!.gatewayThrottled);
  });

  it('are what objectives can be about', () => {
    const { json } = api(
      { function: null, routes, stages: [{ rate: '100/s', for: '10s' }, { rate: '0/s' }] },
      {
        functions,
        top: {
          objectives: [
            { on: 'web POST /b', expr: 'mean latency < 2s' },
            { on: 'web GET /a', expr: 'p(99) latency < 2s in any 1m' },
            { on: 'web', expr: 'failed == 0' },
            { on: 'sources.web.routes."GET /a"', expr: 'mean latency < 2s' },
          ],
        },
      },
    );
    expect(json.objectives.map(({ ok, value }) => [ok, value])).toEqual([
      [false, 3_000],
      [true, expect.closeTo(1_000, -1)],
      [true, 0],
      [true, 1_000],
    ]);
    expect(json.verdict).toMatch(/^web POST \/b has a mean latency of 3 s/u);
    expect(json.verdict).toContain('because b itself takes that long');
  });
});

describe('a Lambda authorizer', () => {
  const once = { stages: [{ burst: 1 }] };
  const authorized = (web: object, authorizer: object = {}, more: object = {}): Played =>
    api(
      { ...once, authorizer: { function: 'gate' }, ...web },
      { functions: { api: { duration: '2s', ...more }, gate: { duration: '1s', ...authorizer } } },
    );

  it('R5.9: is one more invocation before the function, and the caller waits for both', () => {
    const { json, rows } = authorized({});
    expect(answers(rows)).toEqual(['200 after 3 s']);
    expect(rows[0]).toMatchObject({ fn: 'api', start_s: 1, attempts: 1 });
    expect(json.functions['gate']).toMatchObject({ Invocations: 1, ConcurrentExecutions: { max: 1 } });
    expect(json.sources['web']).toMatchObject({
      attempts: 1,
      latency: { mean_ms: 3_000 },
      latencyParts: { retries_ms: 1_000, overhead_ms: 0, init_ms: 0, run_ms: 2_000 },
    });
  });

  it('R5.9: is asked on cache misses alone', () => {
    const asked = (cacheHit: string): number => {
      const stages = [{ rate: '100/s', for: '100s' }, { rate: '0/s' }];
      const { json } = authorized({ stages, authorizer: { function: 'gate', cacheHit } });
      expect(json.functions['api']!.Invocations).toBe(10_000);
      return json.functions['gate']!.Invocations;
    };
    expect([asked('100%'), asked('0%')]).toEqual([0, 10_000]);
    // Three standard deviations of a binomial: 3 x sqrt(10,000 x 0.88 x 0.12) = 97.
    expect(Math.abs(asked('88%') - 1_200)).toBeLessThan(97);
  });

  it('R5.9: that is throttled, fails or takes too long is answered 500, and nobody calls the function', () => {
    const refused = (authorizer: object): string => {
      const { json, rows } = authorized({}, authorizer);
      expect(json.functions['api']!.Invocations).toBe(0);
      const [why] = Object.entries(json.sources['web']!.failures).find(([, n]) => n === 1)!;
      return `${answers(rows)[0]!}: ${why}`;
    };
    expect(refused({ reservedConcurrency: 0 })).toBe('500 after 0 s: throttled');
    expect(refused({ errors: '100%' })).toBe('500 after 1 s: error');
    expect(refused({ duration: '10s', timeout: '3s' })).toBe('500 after 3 s: timeout');
  });

  it('R5.9: a throttle of it is a Throttle of its function', () => {
    const { json } = authorized({}, { reservedConcurrency: 0 });
    expect(json.functions['gate']!.Throttles).toBe(1);
    expect(json.sources['web']).toMatchObject({ throttledAttempts: 1, gatewayThrottled: 0 });
  });

  it('R5.9: has 10 s before an HTTP API; the integration timeout does not cover it', () => {
    expect(answers(authorized({ type: 'http-api' }, { duration: '15s' }).rows)).toEqual(['500 after 10 s']);
    expect(answers(authorized({ type: 'rest-api' }, { duration: '15s' }).rows)).toEqual(['200 after 17 s']);
    expect(answers(authorized({ integrationTimeout: '3s' }, { duration: '4s' }).rows)).toEqual(['200 after 6 s']);
  });

  it('R5.13: a client that gives up meanwhile stops nothing: the gateway calls the function all the same', () => {
    const { json, rows } = authorized({ clients: { timeout: '500ms' } });
    expect(answers(rows)).toEqual(['timeout after 0.5 s']);
    expect(json.functions['api']).toMatchObject({ Invocations: 1, Duration: { mean_ms: 2_000 } });
    expect(json.sources['web']).toMatchObject({ requests: 1, failed: 1, attempts: 1 });
    expect(json.unfinished.requests).toBe(0);
  });

  it("R5.9: uses up the client's patience, too", () => {
    expect(answers(authorized({ clients: { timeout: '3s' } }).rows)).toEqual(['200 after 3 s']);
    expect(answers(authorized({ clients: { timeout: '2500ms' } }).rows)).toEqual(['timeout after 2.5 s']);
  });

  it('R5.9: is not asked again by a retry of a request that it has let pass', () => {
    const retry = { maxAttempts: 3, on: ['5xx'], backoff: { base: '1s', factor: 1, jitter: 'none' } };
    const { json, rows } = authorized({ clients: { retry } }, {}, { errors: '100%' });
    // Asked from 0 to 1 s; the function fails at 3, 6 and 9 s.
    expect(answers(rows)).toEqual(['502 after 9 s']);
    expect([json.functions['gate']!.Invocations, json.functions['api']!.Invocations]).toEqual([1, 3]);
  });
});
