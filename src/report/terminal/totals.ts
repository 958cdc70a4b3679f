/** The totals: one line a function, one a source, and how a source's latency came about. */
import type { FunctionResult, ResultJson, SourceResult, Statistics } from '../../result/run-result.ts';
import { count, decimals, dollars, duration, figure, share, usdDigits } from '../../result/quantity.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import type { TableCell } from './table.ts';
import { numbersAfterName, table } from './table.ts';

/** Functions and the account; of more than twenty functions the busiest are shown. */
export function functionLines(look: Look, json: ResultJson): string[] {
  const { shown, left } = busiest(Object.entries(json.functions), (fn) => [fn.Throttles, fn.Invocations]);
  const digits = usdDigits([json.cost_usd.total]);
  const header = headed('TOTALS', [
    'invocations',
    'throttled',
    'cold starts',
    `p50 / p95 / p99 Duration`,
    'peak',
    'cost',
  ]);
  const unit = unitOf(shown.map(([, fn]) => fn.Duration));
  const rows = shown.map(([name, fn]) => functionRow(look, name, fn, unit, digits));
  const { account } = json;
  const sum = (of: (fn: FunctionResult) => number): number =>
    Object.values(json.functions).reduce((all, fn) => all + of(fn), 0);
  const throttles = sum((fn) => fn.Throttles);
  const invocations = sum((fn) => fn.Invocations);
  const total = [
    '  account',
    count(invocations),
    shareOf(throttles, throttles + invocations),
    shareOf(
      sum((fn) => fn.coldStarts),
      invocations,
    ),
    '',
    count(account.ConcurrentExecutions.max),
    `$${dollars(json.cost_usd.total, digits)}`,
  ];
  return [...table(look, numbersAfterName(6), [header, ...rows, total]), ...more(left)];
}

/** `account peak 640 of 1,000, …`: how near the account came to its limit. */
export function accountLine({ account }: ResultJson): string {
  const { limit, ConcurrentExecutions, ClaimedAccountConcurrency, headroom } = account;
  return (
    `  account limit ${count(limit)}: mean ${figure(ConcurrentExecutions.mean)}, peak ${count(ConcurrentExecutions.max)}, ` +
    `claimed ${count(ClaimedAccountConcurrency.max)}, headroom ${share(headroom)}`
  );
}

/** Sources as their callers see them. */
export function sourceLines(look: Look, json: ResultJson): string[] {
  const { shown, left } = busiest(Object.entries(json.sources), (source) => [source.failed, source.requests]);
  if (shown.length === 0) return [];
  const header = headed('SOURCES', ['requests', 'served', 'throttled', 'p50 / p95 / p99 latency']);
  const unit = unitOf(shown.map(([, source]) => source.latency));
  const rows = shown.flatMap(([name, source]): TableCell[][] => {
    const routes = busiest(Object.entries(source.routes ?? {}), (route) => [route.failed, route.requests]).shown;
    return [
      sourceRow(`  ${nameCell(look, name, NAME)}`, source, unit),
      ...routes.map(([route, figures]) => sourceRow(`    ${nameCell(look, route, NAME - 2)}`, figures, unit)),
    ];
  });
  return [...table(look, numbersAfterName(4), [header, ...rows]), ...more(left)];
}

/** Where the mean latency of served requests went. */
export function latencyPartLines(look: Look, json: ResultJson): string[] {
  // Who writes to a stream is answered at once, and has no parts to tell of.
  const served = Object.entries(json.sources).filter(([, { served: n, latency }]) => n > 0 && latency.max_ms > 0);
  const { shown } = busiest(served, (source) => [source.failed, source.requests]);
  if (shown.length === 0) return [];
  const header = headed('LATENCY (mean, ms)', ['retries', '+ overhead', '+ init', '+ run', '= latency']);
  const rows = shown.map(([name, source]): TableCell[] => [`  ${nameCell(look, name, NAME)}`, ...parts(source)]);
  return table(look, numbersAfterName(5), [header, ...rows]);
}

const NAME = 48;
const MOST = 20;

type Unit = 'ms' | 's';

function sourceRow(label: string, source: SourceResult, unit: Unit): TableCell[] {
  return [
    label,
    count(source.requests),
    shareOf(source.served, source.requests),
    alarming(shareOf(source.throttledShare * source.requests, source.requests), source.throttledShare > 0),
    percentiles(source.latency, unit, source.served),
  ];
}

function functionRow(look: Look, name: string, fn: FunctionResult, unit: Unit, digits: number): TableCell[] {
  return [
    `  ${nameCell(look, name, NAME)}`,
    count(fn.Invocations),
    alarming(shareOf(fn.Throttles, fn.Throttles + fn.Invocations), fn.Throttles > 0),
    shareOf(fn.coldStarts, fn.Invocations),
    percentiles(fn.Duration, unit, fn.Invocations),
    count(fn.ConcurrentExecutions.max),
    `$${dollars(fn.cost_usd.total, digits)}`,
  ];
}

function parts({ latency, latencyParts }: SourceResult): string[] {
  const { retries_ms, overhead_ms, init_ms, run_ms } = latencyParts;
  return [retries_ms, overhead_ms, init_ms, run_ms, latency.mean_ms].map((value) => decimals(value, 1));
}

/** The twenty that matter most, in the file's order. */
function busiest<T>(
  entries: readonly [string, T][],
  weight: (value: T) => readonly number[],
): { shown: [string, T][]; left: number } {
  const heavier = (a: T, b: T): number => {
    const other = weight(a);
    return weight(b).reduce((order, value, k) => order || value - (other[k] ?? 0), 0);
  };
  const chosen = new Set(
    entries
      .toSorted(([, a], [, b]) => heavier(a, b))
      .slice(0, MOST)
      .map(([name]) => name),
  );
  return { shown: entries.filter(([name]) => chosen.has(name)), left: entries.length - chosen.size };
}

function more(left: number): string[] {
  return left > 0 ? [`  and ${count(left)} more: functions.csv, result.json`] : [];
}

function headed(title: string, columns: readonly string[]): TableCell[] {
  return [{ text: title, style: 'bold' }, ...columns.map((text) => ({ text, style: 'dim' as const }))];
}

function shareOf(part: number, whole: number): string {
  return share(whole === 0 ? Number.NaN : part / whole);
}

function alarming(text: string, alarm: boolean): TableCell {
  return alarm ? { text, style: 'red' } : text;
}

/** One unit for a whole column: seconds only where nothing is quick. */
function unitOf(all: readonly Statistics[]): Unit {
  const medians = all.map(({ p50_ms }) => p50_ms).filter((value) => value > 0);
  return medians.length > 0 && Math.min(...medians) >= 1000 ? 's' : 'ms';
}

/** From here on each value has a unit of its own: one for all would make long numbers of some, or nothing of others. */
const LONG_MS = 100_000;

function percentiles(statistics: Statistics, unit: Unit, events: number): string {
  if (events === 0 || statistics.max_ms === 0) return '-';
  const values = [statistics.p50_ms, statistics.p95_ms, statistics.p99_ms];
  if (statistics.p99_ms >= LONG_MS) return values.map(duration).join(' / ');
  const shown = values.map((value) => (unit === 's' ? decimals(value / 1000, 2) : decimals(value, value < 10 ? 1 : 0)));
  return `${shown.join(' / ')} ${unit}`;
}
