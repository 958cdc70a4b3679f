/** What holds in every run of every scenario. Each law takes one observed run. */
import { expect } from 'vitest';
import { HOUR, SECOND, toMilliseconds, type Micros } from '../../src/des/time.ts';
import { priceOf } from '../../src/lambda/pricing.ts';
import { findSeries } from '../../src/result/series.ts';
import { throttleRows } from '../../src/result/throttle-rows.ts';
import type { Fact, Observation } from './observation.ts';

/** The clock never goes back, and never passes the horizon. */
export function clockNeverGoesBack({ facts, scenario }: Observation): void {
  let before = 0;
  for (const { at } of facts) {
    if (at < before) expect.fail(`a fact at ${at} after one at ${before}`);
    before = at;
  }
  expect(before).toBeLessThanOrEqual(scenario.duration);
}

/** Reserved concurrency, the unreserved pool and the account limit hold at every instant, the background included. */
export function noLimitIsExceeded({ facts, scenario }: Observation): void {
  const reserved = new Map(scenario.functions.map((f) => [f.name, f.reservedConcurrency ?? Infinity]));
  const pool = scenario.functions.reduce(
    (rest, f) => rest - (f.reservedConcurrency ?? 0),
    scenario.account.concurrency,
  );
  const inFlight = new Map(scenario.functions.map((f) => [f.name, 0]));
  let unreserved = 0;
  let background = 0;
  for (const fact of facts) {
    if (fact.kind === 'background') background = fact.level;
    if (fact.kind !== 'started' && fact.kind !== 'released') continue;
    const change = fact.kind === 'started' ? 1 : -1;
    const level = inFlight.get(fact.fn)! + change;
    inFlight.set(fact.fn, level);
    const own = reserved.get(fact.fn)!;
    if (own === Infinity) unreserved += change;
    if (level < 0 || level > own) expect.fail(`${fact.fn} has ${level} of ${own} in flight at ${fact.at}`);
    if (unreserved + background > pool) expect.fail(`${unreserved} + ${background} of ${pool} at ${fact.at}`);
  }
}

/** R2.1, R2.2: within any w seconds a function gets at most 1,000 + 100·w environments on demand; `window`: 1,000 in 10 s. */
export function scalingRateHolds({ facts, scenario }: Observation): void {
  if (scenario.account.scaling !== 'per-function-2023') return;
  const window = scenario.assumptions.scalingBurst === 'window';
  for (const { name } of scenario.functions) {
    const at = facts.filter((fact) => isCreation(fact, name)).map((fact) => fact.at);
    if (window) {
      for (let k = 1_000; k < at.length; k++) expect(at[k]! - at[k - 1_000]!).toBeGreaterThanOrEqual(10 * SECOND);
      continue;
    }
    const early = firstBeyond(at, 100, 1_000 * SECOND);
    if (early >= 0) expect.fail(`${name} got environment ${early} too early, at ${at[early]}`);
  }
}

/**
 * R1.10, A-2: within any w seconds the account admits at most 10 × its limit × (burst + w) requests, and a function
 * with reserved concurrency 10 × that.
 */
export function requestRateHolds({ facts, scenario }: Observation): void {
  if (scenario.assumptions.rpsModel !== 'total') return;
  const burst = scenario.assumptions.rpsBurst;
  const hold = (name: string, perSecond: number, at: readonly Micros[]): void => {
    const capacity = Math.max(SECOND, perSecond * burst);
    const early = firstBeyond(at, perSecond, capacity);
    if (early >= 0) expect.fail(`${name} admits request ${early} too early, at ${at[early]}`);
  };
  const starts = facts.filter((fact) => fact.kind === 'started');
  const account = scenario.account.concurrency;
  hold(
    'the account',
    10 * account,
    starts.map((fact) => fact.at),
  );
  for (const { name, reservedConcurrency } of scenario.functions) {
    if (reservedConcurrency === null) continue;
    hold(
      name,
      10 * reservedConcurrency,
      starts.filter((fact) => fact.fn === name).map((fact) => fact.at),
    );
  }
}

/** R2.1, A-4: a second admits at most what one of the ten before it did, and what is left of 10,000 more. */
export function growthLimitHolds({ facts, scenario }: Observation): void {
  if (scenario.account.scaling !== 'per-function-2023' || !scenario.assumptions.growthLimit) return;
  for (const { name } of scenario.functions) {
    const admitted = new Float64Array(scenario.duration / SECOND + 1);
    for (const fact of facts)
      if (fact.kind === 'started' && fact.fn === name) admitted[Math.floor(fact.at / SECOND)]!++;
    let growth = 10_000;
    admitted.forEach((count, second) => {
      const level = Math.max(0, ...admitted.subarray(Math.max(0, second - 10), second));
      if (count > level + growth)
        expect.fail(`${name} admits ${count} in second ${second}, above ${level} + ${growth}`);
      growth = Math.min(10_000, growth - Math.max(0, count - level) + 1_000);
    });
  }
}

