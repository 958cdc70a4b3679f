/** Scenarios at random: small, crowded, and with every feature that can meet another one. */
import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { scenarioOf } from '../support/scenario.ts';

/** A scenario as a file has it, and as `scenarioFrom` reads it. */
export interface Content {
  readonly duration: string;
  readonly warmup: string;
  readonly seed: number;
  readonly account: object;
  readonly assumptions: object;
  readonly functions: Readonly<Record<string, object>>;
  readonly sources: Readonly<Record<string, object>>;
}

const milliseconds = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((value) => `${value}ms`);

const share = fc.constantFrom('0%', '0%', '10%', '60%', '100%');

/** Laws of time that stay below a few seconds, most of the time. */
const law: fc.Arbitrary<unknown> = fc.oneof(
  milliseconds(0, 3_000),
  fc.constantFrom('0ms', '1us', '1s'),
  fc.record({ exponential: milliseconds(1, 2_000) }),
  fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 2, max: 9 })).map(([p50, ratio]) => ({
    p50: `${p50}ms`,
    p99: `${p50 * ratio}ms`,
  })),
  fc.record({ gamma: fc.record({ mean: milliseconds(90, 1_000), sd: milliseconds(1, 1_500) }) }),
  fc.record({ weibull: fc.record({ shape: fc.constantFrom(0.6, 1.5), scale: milliseconds(1, 900) }) }),
  fc.constant({ pareto: { shape: 1.1, min: '20ms', max: '9s' } }),
  fc.constant({ empirical: ['10ms', '10ms', '2s'] }),
  fc.constant({
    mixture: [
      { weight: 9, of: '50ms' },
      { weight: 1, of: { uniform: ['1s', '6s'] } },
    ],
  }),
);

const errors: fc.Arbitrary<unknown> = fc.oneof(
  share,
  fc.record({
    share: fc.constantFrom('5%', '40%'),
    kind: fc.constantFrom('error', 'crash', 'out-of-memory', 'hang'),
    duration: milliseconds(0, 400),
  }),
);

/** Only the keys that were drawn: a key that is left out has its default. */
const some = { requiredKeys: [] };

const functionContent: fc.Arbitrary<object> = fc.record(
  {
    runtime: fc.constantFrom('nodejs22.x', 'python3.13', 'java21', 'dotnet8'),
    memorySize: fc.constantFrom(128, 512, 1_769, 3_008),
    timeout: fc.constantFrom('1s', '2s', '15m'),
    duration: fc.oneof(law, fc.record({ io: law, cpu: law })),
    coldDuration: law,
    init: fc.oneof(law, fc.constantFrom('0ms', '9999ms', '10s', '11s')),
    errors,
    initErrors: share,
    reservedConcurrency: fc.constantFrom(0, 1, 5, 30),
    initialEnvironments: fc.nat(6),
  },
  { requiredKeys: ['duration'] },
);

const rate = fc.constantFrom('0/s', '0.2/s', '3/s', '17/s', '40/s', '1200/min');

const stage: fc.Arbitrary<object> = fc.oneof(
  fc.record({ rate, for: fc.constantFrom('1s', '5s', '7.3s') }),
  fc.record({ ramp: rate, for: fc.constantFrom('1s', '4s') }),
  fc.record({ pause: fc.constantFrom('1s', '3s') }),
  fc.record({ burst: fc.constantFrom(1, 20, 150) }),
  fc.record({ burst: fc.constantFrom(2, 90), over: fc.constantFrom('500ms', '6s') }),
);

const arrivals: fc.Arbitrary<object> = fc.oneof(
  fc.constant({ arrivals: 'poisson' }),
  fc.constant({ arrivals: 'constant' }),
  fc.constant({ arrivals: 'bursty', burstiness: { ratio: 4, on: '2s', off: '6s' } }),
);

/** Files that traces name. */
export const FILES = {
  'counts.csv': 'requests,took_ms\n30,100\n0,5\n7,1300\n44,20\n1,0\n90,700\n',
  'calls.csv': `at_s,took_ms\n${Array.from({ length: 90 }, (_, k) => `${((k * k) % 301) / 10},${(k * 37) % 900}`).join('\n')}\n`,
};

const trace: fc.Arbitrary<object> = fc.constantFrom(
  { file: 'counts.csv', count: 'requests', period: '4s' },
  { file: 'counts.csv', count: 'requests', period: '1s', durationColumn: 'took_ms' },
  { file: 'calls.csv', time: 'at_s', unit: 's' },
  { file: 'calls.csv', time: 'at_s', durationColumn: 'took_ms' },
);

const shape: fc.Arbitrary<object> = fc.oneof(
  fc.record({ trace }),
  fc.record({ rate }),
  fc.record({ stages: fc.array(stage, { minLength: 1, maxLength: 5 }) }),
);

