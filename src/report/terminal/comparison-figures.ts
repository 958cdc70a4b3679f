/** The figures of a comparison on the terminal, thing by thing. */
import type { Comparison, FigureComparison, FigureComparisons, SubjectComparison } from '../../result/comparison.ts';
import { headed } from './comparison-rows.ts';
import { deltaText, valueText } from './comparison-values.ts';
import type { Look } from './ink.ts';
import { paint } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { paragraph, table, type Column, type TableCell } from './table.ts';

/** The look, and whether figures are told that have not changed. */
export interface Verbosity extends Look {
  readonly verbose: boolean;
}

/** The figures that clearly changed, thing by thing; in `verbose` all of them. None where a side has no result. */
export function comparedFigureLines(options: Verbosity, comparison: Comparison): string[] {
  if (comparison.base.result === null || comparison.head.result === null) return [];
  const groups = subjectsOf(comparison);
  const rows = groups.flatMap(({ name, figures, on }) => figureRows(options, name, figures, on));
  const quiet = groups.filter(({ figures, on }) => on === 'both' && !Object.values(figures).some(isTold(options)));
  const lines = table(options, FIGURE_COLUMNS, [
    headed(options, ['', '', 'base', 'head', 'change (95 %)', '']),
    ...rows,
  ]);
  const [header = '', ...rest] = lines;
  const title = options.verbose ? 'FIGURES' : 'CHANGED';
  const unchanged =
    quiet.length === 0
      ? []
      : paragraph(`without a clear change: ${quiet.map(({ name }) => nameCell(options, name, 40)).join(', ')}`, 2);
  if (rows.length === 0) return [paint(options, 'bold', title), ...unchanged];
  return [`${paint(options, 'bold', title)}${header.slice(title.length)}`, ...rest, ...unchanged];
}

const FIGURE_COLUMNS: readonly Column[] = [
  { align: 'left', gap: 2, shrinks: true },
  { align: 'left', gap: 2 },
  { align: 'right', gap: 3 },
  { align: 'right', gap: 3 },
  { align: 'right', gap: 3 },
  { align: 'left', gap: 3 },
];

interface Group {
  readonly name: string;
  readonly on: SubjectComparison['on'];
  readonly figures: FigureComparisons;
}

function subjectsOf(comparison: Comparison): readonly Group[] {
  const { account, cost_usd, functions, sources, queues = {}, streams = {}, dependencies = {} } = comparison;
  const both = { on: 'both' } as const;
  return [
    { ...both, name: 'account', figures: { ...account, ...cost_usd } },
    ...[functions, sources, queues, streams, dependencies].flatMap((map) =>
      Object.entries(map).flatMap(([name, { on, figures, routes = {} }]): Group[] => [
        { name, on, figures },
        ...Object.entries(routes).map(([route, of]) => ({ name: `${name} ${route}`, on: of.on, figures: of.figures })),
      ]),
    ),
  ];
}

function isTold({ verbose }: Verbosity): (figure: FigureComparison) => boolean {
  return ({ change }) => verbose || change === 'better' || change === 'worse' || change === 'different';
}

function figureRows(options: Verbosity, name: string, figures: FigureComparisons, on: Group['on']): TableCell[][] {
  if (on !== 'both') return [[nameCell(options, name, 40), `on the ${on} only`]];
  const told = Object.values(figures).filter(isTold(options));
  return told.map(({ label, unit, base, head, difference, change }, index) => [
    index === 0 ? nameCell(options, name, 40) : '',
    label,
    valueText(base, unit),
    valueText(head, unit),
    deltaText(options, difference, unit, change),
    CHANGES[change],
  ]);
}

const CHANGES: Readonly<Record<FigureComparison['change'], TableCell>> = {
  none: { text: 'exactly the same', style: 'dim' },
  unclear: { text: 'no clear change', style: 'dim' },
  small: { text: 'too small to matter', style: 'dim' },
  better: { text: 'better', style: 'green' },
  worse: { text: 'worse', style: 'red' },
  different: '',
  incomparable: { text: 'not comparable', style: 'dim' },
};
