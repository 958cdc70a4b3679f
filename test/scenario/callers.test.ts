import { describe, expect, it } from 'vitest';
import { CDK } from '../../src/workload/retry-presets.ts';
import type { SourceConfig } from '../../src/workload/config.ts';
import { syncSource } from '../support/scenario.ts';
import { accepted, places, refused } from './reading.ts';

/** A file with two functions, one of them with versions, and one source. */
function file(source: string, objectives = '[]'): string {
  return `duration: 10m
functions:
  api: { init: 1ms, duration: { io: 10ms, cpu: 100ms }, memorySize: 1769 }
  small: { init: 1ms, duration: 50ms, memorySize: 128 }
  gate: { init: 1ms, duration: 20ms, versions: { "7": {} }, aliases: { live: { version: "7" } } }
sources:
  web: { ${source} }
objectives: ${objectives}
`;
}

const sourceOf = (text: string): SourceConfig => syncSource(accepted(file(text)), 0);
const problems = (text: string, objectives?: string): string[] => refused(file(text, objectives));

describe('an API', () => {
  it('has one function, the quota of the account, and no authorizer where nothing is said', () => {
    expect(sourceOf('type: rest-api, function: api, rate: 1/s')).toMatchObject({
      function: 'api',
      routes: [],
      throttle: null,
      authorizer: null,
      map: null,
    });
  });

  it('has a throttle, an authorizer and routes of its own', () => {
    const source = sourceOf(
      'type: api-gateway, rate: 1/s, throttle: { rate: 600/min, burst: 20 }, authorizer: { function: "gate:live", cacheHit: 88% }, ' +
        'routes: { "GET /v1.0/x": { function: api, share: 33.3% }, POST /y: { function: small, share: 66.7% } }',
    );
    expect(source).toMatchObject({
      type: 'rest-api',
      // The busiest route's stands for the source where one name is wanted.
      function: 'small',
      throttle: { rate: 10, burst: 20 },
      authorizer: { function: 'gate', qualifier: 'live', cacheHit: 0.88 },
      routes: [
        { name: 'GET /v1.0/x', function: 'api', share: 0.333, duration: null },
        { name: 'POST /y', function: 'small', share: 0.667, duration: null },
      ],
    });
  });

  it('asks its authorizer for every request where no cache is spoken of', () => {
    expect(sourceOf('type: http-api, function: api, rate: 1/s, authorizer: { function: gate }').authorizer).toEqual({
      function: 'gate',
      qualifier: '$LATEST',
      cacheHit: 0,
    });
  });

  it('has a handler time of its own on each route, by the memory of its function', () => {
    const { routes } = sourceOf(
      'type: rest-api, rate: 1/s, duration: { io: 0ms, cpu: 100ms }, routes: { a: { function: api, share: 50% }, b: { function: small, share: 50% } }',
    );
    const cpu = routes.map(({ duration }) => (duration?.kind === 'sum' ? duration.parts[1] : null));
    expect(cpu).toEqual([
      { kind: 'constant', value: 100_000 },
      { kind: 'constant', value: Math.round((100_000 * 1_769) / 128) },
    ]);
  });

  it('is refused with the key that is wrong', () => {
    const api = 'type: rest-api, rate: 1/s';
    const routes = (text: string): string[] => problems(`${api}, routes: { ${text} }`);
    expect(problems(api)).toEqual([
      'E_MISSING_KEY sources.web.function: is missing; write function: checkout, or routes: { POST /checkout: { function: checkout, share: 100% } }',
    ]);
    expect(problems(`${api}, function: api, routes: { a: { function: api, share: 100% } }`)).toEqual([
      'E_CONFLICT sources.web.routes: stands beside function; keep one of them',
    ]);
    expect(routes('a: { function: api, share: 50% }, b: { function: small, share: 40% }')).toEqual([
      'E_RANGE sources.web.routes: have shares of 90% together; every request takes one, so make them 100%',
    ]);
    expect(routes('a: { function: aip, share: 100% }').join()).toMatch(
      /^E_REFERENCE sources\.web\.routes\.a\.function: there is no function aip; did you mean api\?/u,
    );
    expect(routes('"": { function: api, share: 100% }').join()).toContain('E_NAME sources.web.routes');
    expect(routes('').join()).toContain('E_MISSING_KEY sources.web.routes: hold no route');
    expect(problems(`${api}, function: api, authorizer: { function: gat }`).join()).toMatch(
      /^E_REFERENCE sources\.web\.authorizer\.function: .*did you mean gate\?/u,
    );
    expect(problems(`${api}, function: api, throttle: { rate: 0/s, burst: 5 }`).join()).toContain('must be above');
    expect(problems(`${api}, function: api, throttle: { rate: 5/s, burst: 0 }`).join()).toContain('below the least, 1');
    expect(problems(`${api}, function: api, throttle: { rate: 5/s }`).join()).toContain(
      'E_MISSING_KEY sources.web.throttle.burst',
    );
    expect(places(file(`${api}, routes: { a: { function: aip, share: 100% } }`))).toEqual(['7:62 E_REFERENCE']);
  });

  it('alone has a throttle, an authorizer and routes', () => {
    for (const key of ['throttle: { rate: 1/s, burst: 1 }', 'authorizer: { function: gate }'])
      expect(problems(`type: alb, function: api, rate: 1/s, ${key}`).join()).toContain(
        'unknown key; only rest-api and http-api have one',
      );
  });

  it('R5.10: a function URL has $LATEST or an alias behind it, no version', () => {
    expect(sourceOf('type: function-url, function: "gate:live", rate: 1/s').qualifier).toBe('live');
    expect(problems('type: function-url, function: "gate:7", rate: 1/s')).toEqual([
      'E_CONFLICT sources.web.function: is a version, and a function URL has $LATEST or an alias behind it (R5.10)',
    ]);
  });
});