const retry: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('none', 'sdk2026', 'sdkStandard'),
  fc.record({
    maxAttempts: fc.integer({ min: 1, max: 6 }),
    on: fc
      .subarray(['429', '5xx', 'timeout'], { minLength: 1 })
      .map((on) => on.map((one) => (one === '429' ? 429 : one))),
    backoff: fc.record({
      base: fc.constantFrom('0ms', '10ms', '500ms'),
      factor: fc.constantFrom(1, 2),
      cap: fc.constantFrom('1s', '20s'),
      jitter: fc.constantFrom('none', 'full', 'equal'),
    }),
  }),
);

const clients: fc.Arbitrary<object> = fc.record({ timeout: fc.constantFrom('50ms', '1s', '5s'), retry }, some);

const sourceContent = (functions: readonly string[]): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.record({
        type: fc.constantFrom('invoke', 'function-url', 'alb', 'rest-api', 'http-api'),
        function: fc.constantFrom(...functions),
        clients,
      }),
      arrivals,
      shape,
      fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.record({ duration: law }) }),
    )
    .map((parts) => Object.assign({}, ...parts) as object);

const account: fc.Arbitrary<object> = fc.record(
  {
    concurrency: fc.constantFrom(190, 200, 1_000),
    scaling: fc.constantFrom('per-function-2023', 'regional-burst-2017', 'unlimited'),
    background: fc.record({
      concurrency: fc.oneof(fc.constantFrom(0, 70, 2_000), fc.constant({ uniform: [0, 200] })),
    }),
  },
  { requiredKeys: ['concurrency'] },
);

const assumptions: fc.Arbitrary<object> = fc.record(
  {
    era: fc.constantFrom('now', 'era2021', 'era2020'),
    idleTimeout: fc.oneof(
      fc.constantFrom('none', 'mikhail2021', '0ms', '700ms'),
      fc.constant({ uniform: ['1s', '8s'] }),
    ),
    maxLifetime: fc.oneof(fc.constantFrom('none', '0ms', '3s'), fc.constant({ exponential: '9s' })),
    reusePolicy: fc.constantFrom('mru', 'newest', 'lru', 'random'),
    platformOverhead: law,
    rpsModel: fc.constantFrom('total', 'perEnvironment'),
    rpsBurst: fc.constantFrom('1s', '100ms'),
    rpsCountsThrottled: fc.boolean(),
    scalingBurst: fc.constantFrom('bucket', 'window'),
    growthLimit: fc.boolean(),
    legacyRefill: fc.constantFrom('continuous', 'stepped'),
    suppressedInitFactor: fc.constantFrom('auto', 1, 3),
    httpApiThrottleStatus: fc.constantFrom(500, 503, 429),
  },
  some,
);

/** Any scenario of up to 3 functions and 4 sources over 20 s. `limit` is far below what the traffic could use. */
export const anyScenario: fc.Arbitrary<Content> = fc
  .subarray(['api', 'batch', 'search v2.1'], { minLength: 1 })
  .chain((names) =>
    fc.record({
      duration: fc.constantFrom('20s', '61s'),
      warmup: fc.constantFrom('0s', '0s', '3s', '7.000001s'),
      seed: fc.nat(1_000_000),
      account,
      assumptions,
      functions: fc.record(Object.fromEntries(names.map((name) => [name, functionContent]))),
      sources: fc
        .array(sourceContent(names), { minLength: 1, maxLength: 4 })
        .map((sources) =>
          Object.fromEntries(sources.map((source, k) => [`source ${String.fromCharCode(100 - k)}`, source])),
        ),
    }),
  );

/** What the life of environments adds to a function; each of these meets the others in some scenario. */
const life: fc.Arbitrary<object> = fc.oneof(
  fc.record({ extensions: fc.record({ init: law, postInvoke: law, external: fc.constantFrom(1, 3) }, some) }),
  fc.record({
    runtime: fc.constantFrom('java21', 'python3.13', 'dotnet8'),
    snapStart: fc.constant(true),
    restore: fc.oneof(milliseconds(0, 4_000), fc.constant({ uniform: ['1ms', '9s'] })),
    extensions: fc.constantFrom({ external: 0 }, { postInvoke: '300ms' }),
  }),
  fc.record({ tenants: fc.constantFrom(1, 2, 9), extensions: fc.record({ postInvoke: law }) }),
  fc.record({ vpc: fc.constantFrom('legacy-eni', 'hyperplane'), packageSize: fc.constantFrom('1MB', '200MB') }),
  fc.constant({ initialEnvironments: 'steady' }),
);

/** The same scenarios, in which every function has more of a life; who cannot name a tenant calls by SDK. */
export const anyLife: fc.Arbitrary<Content> = anyScenario.chain((content) =>
  fc
    .record({
      functions: fc.record(mapValuesTo(content.functions, (f) => life.map((more) => ({ ...f, ...more })))),
      packageTerm: fc.constantFrom('0ms', '4ms'),
    })
    .map(({ functions, packageTerm }) => ({
      ...content,
      functions,
      assumptions: { ...content.assumptions, packageTerm },
      sources: mapValues(content.sources, (source) => ({ ...source, type: 'invoke' })),
    })),
);

