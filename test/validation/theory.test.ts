/** Closed forms of queueing theory; each tolerance is three standard errors. */
import { describe, expect, it } from 'vitest';
import { SECOND, type Micros } from '../../src/des/time.ts';
import { Replication } from '../../src/simulate.ts';
import { play } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';
import { expectMean, runsOf } from './replications.ts';

/** Laws of the same mean: what a loss system and an infinite one do depends on nothing else of them. */
const LAWS = [
  { law: 'constant', of: (mean_ms: number) => `${mean_ms}ms` },
  { law: 'exponential', of: (mean_ms: number) => ({ exponential: `${mean_ms}ms` }) },
  { law: 'lognormal', of: (mean_ms: number) => ({ lognormal: { mean: `${mean_ms}ms`, sd: `${1.5 * mean_ms}ms` } }) },
] as const;

describe('Erlang B: a function at its reserved concurrency is a loss system M/G/c/c', () => {
  // A. K. Erlang 1917; the share throttled is ErlangB(c, rate × mean).
  const cases = [
    { rate: 10, mean_ms: 500, servers: 5, blocked: 0.284868 },
    { rate: 50, mean_ms: 200, servers: 10, blocked: 0.214582 },
    { rate: 100, mean_ms: 500, servers: 50, blocked: 0.104787 },
    { rate: 100, mean_ms: 500, servers: 60, blocked: 0.021668 },
    { rate: 100, mean_ms: 2_000, servers: 200, blocked: 0.054352 },
  ].flatMap((one) => LAWS.map((law) => ({ ...one, ...law })));

  it.each(cases)(
    '$rate/s × $mean_ms ms ($law) on $servers: $blocked throttled',
    ({ rate, mean_ms, servers, blocked, of }) => {
      expect(erlangB(servers, (rate * mean_ms) / 1_000)).toBeCloseTo(blocked, 6);
      const runs = runsOf(
        {
          duration: `${(mean_ms * 10) / 1_000 + 12_000 / rate}s`,
          warmup: `${(mean_ms * 10) / 1_000}s`,
          account: { concurrency: 1_000, scaling: 'unlimited' },
          functions: { api: { duration: of(mean_ms), reservedConcurrency: servers, initialEnvironments: servers } },
          sources: { web: { function: 'api', arrivals: 'poisson', rate: `${rate}/s` } },
        },
        16,
      );
      const shares = runs.map((run) => run.functions['api']!.throttledShare);
      expectMean(shares, blocked);
      // All of them by the reservation, and what is left keeps rate × mean × (1 − blocked) busy.
      for (const run of runs)
        expect(run.functions['api']!.throttlesByCause.reserved).toBe(run.functions['api']!.Throttles);
      const busy = runs.map((run) => run.functions['api']!.ConcurrentExecutions.mean);
      expectMean(busy, (rate * mean_ms * (1 - blocked)) / 1_000);
    },
  );
});

describe('M/G/∞: without a limit, concurrency has a Poisson law of mean rate × duration', () => {
  it.each(LAWS)('$law durations: mean, variance and the whole law', ({ of }) => {
    const load = 10;
    const counts = new Float64Array(64);
    for (let seed = 1; seed <= 16; seed++) {
      const { rows } = play(
        bare({
          duration: '810s',
          seed,
          account: { concurrency: 100_000, scaling: 'unlimited' },
          functions: { api: { duration: of(500) } },
          sources: { web: { function: 'api', arrivals: 'poisson', rate: '20/s' } },
        }),
      );
      // Five mean durations apart, samples are as good as independent.
      for (const level of levelsAt(rows, 10, 2.5, 320)) counts[level]!++;
    }
    const samples = counts.reduce((sum, count) => sum + count, 0);
    expect(samples).toBe(16 * 320);
    const mean = counts.reduce((sum, count, level) => sum + count * level, 0) / samples;
    const variance = counts.reduce((sum, count, level) => sum + count * (level - mean) ** 2, 0) / (samples - 1);
    expect(Math.abs(mean - load)).toBeLessThan(3 * Math.sqrt(load / samples));
    // The fourth central moment of a Poisson law is load + 3·load².
    expect(Math.abs(variance - load)).toBeLessThan(3 * Math.sqrt((load + 2 * load * load) / samples));
    expectPoisson(counts, load, samples);
  });
});