/** An environment serves one invocation at a time (R1.1); who waits for Init has a new one. */
export function environmentsServeOneAtATime({ facts }: Observation): void {
  const busyUntil = new Map<number, Micros>();
  let created = 0;
  let cold = 0;
  for (const fact of facts) {
    if (fact.kind === 'created' && fact.onDemand) created++;
    if (fact.kind !== 'started') continue;
    if (fact.cold) cold++;
    const until = busyUntil.get(fact.environment) ?? 0;
    if (fact.at < until) expect.fail(`environment ${fact.environment} is taken at ${fact.at}, busy until ${until}`);
    busyUntil.set(fact.environment, fact.at + fact.time);
  }
  expect(cold).toBe(created);
}

/**
 * Little's law, in whole microseconds: the integral of what is in flight over the window is the sum of the occupied
 * times, clipped to it.
 */
export function littlesLaw({ facts, scenario, record, json }: Observation): void {
  const { warmup, duration } = scenario;
  for (const [k, { name }] of scenario.functions.entries()) {
    const clipped = facts.reduce((sum, fact) => {
      if (fact.kind !== 'started' || fact.fn !== name) return sum;
      return sum + Math.max(0, Math.min(fact.at + fact.time, duration) - Math.max(fact.at, warmup));
    }, 0);
    const { concurrency } = record.functions[k]!;
    expect(concurrency.integral).toBe(clipped);
    expect(json.functions[name]!.ConcurrentExecutions.mean).toBe(clipped / (duration - warmup));
  }
}

/** The account's level is that of its functions and the background, in mean and maximum. */
export function theAccountAddsUp({ facts, scenario, record }: Observation): void {
  const { warmup, duration } = scenario;
  let level = 0;
  let background = 0;
  let since = 0;
  let integral = 0;
  let max = 0;
  const advance = (at: Micros): void => {
    integral += (level + background) * Math.max(0, at - Math.max(since, warmup));
    if (at > since && at > warmup) max = Math.max(max, level + background);
    since = at;
  };
  for (const fact of facts) {
    advance(fact.at);
    if (fact.kind === 'background') background = fact.level;
    else if (fact.kind === 'started') level++;
    else if (fact.kind === 'released') level--;
    // An instant's own peak counts too: more arrive, then some end at once.
    if (fact.at >= warmup && (fact.kind === 'started' || fact.kind === 'background'))
      max = Math.max(max, level + background);
  }
  advance(duration);
  expect(record.account.concurrency.integral).toBe(integral);
  expect(record.account.concurrency.max).toBe(max);
}

/** Every request ends exactly once: served, failed or unfinished; the log has one line for each. */
export function everyRequestEndsOnce({ record, lines, json }: Observation): void {
  for (const source of record.sources) {
    const own = lines.filter((line) => line.source === source.name);
    const { throttled, error, timeout, other } = source.failures;
    const failed = throttled + error + timeout + other;
    expect(source.served + failed + source.unfinished).toBe(source.requests);
    expect(own).toHaveLength(source.requests);
    expect(own.filter((line) => line.status === 'unfinished')).toHaveLength(source.unfinished);
    expect(own.filter((line) => Number.isNaN(line.end))).toHaveLength(source.unfinished);
    expect(source.latency.count).toBe(source.served);
    expect(source.failedLatency.count).toBe(failed);
    expect(json.sources[source.name]).toMatchObject({ requests: source.requests, served: source.served, failed });
  }
  const unfinished = record.sources.reduce((sum, source) => sum + source.unfinished, 0);
  expect(record.unfinished.requests).toBe(unfinished);
}

/** What is in flight when the run stops is what has started and not ended. */
export function unfinishedInvocationsAreThoseInFlight({ facts, scenario, record }: Observation): void {
  const running = facts.filter((fact) => fact.kind === 'started' && fact.at + fact.time > scenario.duration);
  expect(record.unfinished.invocations).toBe(running.length);
}

/** Latency is the sum of its parts; each line's latency is in the sum. */
export function latencyPartsAddUp({ record, json, lines }: Observation): void {
  for (const source of record.sources) {
    const { retries, overhead, init, run } = source.latencyParts;
    expect(retries + overhead + init + run).toBe(source.latency.sum);
    const { latency, latencyParts } = json.sources[source.name]!;
    const sum = latencyParts.retries_ms + latencyParts.overhead_ms + latencyParts.init_ms + latencyParts.run_ms;
    expect(sum).toBeCloseTo(latency.mean_ms, 6);
    const own = lines.filter((line) => line.source === source.name && !Number.isNaN(line.end));
    const total = own.reduce((all, line) => all + line.end - line.arrival, 0);
    expect(source.latency.sum + source.failedLatency.sum).toBe(total);
  }
}

