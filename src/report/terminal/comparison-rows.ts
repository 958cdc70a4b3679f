/** What the tables of a comparison have in common. */
import { count } from '../../result/quantity.ts';
import type { Look } from './ink.ts';
import type { TableCell } from './table.ts';

/** Rows that a table shows at most. */
export const MOST_ROWS = 20;

/** The cells of a table's first row. */
export function headed(look: Look, columns: readonly string[]): TableCell[] {
  return columns.map((text) => ({ text, style: look.color ? 'dim' : 'plain' }));
}

/** How many rows are not shown. */
export function more(left: number): string[] {
  return left > 0 ? [`  and ${count(left)} more: compare.json`] : [];
}