describe('an objective on a route', () => {
  const source = 'type: rest-api, rate: 1/s, routes: { POST /x: { function: api, share: 100% } }';
  const on = (text: string): string => `[ { on: '${text}', expr: "failed < 1%" } ]`;

  it('names the source and the route', () => {
    for (const text of ['web POST /x', 'sources.web.routes."POST /x"'])
      expect(accepted(file(source, on(text))).objectives[0]!.subject).toEqual({
        kind: 'source',
        name: 'web',
        route: 'POST /x',
        metric: { kind: 'failed' },
      });
  });

  it('must be about one that is there', () => {
    expect(problems(source, on('web POST /y'))).toEqual([
      'E_REFERENCE objectives.0.on: web has no route POST /y; did you mean POST /x? (there are POST /x)',
    ]);
  });
});

describe('Step Functions', () => {
  const flow = (text = ''): string => `type: step-functions, function: api, rate: 1/s${text}`;

  it('R5.11: has the retrier of CDK where nothing is said', () => {
    expect(sourceOf(flow()).clients).toEqual({ timeout: null, retry: CDK });
    expect(sourceOf(flow(', clients: { retry: cdk }')).clients.retry).toEqual(CDK);
    expect(sourceOf(flow(', retry: {}')).clients.retry).toEqual(CDK);
    expect(sourceOf(flow(', retry: none')).clients.retry).toBeNull();
    expect(CDK).toMatchObject({
      maxAttempts: 7,
      on: { throttle: false, serverError: true, timeout: true },
      transientBackoff: { base: 2_000_000, factor: 2, cap: Infinity, jitter: 'none' },
    });
  });

  it('has a retrier of its own, which is CDK’s where it says nothing', () => {
    expect(sourceOf(flow(', retry: { on: [429], maxAttempts: 4, backoff: { cap: 10s } }')).clients.retry).toMatchObject(
      {
        maxAttempts: 4,
        on: { throttle: true, serverError: false, timeout: false },
        throttleBackoff: { base: 2_000_000, factor: 2, cap: 10_000_000, jitter: 'none' },
      },
    );
  });

  it('has a Map state, forty items at once where nothing is said', () => {
    expect(sourceOf(flow(', map: { items: 25 }')).map).toEqual({
      items: { kind: 'constant', value: 25 },
      maxConcurrency: 40,
    });
    expect(sourceOf(flow(', map: { items: { uniform: [5, 50] }, maxConcurrency: 1000 }')).map).toMatchObject({
      items: { kind: 'uniform', min: 5, max: 50 },
      maxConcurrency: 1_000,
    });
  });

  it('is refused with the key that is wrong', () => {
    expect(problems(flow(', map: { items: 25s }')).join()).toContain('sources.web.map.items');
    expect(problems(flow(', map: { items: 5, maxConcurrency: 0 }')).join()).toContain('0 is below the least, 1');
    expect(problems(flow(', map: { maxConcurrency: 5 }')).join()).toContain('E_MISSING_KEY sources.web.map.items');
    expect(problems(flow(', retry: none, clients: { retry: cdk }'))).toEqual([
      'E_CONFLICT sources.web.retry: stands beside clients.retry; keep one of them',
    ]);
    expect(problems('type: invoke, function: api, rate: 1/s, map: { items: 5 }').join()).toContain(
      'unknown key; only step-functions has one',
    );
  });
});

describe('users', () => {
  it('take the place of a rate', () => {
    const { arrivals } = sourceOf(
      'type: invoke, function: api, clients: { users: 50, thinkTime: { exponential: 2s } }',
    );
    expect(arrivals).toEqual({
      process: 'poisson',
      burstiness: null,
      shape: { kind: 'users', count: 50, thinkTime: { kind: 'exponential', mean: 2_000_000 } },
    });
    const quick = sourceOf('type: invoke, function: api, clients: { users: 1 }').arrivals.shape;
    expect(quick).toMatchObject({ thinkTime: { kind: 'constant', value: 0 } });
  });

  it('are refused beside a rate, and thinkTime without them', () => {
    const users = 'type: invoke, function: api, clients: { users: 5 }';
    for (const shape of ['rate: 1/s', 'stages: [ { burst: 5 } ]'])
      expect(problems(`${users}, ${shape}`)).toEqual([
        `E_CONFLICT sources.web.${shape.split(':')[0]!}: stands beside clients.users, who come when they have thought; keep one`,
      ]);
    expect(problems(`${users}, arrivals: bursty`).join()).toContain('bursty does not go with clients.users');
    expect(problems('type: invoke, function: api, rate: 1/s, clients: { thinkTime: 2s }')).toEqual([
      'E_MISSING_KEY sources.web.clients.users: is missing; thinkTime goes with users: 50',
    ]);
    expect(problems('type: invoke, function: api, clients: { users: 0 }').join()).toContain('below the least, 1');
    expect(problems('type: invoke, function: api').join()).toContain('or users in clients');
  });
});

describe('a retry budget', () => {
  it('is a share of the requests', () => {
    const retry = (text: string): unknown =>
      sourceOf(`type: invoke, function: api, rate: 1/s, clients: { retry: ${text} }`).clients.retry;
    expect(retry('{ budget: 10% }')).toMatchObject({ maxAttempts: 3, budget: 0.1 });
    expect(retry('{}')).toMatchObject({ budget: null });
    expect(problems('type: invoke, function: api, rate: 1/s, clients: { retry: { budget: 0.1 } }').join()).toContain(
      'E_UNIT sources.web.clients.retry.budget',
    );
  });
});
