/** What the sources have of the bill of the functions they call. */
import { perPart } from './cost.ts';
import type { FunctionRecord, SourceRecord } from './run-record.ts';
import type { CostParts, CostResult } from './run-result.ts';
import type { SetupSource } from './setup.ts';
import { pricesIn } from './prices.ts';
import { pollerUsage } from './usage.ts';

/** A function as it was billed. */
export interface BilledFunction {
  readonly record: FunctionRecord;
  readonly cost: CostResult;
}

/** What one source costs, and of it each of its routes. */
export interface SourceCost {
  readonly cost: CostResult;
  readonly routes: readonly CostResult[];
}

/** A source, a route of one or the authorizer of one, as it calls a function. */
interface Share {
  readonly source: number;
  readonly called: BilledFunction;
  readonly calls: number;
  readonly time: number;
  /** R10.14: what its own provisioned pollers weigh beside those of others. */
  readonly pollers: number;
}

/**
 * Each source's share, in the order of the sources. Where a single source calls a function it is the function's whole
 * bill. Where several do, what is billed is not counted by source: requests are split by their invocations (attempts
 * that were not throttled), everything else by invocations × mean Init and Duration of their served requests. A source
 * with routes or an authorizer has a share in each function that it calls. What functions call one another is in no
 * source's bill: of a function that is also called by others, sources have the part of their invocations.
 * @param records of the sources, in the same order @param callees names of the functions that functions call
 */
export function sourceCosts(
  sources: readonly SetupSource[],
  records: readonly SourceRecord[],
  functions: readonly BilledFunction[],
  callees: ReadonlySet<string>,
): readonly SourceCost[] {
  const shares = sources.flatMap((source, k) => sharesOf(source, k, records[k]!, functions));
  const costs = shares.map((share) => costOf(share, shares, callees.has(share.called.record.name)));
  return sources.map((source, k) => {
    const own = costs.filter((_, index) => shares[index]!.source === k);
    return { cost: own.length === 1 ? own[0]! : added(own), routes: own.slice(0, source.routes.length) };
  });
}

/** The routes first, or the function where there are none; then the authorizer. */
function sharesOf(
  { function: only, routes, authorizer }: SetupSource,
  source: number,
  record: SourceRecord,
  functions: readonly BilledFunction[],
): readonly Share[] {
  const billed = (name: string): BilledFunction => functions.find((f) => f.record.name === name)!;
  const share = (name: string, from: SourceRecord): Share => {
    const called = billed(name);
    const calls = invocationsOf(from);
    return { source, called, calls, time: calls * meanTime(from, called.record), pollers: pollersOf(from) };
  };
  if (only === '') return [];
  const own =
    routes.length === 0 ? [share(only, record)] : routes.map((route, k) => share(route.function, record.routes[k]!));
  if (authorizer === null) return own;
  const called = billed(authorizer.function);
  const calls = record.authorizations;
  return [...own, { source, called, calls, time: calls * billedTime(called.record), pollers: 0 }];
}

function costOf({ called, calls, time, pollers }: Share, shares: readonly Share[], isCallee: boolean): CostResult {
  const rivals = shares.filter((other) => other.called === called);
  const known = sum(rivals.map((rival) => rival.calls));
  const part = isCallee ? Math.min(1, known / called.record.invocations) : 1;
  const ofCalls = (part * calls) / known;
  const ofTime = (part * time) / sum(rivals.map((rival) => rival.time));
  const ofPollers = pollers / sum(rivals.map((rival) => rival.pollers));
  return eachPeriod([called.cost], ([cost]) => {
    return perPart((name) => {
      if (name === 'provisionedPollers') return pollers === 0 ? 0 : cost![name] * ofPollers;
      return calls === 0 ? 0 : cost![name] * (name === 'requests' || !(time > 0) ? ofCalls : ofTime);
    });
  });
}

function added(costs: readonly CostResult[]): CostResult {
  return eachPeriod(costs, (parts) => perPart((name) => sum(parts.map((part) => part[name]))));
}

/** The same sum for the window and, where they are told, for the month and the month in a year. */
function eachPeriod(costs: readonly CostResult[], of: (parts: readonly CostParts[]) => CostParts): CostResult {
  const months = costs.flatMap(({ month }) => month ?? []);
  const later = costs.flatMap(({ monthInAYear }) => monthInAYear ?? []);
  return {
    ...of(costs),
    ...(months.length === 0 ? {} : { month: of(months) }),
    ...(later.length === 0 ? {} : { monthInAYear: of(later) }),
  };
}

/** Units of queues and of topics have prices of their own, in one proportion everywhere. */
function pollersOf(record: SourceRecord): number {
  const { sqs, kafka } = pricesIn('us-east-1').pollerHour;
  const { sqsPollers_s, kafkaUnits_s } = pollerUsage(record);
  return sqsPollers_s * sqs + kafkaUnits_s * kafka;
}

function invocationsOf({ attempts, throttledAttempts }: SourceRecord): number {
  return attempts - throttledAttempts;
}

/** Microseconds of Init and Duration that an invocation of this source takes on average. */
function meanTime({ served, latencyParts }: SourceRecord, called: FunctionRecord): number {
  if (served > 0) return (latencyParts.init + latencyParts.run) / served;
  return billedTime(called);
}

function billedTime({ billing }: FunctionRecord): number {
  return (
    (sum(billing.map((bill) => bill.billed_ms + bill.provisionedBilled_ms)) * 1_000) /
    Math.max(1, sum(billing.map((bill) => bill.requests)))
  );
}

/** In an order of their own, so that the order of the file changes not even the last digit. */
function sum(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
}
