/** A dependency beside queueing theory: M/M/c with a line without bounds, M/D/1, and loss without a line. */
import { describe, it } from 'vitest';
import { expectMean, runsOf } from './replications.ts';

/** Calls at `rate` a second, each from a function of its own time 0, so that the dependency sees Poisson arrivals. */
function runs(rate: number, dependency: object, seconds: number, count = 16) {
  return runsOf(
    {
      duration: `${String(seconds + 60)}s`,
      warmup: '60s',
      account: { concurrency: 100_000, scaling: 'unlimited' },
      dependencies: { db: dependency },
      functions: { api: { duration: '0ms', uses: [{ dependency: 'db' }] } },
      sources: { web: { function: 'api', arrivals: 'poisson', rate: `${String(rate)}/s` } },
    },
    count,
  ).map((run) => run.dependencies!['db']!);
}

describe('Erlang C: a dependency with a line is M/M/c', () => {
  // A. K. Erlang 1917: a call waits with probability C(c, a), and C(c, a) / (c/s − rate) on average.
  it.each([
    { rate: 8, mean_ms: 100, servers: 1 },
    { rate: 40, mean_ms: 100, servers: 5 },
    { rate: 90, mean_ms: 100, servers: 10 },
    { rate: 425, mean_ms: 200, servers: 90 },
  ])('$rate/s × $mean_ms ms on $servers', ({ rate, mean_ms, servers }) => {
    const load = (rate * mean_ms) / 1_000;
    const all = runs(rate, { capacity: servers, service: { exponential: `${String(mean_ms)}ms` } }, 40_000 / rate);
    const wait = (erlangC(servers, load) / (servers / (mean_ms / 1_000) - rate)) * 1_000;
    expectMean(
      all.map((db) => db.wait.mean_ms),
      wait,
    );
    expectMean(
      all.map((db) => db.utilisation),
      load / servers,
    );
    // Little's law for the line.
    expectMean(
      all.map((db) => db.waiting.mean),
      (rate * wait) / 1_000,
    );
  });
});

describe('M/D/1', () => {
  it('waits ρ·s / (2(1 − ρ)) on average', () => {
    const all = runs(7, { capacity: 1, service: '100ms' }, 6_000);
    // 0.7 × 100 ms / 0.6
    expectMean(
      all.map((db) => db.wait.mean_ms),
      (0.7 * 100) / (2 * 0.3),
    );
  });
});

describe('Erlang B: a dependency without a line is M/M/c/c', () => {
  it.each([
    { rate: 10, mean_ms: 500, servers: 5, refused: 0.284868 },
    { rate: 50, mean_ms: 200, servers: 10, refused: 0.214582 },
  ])('$rate/s × $mean_ms ms on $servers: $refused refused', ({ rate, mean_ms, servers, refused }) => {
    const service = { exponential: `${String(mean_ms)}ms` };
    const all = runs(rate, { capacity: servers, service, onFull: 'error' }, 20_000 / rate);
    expectMean(
      all.map((db) => db.rejectedShare),
      refused,
    );
  });
});

/** Probability that a call of M/M/c waits. */
function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  const utilisation = load / servers;
  return blocked / (1 - utilisation + utilisation * blocked);
}
