/** One line under the table: peak concurrency, headroom, cost and the number of runs. */
import type { Comparison, FigureComparison } from '../../result/comparison.ts';
import { count, plural } from '../../result/quantity.ts';
import { courseText, relativeText } from './values.ts';

/** `Peak concurrency 1,000 → 851 of 1,000 (headroom 0 % → 15 %) · cost per run $13.28 → $13.32 (+0.3 %) · 16 paired runs` */
export function summaryLine({ account, concurrency, cost_usd, pairing, head }: Comparison): string {
  const peak = account['ConcurrentExecutions.max'];
  const headroom = account['headroom'];
  const of = concurrency === null ? '' : ` of ${count(concurrency.headLimit)}`;
  const left = headroom === undefined ? '' : ` (headroom ${courseText(headroom)})`;
  return [
    peak === undefined ? '' : `Peak concurrency ${courseText(peak)}${of}${left}`,
    costText(cost_usd['total'], 'cost per run'),
    costText(cost_usd['month.total'], 'per month'),
    pairing.paired ? plural(pairing.runs, 'paired run') : plural(head.result?.runs ?? 0, 'run'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function costText(cost: FigureComparison | undefined, what: string): string {
  if (cost === undefined) return '';
  const clear = cost.change === 'better' || cost.change === 'worse' || cost.change === 'different';
  const relative = clear && cost.difference !== null ? relativeText(cost.difference.relative) : '';
  return `${what} ${courseText(cost)}${relative === '' ? '' : ` (${relative})`}`;
}
