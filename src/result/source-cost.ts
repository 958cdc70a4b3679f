/** What the sources have of the bill of the functions they call. */
import { perPart } from './cost.ts';
import type { FunctionRecord, SourceRecord } from './run-record.ts';
import type { CostParts, CostResult } from './run-result.ts';
import type { SetupSource } from './setup.ts';

/** A function as it was billed. */
export interface BilledFunction {
  readonly record: FunctionRecord;
  readonly cost: CostResult;
}

/**
 * Each source's share, in the order of the sources. Where a single source calls a function it is the function's whole
 * bill. Where several do, what is billed is not counted by source: requests are split by their invocations (attempts
 * that were not throttled), everything else by invocations × mean Init and Duration of their served requests.
 * @param records of the sources, in the same order
 */
export function sourceCosts(
  sources: readonly SetupSource[],
  records: readonly SourceRecord[],
  functions: readonly BilledFunction[],
): readonly CostResult[] {
  const shares = sources.map((source, k) => {
    const called = functions.find(({ record }) => record.name === source.function)!;
    const calls = invocationsOf(records[k]!);
    return { called, calls, time: calls * meanTime(records[k]!, called.record) };
  });
  return shares.map(({ called, calls, time }) => {
    const rivals = shares.filter((other) => other.called === called);
    const ofCalls = calls / sum(rivals.map((rival) => rival.calls));
    const ofTime = time / sum(rivals.map((rival) => rival.time));
    const part = (cost: CostParts): CostParts =>
      perPart((name) => (calls === 0 ? 0 : cost[name] * (name === 'requests' || !(time > 0) ? ofCalls : ofTime)));
    const { month, monthInAYear } = called.cost;
    return {
      ...part(called.cost),
      ...(month === undefined ? {} : { month: part(month) }),
      ...(monthInAYear === undefined ? {} : { monthInAYear: part(monthInAYear) }),
    };
  });
}

function invocationsOf({ attempts, throttledAttempts }: SourceRecord): number {
  return attempts - throttledAttempts;
}

/** Microseconds of Init and Duration that an invocation of this source takes on average. */
function meanTime({ served, latencyParts }: SourceRecord, { billing }: FunctionRecord): number {
  if (served > 0) return (latencyParts.init + latencyParts.run) / served;
  return (sum(billing.map((bill) => bill.billed_ms)) * 1_000) / Math.max(1, sum(billing.map((bill) => bill.requests)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