describe('a single environment', () => {
  it('is cold with probability exp(−rate × idle timeout) where requests hardly ever meet', () => {
    const runs = runsOf(
      {
        duration: '30d',
        assumptions: { idleTimeout: '600s' },
        functions: { api: { duration: '10ms' } },
        sources: { web: { function: 'api', arrivals: 'poisson', rate: '6.7068/h' } },
      },
      16,
    );
    // 0.001863/s × 600 s
    const expected = Math.exp(-0.001863 * 600);
    expect(expected).toBeCloseTo(0.327, 3);
    const shares = runs.map((run) => run.functions['api']!.coldStartShare);
    expectMean(shares, expected);
  });
});

describe('evenly spaced requests are counted exactly', () => {
  const played = (content: Content): { requests: number; cold: number; started: number; throttled: number } => {
    const { json } = play(bare(content));
    const { coldStarts, Invocations, Throttles } = json.functions['api']!;
    return { requests: json.sources['web']!.requests, cold: coldStarts, started: Invocations, throttled: Throttles };
  };

  it('1,000/s, cold 1.5 s, warm 0.5 s, limit 1,000, 60 s: 500 throttled, before the first environments are warm', () => {
    const counts = played({
      duration: '60s',
      functions: { api: { duration: '500ms', coldDuration: '1.5s' } },
      sources: { web: { function: 'api', rate: '1000/s' } },
    });
    expect(counts).toEqual({ requests: 60_000, cold: 1_000, started: 59_500, throttled: 500 });
  });

  it('2,000/s × 1 s at limit 1,000, 30 s: half are throttled', () => {
    const counts = played({
      duration: '30s',
      functions: { api: { duration: '1s' } },
      sources: { web: { function: 'api', rate: '2000/s' } },
    });
    expect(counts).toEqual({ requests: 60_000, cold: 1_000, started: 30_000, throttled: 30_000 });
  });
});

describe('Little’s law', () => {
  it('holds to the microsecond over 300,000 invocations', () => {
    const scenario = bare({
      duration: '31m',
      warmup: '1m',
      account: { concurrency: 500 },
      functions: { api: { duration: { p50: '1.5s', p99: '14s' }, init: '400ms' } },
      sources: { web: { function: 'api', arrivals: 'poisson', rate: '200/s' } },
    });
    // Not `play`: its seconds are no whole numbers.
    let clipped: Micros = 0;
    let counted = 0;
    const replication = new Replication(scenario, 1, { series: false, requestLog: null });
    const whole = new Replication({ ...scenario, warmup: 0 }, 1, {
      series: false,
      requestLog: {
        row: (...[, , , start, end]) => {
          if (Number.isNaN(start)) return;
          counted++;
          const until = Number.isNaN(end) ? scenario.duration : end;
          clipped += Math.max(0, until - Math.max(start, scenario.warmup));
        },
      },
    });
    while (!replication.advance(Infinity));
    while (!whole.advance(Infinity));
    whole.record();
    expect(counted).toBeGreaterThan(300_000);
    expect(replication.record().functions[0]!.concurrency.integral).toBe(clipped);
    expect(clipped / (30 * 60 * SECOND)).toBeGreaterThan(400);
  });
});

/** Blocking probability of M/G/c/c by the usual recursion. */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** How many requests are in flight at `from`, `from + step` …, each seen right after the instant. */
function levelsAt(
  rows: readonly { readonly start_s: number | null; readonly end_s: number | null }[],
  from: number,
  step: number,
  samples: number,
): readonly number[] {
  const levels = Array.from({ length: samples }, () => 0);
  for (const { start_s, end_s } of rows) {
    const first = Math.max(0, Math.ceil((start_s! - from) / step));
    const beyond = end_s === null ? samples : Math.ceil((end_s - from) / step);
    for (let k = first; k < Math.min(beyond, samples); k++) levels[k]!++;
  }
  return levels;
}

/** Chi-square of levels 3 to 18, the rest in two cells of their own: 17 degrees of freedom, 1 of 1,000 is above 40.8. */
function expectPoisson(counts: Float64Array, load: number, samples: number): void {
  const cells = new Float64Array(18);
  const expected = new Float64Array(18);
  let probability = Math.exp(-load);
  for (let level = 0; level < counts.length; level++) {
    const cell = Math.min(17, Math.max(0, level - 2));
    cells[cell]! += counts[level]!;
    expected[cell]! += probability * samples;
    probability *= load / (level + 1);
  }
  const statistic = cells.reduce((sum, count, cell) => sum + (count - expected[cell]!) ** 2 / expected[cell]!, 0);
  expect(statistic).toBeLessThan(40.8);
}
