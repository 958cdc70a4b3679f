/** The formula beside the simulation: rate × duration, and what came out. */
import type { FunctionResult, ResultJson } from '../../result/run-result.ts';
import type { Setup } from '../../result/setup.ts';
import { count, duration, figure } from '../../result/quantity.ts';
import type { Look } from './ink.ts';
import { symbol } from './ink.ts';
import { nameCell } from './name-cell.ts';
import type { TableCell } from './table.ts';
import { table } from './table.ts';

/** One line a function, twenty at most, those nearest to their limit first in line; and what the formula misses. */
export function formulaLines(look: Look, json: ResultJson, setup: Setup): string[] {
  const entries = Object.entries(json.functions);
  const nearest = entries.toSorted(([, a], [, b]) => use(b) - use(a)).slice(0, MOST);
  const shown = entries.filter((entry) => nearest.includes(entry));
  if (shown.length === 0) return [];
  const header: TableCell[] = [
    { text: 'FORMULA', style: 'bold' },
    ...['rate', `${symbol(look, 'times')} duration`, '= concurrency', 'simulated mean', 'peak', 'limit'].map(
      (text) => ({
        text,
        style: 'dim' as const,
      }),
    ),
  ];
  const rows = shown.map(([name, fn]) => row(look, name, fn, setup));
  const misled = shown.filter(([, fn]) => fn.Throttles > 0 && fn.formula.concurrency < fn.formula.limit);
  return [
    ...table(look, COLUMNS, [header, ...rows]),
    ...misled.slice(0, 3).map(([name, fn]) => remark(look, name, fn)),
  ];
}

const MOST = 20;
const NAME = 48;

const COLUMNS = [
  { align: 'left', gap: 0, shrinks: true },
  ...[3, 2, 2, 3, 3, 3].map((gap) => ({ align: 'right', gap }) as const),
  { align: 'left', gap: 1 },
] as const;

function use({ formula, ConcurrentExecutions }: FunctionResult): number {
  return formula.limit > 0 ? ConcurrentExecutions.max / formula.limit : 1;
}

function row(look: Look, name: string, fn: FunctionResult, setup: Setup): TableCell[] {
  const { rate_rps, duration_s, concurrency, limit } = fn.formula;
  const reserved = setup.functions.find((candidate) => candidate.name === name)?.reservedConcurrency ?? null;
  return [
    `  ${nameCell(look, name, NAME)}`,
    `${figure(rate_rps)}/s`,
    duration(duration_s * 1000),
    figure(concurrency),
    figure(fn.ConcurrentExecutions.mean),
    count(fn.ConcurrentExecutions.max),
    count(limit),
    { text: reserved === null ? 'unreserved' : 'reserved', style: 'dim' },
  ];
}

function remark(look: Look, name: string, { formula }: FunctionResult): string {
  const shown = nameCell(look, name, NAME);
  return `  ${shown}: the formula's ${figure(formula.concurrency)} is below the limit of ${count(formula.limit)}; an average hides the peak`;
}