/** Throttles by reason, by cause and in all are the same; so are those that the model reported in the window. */
export function throttlesAddUp({ facts, scenario, json, record }: Observation): void {
  for (const { name } of scenario.functions) {
    const { Throttles, throttles, throttlesByCause, throttledShare, Invocations, holders } = json.functions[name]!;
    const reported = facts.filter(
      (fact) => fact.kind === 'throttled' && fact.fn === name && fact.at >= scenario.warmup,
    );
    expect(Throttles).toBe(reported.length);
    expect(total(throttles)).toBe(Throttles);
    expect(total(throttlesByCause)).toBe(Throttles);
    expect(throttledShare).toBe(Throttles === 0 ? 0 : Throttles / (Throttles + Invocations));
    expect(total(holders)).toBeLessThanOrEqual(1 + 1e-9);
  }
  const all = scenario.functions.reduce((sum, { name }) => sum + json.functions[name]!.Throttles, 0);
  expect(total(json.account.throttles)).toBe(all);
  if (scenario.warmup === 0)
    expect([...throttleRows(record.series.throttles)].reduce((sum, row) => sum + row.count, 0)).toBe(all);
}

/** Every attempt is an invocation or a throttle (without a warm-up: attempts belong to requests, invocations to their start). */
export function everyAttemptIsAnInvocationOrAThrottle({ scenario, json }: Observation): void {
  if (scenario.warmup > 0) return;
  for (const { name } of scenario.functions) {
    const sources = scenario.sources.filter((source) => source.function === name);
    const { Invocations, Throttles } = json.functions[name]!;
    expect(sum(sources.map((source) => json.sources[source.name]!.attempts))).toBe(Invocations + Throttles);
    expect(sum(sources.map((source) => json.sources[source.name]!.throttledAttempts))).toBe(Throttles);
  }
}

/** Environments: mean idle + mean in flight = mean; those that were created and have not ended are there. */
export function environmentsAddUp({ facts, scenario, record, json }: Observation): void {
  const { warmup, duration } = scenario;
  for (const [k, { name }] of scenario.functions.entries()) {
    let integral = 0;
    let created = 0;
    for (const fact of facts) {
      if (fact.kind !== 'created' && fact.kind !== 'ended') continue;
      if (fact.fn !== name) continue;
      const rest = duration - Math.max(fact.at, warmup);
      integral += fact.kind === 'created' ? rest : -rest;
      if (fact.kind === 'created' && fact.onDemand && fact.at >= warmup) created++;
    }
    const { environments, concurrency, coldStarts } = record.functions[k]!;
    expect(environments.integral).toBe(integral);
    expect(environments.idleIntegral).toBe(integral - concurrency.integral);
    expect(environments.idleIntegral).toBeGreaterThanOrEqual(0);
    expect(environments.created).toBe(created);
    expect(coldStarts).toBe(created);
    const { idleMean, mean } = json.functions[name]!.environments;
    expect(idleMean + json.functions[name]!.ConcurrentExecutions.mean).toBeCloseTo(mean, 9);
  }
}

/** The series add up to the totals (without a warm-up, which only the series have). */
export function seriesAddUp({ scenario, record }: Observation): void {
  if (scenario.warmup > 0) return;
  const sumOf = (scope: string, metric: string): number => {
    const values = findSeries(record.series, scope, metric) ?? [];
    return sum([...values].filter((value) => !Number.isNaN(value)));
  };
  for (const f of record.functions) {
    const scope = `functions.${f.name}`;
    expect(sumOf(scope, 'Invocations')).toBe(f.invocations);
    expect(sumOf(scope, 'Errors')).toBe(f.errors);
    expect(sumOf(scope, 'coldStarts')).toBe(f.coldStarts);
    expect(sumOf(scope, 'Throttles')).toBe(sum([...f.throttles]));
  }
  for (const source of record.sources) {
    const scope = `sources.${source.name}`;
    expect(sumOf(scope, 'requests')).toBe(source.requests);
    expect(sumOf(scope, 'served')).toBe(source.served);
    expect(sumOf(scope, 'attempts')).toBe(source.attempts);
    expect(sumOf(scope, 'failed')).toBe(source.requests - source.served - source.unfinished);
    expect(sumOf(scope, 'throttledAttempts')).toBe(source.throttledAttempts);
  }
}

