/** What became of every function, source and queue: the changed ones in tables, the others by name. */
import type { Comparison, FigureComparison, FigureComparisons, SubjectComparison } from '../../result/comparison.ts';
import { count } from '../../result/quantity.ts';
import { code, codeCell, details, table } from './markdown-text.ts';
import { courseText, NONE } from './values.ts';

/** At most so many rows a table, and so many names in a line. */
const MOST = 30;

type Subjects = Readonly<Record<string, SubjectComparison>>;

interface Kind {
  readonly one: string;
  readonly many: string;
  readonly subjects: Subjects;
  /** Paths of the figures, and their titles. */
  readonly columns: readonly (readonly [path: string, title: string])[];
}

/** One collapsed part, or an empty text where there is nothing to tell. */
export function subjectSection(comparison: Comparison): string {
  const kinds = kindsOf(comparison).filter(({ subjects }) => Object.keys(subjects).length > 0);
  const blocks = kinds.flatMap(blocksOf);
  if (!kinds.some(({ subjects }) => Object.values(subjects).some(({ changed }) => changed))) return '';
  return details(kinds.map(summaryOf).join(', '), blocks.join('\n\n'));
}

function kindsOf({ functions, sources, queues, streams, dependencies }: Comparison): readonly Kind[] {
  const cost = ['cost_usd.total', 'Cost per run'] as const;
  const latency = ['latency.p99_ms', 'p99 latency'] as const;
  const throttled = ['throttledShare', 'Throttled'] as const;
  return [
    {
      one: 'function',
      many: 'functions',
      subjects: functions,
      columns: [
        throttled,
        ['Duration.p99_ms', 'p99 duration'],
        ['coldStartShare', 'Cold starts'],
        ['ConcurrentExecutions.max', 'Peak concurrency'],
        ['AsyncEventsDropped', 'Events dropped'],
        cost,
      ],
    },
    {
      one: 'source',
      many: 'sources',
      subjects: withRoutes(sources),
      columns: [throttled, latency, ['failed', 'Failed']],
    },
    { one: 'queue', many: 'queues', subjects: queues ?? {}, columns: BACKLOG },
    { one: 'stream', many: 'streams', subjects: streams ?? {}, columns: BACKLOG },
    { one: 'dependency', many: 'dependencies', subjects: dependencies ?? {}, columns: [latency, ['errors', 'Errors']] },
  ];
}

const BACKLOG = [
  ['oldestAgeMax_s', 'Oldest'],
  ['iteratorAge_ms.max_ms', 'Iterator age'],
  ['backlogMax', 'Largest backlog'],
  ['drainTime_s', 'Time to drain'],
  ['lost', 'Lost'],
] as const;

function withRoutes(sources: Subjects): Subjects {
  return Object.fromEntries(
    Object.entries(sources).flatMap(([name, source]) => [
      [name, source] as const,
      ...Object.entries(source.routes ?? {}).map(([route, figures]) => [`${name} ${route}`, figures] as const),
    ]),
  );
}

function summaryOf({ many, subjects }: Kind, index: number): string {
  const all = Object.values(subjects);
  const changed = all.filter((subject) => subject.changed).length;
  return `${index === 0 ? 'All ' : ''}${many} (${count(changed)} changed, ${count(all.length - changed)} unchanged)`;
}

function blocksOf({ one, many, subjects, columns }: Kind): string[] {
  const entries = Object.entries(subjects);
  const changed = entries.filter(([, subject]) => subject.changed);
  const shown = changed.slice(0, MOST);
  const used = columns.filter(([path]) => shown.some(([, { figures }]) => worthShowing(figures[path])));
  const header = [
    { title: one.replace(/^./, (letter) => letter.toUpperCase()), align: 'left' as const },
    ...used.map(([, title]) => ({ title, align: 'right' as const })),
  ];
  const rows = shown.map(([name, { on, figures }]) => [
    `${codeCell(name)}${on === 'head' ? ' (new)' : on === 'base' ? ' (removed)' : ''}`,
    ...used.map(([path]) => cell(figures, path)),
  ]);
  const blocks = rows.length > 0 ? [table(header, rows)] : [];
  if (changed.length > shown.length) blocks.push(`and ${count(changed.length - shown.length)} more that changed`);
  const same = entries.filter(([, subject]) => !subject.changed).map(([name]) => name);
  if (same.length > 0) blocks.push(sameLine(same, same.length === 1 ? one : many));
  return blocks;
}

function sameLine(names: readonly string[], noun: string): string {
  const more = names.length > MOST ? ` and ${count(names.length - MOST)} more` : '';
  return `${count(names.length)} ${noun} without a clear change: ${names.slice(0, MOST).map(code).join(', ')}${more}.`;
}

/** Not of queues that lost nothing on either side, and the like. */
function worthShowing(figure: FigureComparison | undefined): boolean {
  return figure !== undefined && ((figure.base ?? 0) !== 0 || (figure.head ?? 0) !== 0);
}

function cell(figures: FigureComparisons, path: string): string {
  const figure = figures[path];
  return figure === undefined ? NONE : courseText(figure);
}
