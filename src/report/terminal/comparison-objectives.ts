/** The objectives of a comparison on the terminal: both sides, the change, and how it turned out. */
import type { Comparison, ObjectiveComparison } from '../../result/comparison.ts';
import { count, plural } from '../../result/quantity.ts';
import { headed, more, MOST_ROWS } from './comparison-rows.ts';
import { deltaText, valueText } from './comparison-values.ts';
import type { Look, Style } from './ink.ts';
import { paint, symbol } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { table, type Column, type TableCell } from './table.ts';

const OUTCOMES: Readonly<
  Record<ObjectiveComparison['outcome'], { text: string; mark: 'met' | 'missed' | 'warned'; style: Style }>
> = {
  'newly-fails': { text: 'newly fails', mark: 'missed', style: 'red' },
  fails: { text: 'fails', mark: 'missed', style: 'red' },
  'still-fails': { text: 'still fails', mark: 'missed', style: 'yellow' },
  'too-close': { text: 'too close to call', mark: 'warned', style: 'yellow' },
  fixed: { text: 'fixed', mark: 'met', style: 'green' },
  passes: { text: 'passes', mark: 'met', style: 'green' },
  gone: { text: 'no longer asked for', mark: 'warned', style: 'dim' },
};

/** One line an objective, the worst first; none where the head has no result. */
export function comparedObjectiveLines(look: Look, { objectives, base, head }: Comparison): string[] {
  if (objectives.length === 0 || head.result === null) return [];
  const both = base.result !== null;
  const header = ['OBJECTIVES', '', '', ...(both ? ['base'] : []), 'head', ...(both ? ['change (95 %)'] : []), ''];
  const rows = objectives.slice(0, MOST_ROWS).map((objective) => objectiveRow(look, objective, both));
  const columns: Column[] = [
    { align: 'left', gap: 2 },
    { align: 'left', gap: 1, shrinks: true },
    { align: 'left', gap: 2 },
    ...Array.from({ length: both ? 3 : 1 }, (): Column => ({ align: 'right', gap: 3 })),
    { align: 'left', gap: 3 },
  ];
  const left = objectives.length - rows.length;
  const [title = '', ...lines] = table(look, columns, [headed(look, ['', '', ...header.slice(2)]), ...rows]);
  return [`${paint(look, 'bold', 'OBJECTIVES')}${title.slice('OBJECTIVES'.length)}`, ...lines, ...more(left)];
}

function objectiveRow(look: Look, objective: ObjectiveComparison, both: boolean): TableCell[] {
  const { on, expr, level, unit, outcome, base, head, difference, change, runsToSettle } = objective;
  const { text, mark, style } = OUTCOMES[outcome];
  const meeting =
    head === null ? '' : ` (${count(head.runs - head.runsMeeting)} of ${plural(head.runs, 'run')} miss it)`;
  const settle = runsToSettle === null ? '' : `; --runs ${String(runsToSettle)}`;
  const remark = outcome === 'too-close' ? `${text}${meeting}${settle}` : level === 'warn' ? `${text} (warning)` : text;
  const value = (side: ObjectiveComparison['base']): string => (side === null ? '-' : valueText(side.value, unit));
  const changed = change === 'unclear' ? 'no clear change' : deltaText(look, difference, unit, change);
  return [
    { text: symbol(look, mark), style },
    nameCell(look, on, 48),
    nameCell(look, expr, 40),
    ...(both ? [value(base)] : []),
    value(head),
    ...(both ? [changed] : []),
    { text: remark, style },
  ];
}