/** Percentiles go up and never pass the maximum; nothing in the result is NaN, infinite or below 0. */
export function figuresAreSane({ json, scenario }: Observation): void {
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'number') {
      if (!Number.isFinite(value) || (value < 0 && !path.endsWith('margin'))) expect.fail(`${path} is ${value}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`);
    }
  };
  visit(json, 'result');
  const timeLimit = toMilliseconds(HOUR);
  for (const { name, timeout } of scenario.functions) {
    const { p50_ms, p90_ms, p95_ms, p99_ms, max_ms, mean_ms } = json.functions[name]!.Duration;
    const ordered = [0, p50_ms, p90_ms, p95_ms, p99_ms, max_ms, Math.min(timeLimit, toMilliseconds(timeout))];
    expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
    expect(mean_ms).toBeLessThanOrEqual(max_ms);
  }
}

/** R10.1-R10.6: the bill is that of the REPORT lines: each rounded up by itself, times memory, times the price. */
export function theBillIsThatOfItsReportLines({ facts, scenario, record, json }: Observation): void {
  const { initBilling, billingStep } = scenario.assumptions;
  const expected = { requests: 0, duration: 0 };
  const prices = priceOf(scenario.account.region)!;
  for (const [k, f] of scenario.functions.entries()) {
    for (const [version, settings] of [f, ...f.versions].entries()) {
      const { package: packed, runtime, architecture, memorySize } = settings;
      const free = initBilling !== 'all-2025' && packed === 'zip' && runtime?.startsWith('provided') !== true;
      const lines = facts
        .filter((fact) => fact.kind === 'started')
        .filter((line) => {
          return line.fn === f.name && line.version === version && line.at >= scenario.warmup;
        });
      const steps = lines.map(({ duration, init }) => Math.ceil((duration + (free ? 0 : init)) / billingStep));
      const billed_ms = steps.reduce((sum, step) => sum + step, 0) * toMilliseconds(billingStep);
      const restoreBilled_ms = sum(lines.map((line) => line.restoreBilledMs));
      const billed = { requests: lines.length, billed_ms, restoreBilled_ms };
      expect(record.functions[k]!.billing[version]).toMatchObject(billed);
      expected.requests += lines.length * 0.0000002;
      expected.duration +=
        (memorySize / 1_024) * ((billed_ms + restoreBilled_ms) / 1_000) * prices.duration[architecture]![0]!.price;
    }
  }
  expect(json.cost_usd.requests).toBeCloseTo(expected.requests, 9);
  expect(json.cost_usd.duration).toBeCloseTo(expected.duration, 9);
}

/** What the sources have of the bill is what the functions cost that are called at all. */
export function theSourcesPayForTheirFunctions({ scenario, json }: Observation): void {
  for (const { name } of scenario.functions) {
    const callers = scenario.sources.filter((source) => source.function === name).map((s) => json.sources[s.name]!);
    if (callers.every(({ attempts, throttledAttempts }) => attempts === throttledAttempts)) continue;
    const paid = callers.reduce((sum, { cost_usd }) => sum + cost_usd.total, 0);
    expect(paid).toBeCloseTo(json.functions[name]!.cost_usd.total, 9);
  }
}

/** All of them, by name. */
export const LAWS: readonly ((run: Observation) => void)[] = [
  clockNeverGoesBack,
  noLimitIsExceeded,
  scalingRateHolds,
  requestRateHolds,
  growthLimitHolds,
  environmentsServeOneAtATime,
  littlesLaw,
  theAccountAddsUp,
  everyRequestEndsOnce,
  unfinishedInvocationsAreThoseInFlight,
  latencyPartsAddUp,
  throttlesAddUp,
  everyAttemptIsAnInvocationOrAThrottle,
  environmentsAddUp,
  seriesAddUp,
  figuresAreSane,
  theBillIsThatOfItsReportLines,
  theSourcesPayForTheirFunctions,
];

/**
 * The first of ascending instants by which more than `capacity` + `perSecond` × w happened within some w, or −1; in
 * millionths. Instants i to j are j − i + 1: so j − rate·t(j) may not rise by the capacity or more above the least
 * i − rate·t(i) before it.
 */
function firstBeyond(at: readonly Micros[], perSecond: number, capacity: number): number {
  let least = Infinity;
  return at.findIndex((instant, k) => {
    const excess = k * SECOND - perSecond * instant;
    least = Math.min(least, excess);
    return excess - least >= capacity;
  });
}

function isCreation(fact: Fact, fn: string): boolean {
  return fact.kind === 'created' && fact.onDemand && fact.fn === fn;
}

function total(counts: object): number {
  return sum(Object.values(counts) as number[]);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
