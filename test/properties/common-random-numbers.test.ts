import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observe, type Line } from './observation.ts';
import { anyScenario, mapValues, unlimited, without, type Content, scenarioFrom } from './scenarios.ts';

/** A function and a source that have nothing to do with anybody else's; their names stand first and last. */
const newcomers = {
  functions: { 'aa newcomer': { duration: { exponential: '300ms' }, init: '1s', errors: '20%' } },
  sources: { 'zz newcomer': { type: 'invoke', function: 'aa newcomer', rate: '23/s', clients: { timeout: '400ms' } } },
};

/** Only warm invocations without an end before their time: what the log shows is the service time itself. */
function plain(content: Content): Content {
  return {
    ...content,
    warmup: '0s',
    duration: '61s',
    functions: mapValues(content.functions, (f) => ({
      ...without(without(without(f, 'coldDuration'), 'initErrors'), 'errors'),
      init: '0ms',
      timeout: '15m',
      runtime: 'nodejs22.x',
    })),
    assumptions: { ...content.assumptions, platformOverhead: '0ms' },
    sources: mapValues(content.sources, (source) => ({ ...source, type: 'invoke', clients: { retry: 'none' } })),
  };
}

describe('common random numbers', () => {
  it('where nobody meets a limit, a new function and its source change no figure of anybody else', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const alone = unlimited(content);
        const joined = {
          ...alone,
          functions: { ...alone.functions, ...newcomers.functions },
          sources: { ...newcomers.sources, ...alone.sources },
        };
        const before = observe(scenarioFrom(alone));
        const after = observe(scenarioFrom(joined));
        expect(after.record.functions).toEqual(expect.arrayContaining([...before.record.functions]));
        expect(after.record.sources).toEqual(expect.arrayContaining([...before.record.sources]));
        const theirs = after.lines.filter((line) => line.source !== 'zz newcomer');
        expect(theirs.map(text).sort()).toEqual(before.lines.map(text).sort());
      }),
      { numRuns: 25, seed: 40 },
    );
  });

  it('a new source on the same function changes nobody’s arrivals and service times', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const alone = unlimited(plain(content));
        const fn = Object.keys(alone.functions)[0]!;
        const joined = {
          ...alone,
          sources: { ...alone.sources, 'zz newcomer': { ...newcomers.sources['zz newcomer'], function: fn } },
        };
        const before = services(observe(scenarioFrom(alone)).lines);
        const after = services(observe(scenarioFrom(joined)).lines.filter((line) => line.source !== 'zz newcomer'));
        expect(after).toEqual(before);
      }),
      { numRuns: 20, seed: 41 },
    );
  });

  it('limits change who is served, and nobody’s arrival or service time', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const free = services(observe(scenarioFrom(unlimited(plain(content)))).lines);
        const limited = services(observe(scenarioFrom(plain(content))).lines);
        expect([...limited.keys()]).toEqual([...free.keys()]);
        for (const [request, time] of limited) if (!Number.isNaN(time)) expect(time).toBe(free.get(request));
      }),
      { numRuns: 25, seed: 42 },
    );
  });

  it('a longer horizon changes nothing of what came before', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const short = observe(scenarioFrom({ ...content, warmup: '0s', duration: '20s' }));
        const long = observe(scenarioFrom({ ...content, warmup: '0s', duration: '45s' }));
        const until = short.scenario.duration;
        const settled = (lines: readonly Line[]): string[] =>
          lines
            .filter((line) => line.end < until)
            .map(text)
            .sort();
        expect(settled(long.lines)).toEqual(settled(short.lines));
        expect(long.facts.filter((fact) => fact.at < until)).toEqual(short.facts.filter((fact) => fact.at < until));
      }),
      { numRuns: 20, seed: 43 },
    );
  });

  it('a warm-up changes nothing but what is counted', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const whole = observe(scenarioFrom({ ...content, warmup: '0s' }));
        const rest = observe(scenarioFrom({ ...content, warmup: '6s' }));
        expect(rest.facts).toEqual(whole.facts);
        expect(rest.lines).toEqual(whole.lines.filter((line) => line.arrival >= rest.scenario.warmup));
      }),
      { numRuns: 20, seed: 44 },
    );
  });

  it('a retry keeps its service time', () => {
    const crowded = (concurrency: number): Content => ({
      duration: '2m',
      warmup: '0s',
      seed: 5,
      account: { concurrency },
      assumptions: { platformOverhead: '0ms', idleTimeout: 'none' },
      functions: { api: { duration: { p50: '300ms', p99: '3s' }, init: '0ms', timeout: '15m', runtime: 'nodejs22.x' } },
      sources: {
        web: {
          type: 'invoke',
          function: 'api',
          rate: '40/s',
          clients: {
            retry: {
              maxAttempts: 6,
              on: [429],
              backoff: { base: '100ms', factor: 2, cap: '10s', jitter: 'full' },
            },
          },
        },
      },
    });
    const free = services(observe(scenarioFrom(crowded(1_000))).lines);
    const { lines } = observe(scenarioFrom(crowded(12)));
    const limited = services(lines);
    const retried = lines.filter((line) => line.attempts > 1 && line.status === '200').length;
    expect(retried).toBeGreaterThan(500);
    for (const [request, time] of limited) if (!Number.isNaN(time)) expect(time).toBe(free.get(request));
  });

  it('two sources of one function have service times of their own', () => {
    const source = { type: 'invoke', function: 'api', arrivals: 'constant', rate: '50/s' };
    const content = {
      duration: '1m',
      account: { concurrency: 100_000, scaling: 'unlimited' },
      assumptions: { platformOverhead: '0ms' },
      functions: {
        api: { duration: { uniform: ['0ms', '200ms'] }, init: '0ms', timeout: '15m', runtime: 'nodejs22.x' },
      },
      sources: { one: source, two: source },
    };
    const { lines } = observe(scenarioFrom(content));
    const times = (name: string): readonly number[] =>
      lines.filter((line) => line.source === name && line.arrival < 59e6).map((line) => line.end - line.start);
    const two = times('two');
    const product = times('one').reduce((sum, time, k) => sum + (time - 100_000) * (two[k]! - 100_000), 0);
    // The variance of a uniform is its width² / 12; 4.75 standard errors of the correlation of 2,950 pairs.
    expect(Math.abs(product / two.length / (200_000 ** 2 / 12))).toBeLessThan(4.75 / Math.sqrt(two.length));
  });

  it('a higher rate keeps the pairing: the n-th request still has the n-th service time', () => {
    const at = (rate: string): readonly number[] => {
      const content = {
        duration: '1m',
        account: { concurrency: 100_000 },
        assumptions: { platformOverhead: '0ms' },
        functions: { api: { duration: { exponential: '200ms' }, init: '0ms', timeout: '15m', runtime: 'nodejs22.x' } },
        sources: { web: { type: 'invoke', function: 'api', rate } },
      };
      return [...services(observe(scenarioFrom(content)).lines).values()].filter((time) => !Number.isNaN(time));
    };
    const slow = at('20/s').slice(0, 1_000);
    expect(at('50/s').slice(0, 1_000)).toEqual(slow);
  });
});

/** Service time by request: `source arrival k`, where k counts requests of one source in one instant. */
function services(lines: readonly Line[]): ReadonlyMap<string, number> {
  const inOrder = lines.toSorted(
    (a, b) => a.arrival - b.arrival || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0),
  );
  const times = new Map<string, number>();
  let same = 0;
  inOrder.forEach((line, place) => {
    const before = inOrder[place - 1];
    same = before?.arrival === line.arrival && before.source === line.source ? same + 1 : 0;
    times.set(`${line.source} ${line.arrival} ${same}`, line.end - line.start);
  });
  return times;
}

function text(line: Line): string {
  return Object.values(line).join(' ');
}