/** What a crowd meets: thousands at once, at limits that are high enough for the rates of scaling to bind first. */
export const crowd: fc.Arbitrary<Content> = fc.record({
  duration: fc.constant('14s'),
  warmup: fc.constantFrom('0s', '1s'),
  seed: fc.nat(1_000_000),
  account: fc.record({
    concurrency: fc.constantFrom(1_250, 2_000, 9_000),
    scaling: fc.constantFrom('per-function-2023', 'per-function-2023', 'regional-burst-2017', 'unlimited'),
  }),
  assumptions: fc.record(
    {
      idleTimeout: fc.constantFrom('none', '0ms', '900ms'),
      scalingBurst: fc.constantFrom('bucket', 'window'),
      growthLimit: fc.boolean(),
      rpsCountsThrottled: fc.boolean(),
      rpsBurst: fc.constantFrom('1s', '10ms'),
      platformOverhead: fc.constant('0ms'),
    },
    some,
  ),
  functions: fc.record(
    {
      slow: fc.record(
        {
          duration: fc.constantFrom<unknown>('4s', { exponential: '1s' }, '250ms'),
          init: fc.constantFrom('0ms', '1s'),
          timeout: fc.constant('1m'),
          reservedConcurrency: fc.constantFrom(150, 1_150),
        },
        { requiredKeys: ['duration', 'init', 'timeout'] },
      ),
      fast: fc.record({ duration: fc.constantFrom('0ms', '1ms', '150ms'), init: fc.constant('20ms') }),
    },
    { requiredKeys: ['slow', 'fast'] },
  ),
  sources: fc.record({
    jam: fc.record({
      type: fc.constant('invoke'),
      function: fc.constant('slow'),
      clients: fc.constantFrom({ retry: 'none' }, { retry: 'sdk2026' }),
      stages: fc.constantFrom(
        [{ burst: 2_600 }, { rate: '130/s', for: '9s' }],
        [{ rate: '700/s', for: '8s' }],
        [{ pause: '3s' }, { burst: 1_700, over: '2s' }, { burst: 900 }],
      ),
    }),
    flood: fc.record({
      type: fc.constant('function-url'),
      function: fc.constant('fast'),
      arrivals: fc.constantFrom('constant', 'poisson'),
      stages: fc.constantFrom(
        [{ rate: '300/s', for: '5s' }],
        [
          { rate: '17000/s', for: '900ms' },
          { rate: '100/s', for: '10s' },
        ],
        [
          { rate: '500/s', for: '2s' },
          { burst: 21_000, over: '1s' },
          { rate: '1/s', for: '1s' },
        ],
      ),
    }),
  }),
});

/** A crowd that asks for more environments than it gets for as long as it is there. */
export const steadyCrowd = (scalingBurst: 'bucket' | 'window'): Content => ({
  duration: '14s',
  warmup: '0s',
  seed: 1,
  account: { concurrency: 9_000 },
  assumptions: { platformOverhead: '0ms', scalingBurst },
  functions: { slow: { duration: '20s', init: '1s', timeout: '1m' } },
  sources: {
    jam: {
      type: 'invoke',
      function: 'slow',
      clients: { retry: 'none' },
      stages: [{ rate: '90/s', for: '2s' }, { burst: 1_500 }, { rate: '300/s', for: '10s' }],
    },
  },
});

/** A crowd whose requests are over at once, and that grows faster than A-4 lets it. */
export const growingCrowd: Content = {
  duration: '5s',
  warmup: '0s',
  seed: 1,
  account: { concurrency: 9_000 },
  assumptions: { platformOverhead: '0ms' },
  functions: { fast: { duration: '1ms', init: '0ms' } },
  sources: {
    flood: {
      type: 'alb',
      function: 'fast',
      stages: [
        { rate: '11000/s', for: '1s' },
        { rate: '15000/s', for: '2500ms' },
      ],
    },
  },
};

/** A scenario in which nobody ever meets a limit, whatever happens: what one does, another cannot notice. */
export function unlimited(content: Content): Content {
  const assumptions = { ...content.assumptions, rpsModel: 'total' };
  return {
    ...content,
    account: { concurrency: 100_000, scaling: 'unlimited' },
    assumptions,
    functions: mapValues(content.functions, (f) => without(f, 'reservedConcurrency')),
  };
}

/** The scenario of a content, with the files that its traces name. */
export function scenarioFrom(content: object): Scenario {
  return scenarioOf(content, [], FILES);
}

/** The same map with changed values. */
export function mapValues(
  map: Readonly<Record<string, object>>,
  change: (value: object, name: string) => object,
): Record<string, object> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}

/** The same map without one key. */
export function without(map: object, key: string): object {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

function mapValuesTo<T>(map: Readonly<Record<string, object>>, change: (value: object) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
