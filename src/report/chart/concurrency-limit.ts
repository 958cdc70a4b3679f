/** Concurrency limits over time: faults on the account change the account's, and with it the pool of all functions without a reservation. */
import type { Micros } from '../../des/time.ts';
import { unreservedPool } from '../../result/function-result.ts';
import { count } from '../../result/quantity.ts';
import type { Setup } from '../../result/setup.ts';
import type { Dataset, Point } from './configuration.ts';
import { limitLine } from './frame.ts';
import type { TimeAxis } from './time-axis.ts';

/** Beyond this many times the peak, a limit would press everything else to the floor. */
const OFF_SCALE = 6;

/** A limit, and the faults that change it. */
export interface Limit {
  readonly name: string;
  readonly ordinary: number;
  readonly faults: readonly { readonly at: Micros; readonly until: Micros; readonly limit: number }[];
}

/** What all functions together may use (R1.4). */
export function accountLimit({ account, faults }: Setup): Limit {
  const onLimit = faults.flatMap(({ at, until, effects: { concurrency } }) => {
    return concurrency === undefined ? [] : [{ at, until, limit: concurrency }];
  });
  return { name: 'account limit', ordinary: account.concurrency, faults: onLimit };
}

/** What all functions without a reservation may use (R1.5), or one of them; a fault takes the whole of its change from them. @param ordinary what it is without faults */
export function poolLimit(setup: Setup, ordinary = unreservedPool(setup)): Limit {
  const account = accountLimit(setup);
  const reserved = account.ordinary - ordinary;
  const faults = account.faults.map((fault) => ({ ...fault, limit: Math.max(0, fault.limit - reserved) }));
  return reserved === 0 ? account : { name: 'unreserved pool', ordinary, faults };
}

/** What holds at an instant: where several faults change it, that of the one that began last. */
export function limitAt({ ordinary, faults }: Limit, instant: Micros): number {
  const present = faults.filter(({ at, until }) => at <= instant && instant < until);
  return present.toSorted((a, b) => a.at - b.at).at(-1)?.limit ?? ordinary;
}

/** A limit in a chart. */
export interface DrawnLimit {
  /** Empty where all of it is far above the chart. */
  readonly datasets: readonly Dataset[];
  /** The greatest value that is drawn; 0 = none. */
  readonly highest: number;
  /** A sentence, with a space before it, where the ordinary limit is far above the chart. */
  readonly note: string;
}

/** A limit as a line that steps where a fault changes it. @param top the greatest of what is drawn beside it */
export function drawnLimit(limit: Limit, time: TimeAxis, top: number): DrawnLimit {
  const { name, ordinary, faults } = limit;
  const isDrawn = (value: number): boolean => value <= OFF_SCALE * top;
  const inside = faults
    .flatMap(({ at, until }) => [at, until])
    .filter((instant) => instant > time.start && time.position(instant - time.start) < time.end);
  const instants = [time.start, ...new Set(inside.toSorted((a, b) => a - b))];
  const values = instants.map((instant) => limitAt(limit, instant));
  const points = values.map((value, k): Point => {
    return { x: time.position(instants[k]! - time.start), y: isDrawn(value) ? value : null };
  });
  const line = limitLine(labelOf(name, ordinary, values), [...points, { x: time.end, y: points.at(-1)!.y }]);
  return {
    datasets: values.some(isDrawn) ? [{ ...line, ...(points.length > 1 ? { stepped: true } : {}) }] : [],
    highest: Math.max(0, ...values.filter(isDrawn)),
    note: isDrawn(ordinary) ? '' : ` The ${name} of ${count(ordinary)} is far above the chart.`,
  };
}

function labelOf(name: string, ordinary: number, values: readonly number[]): string {
  const changed = [...new Set(values.filter((value) => value !== ordinary))];
  if (changed.length === 0) return `${name} ${count(ordinary)}`;
  return `${name} ${count(ordinary)} (${changed.map(count).join(', ')} by ${changed.length === 1 ? 'a fault' : 'faults'})`;
}
