/** What became of every function, source and queue: the changed ones in tables, the others by name. */
import type { Comparison, FigureComparison, FigureComparisons, SubjectComparison } from '../../result/comparison.ts';
import { count } from '../../result/quantity.ts';
import { code, codeCell, details, prose, table } from './markdown-text.ts';
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
  return [
    { one: 'function', many: 'functions', subjects: functions, columns: OF_FUNCTIONS },
    { one: 'source', many: 'sources', subjects: withRoutes(sources), columns: [...OF_SOURCES, ...BACKLOG] },
    { one: 'queue', many: 'queues', subjects: queues ?? {}, columns: BACKLOG },
    { one: 'stream', many: 'streams', subjects: streams ?? {}, columns: BACKLOG },
    { one: 'dependency', many: 'dependencies', subjects: dependencies ?? {}, columns: OF_DEPENDENCIES },
  ];
}

const OF_FUNCTIONS: Kind['columns'] = [
  ['throttledShare', 'Throttled'],
  ['Duration.p99_ms', 'p99 duration'],
  ['coldStartShare', 'Cold starts'],
  ['ConcurrentExecutions.max', 'Peak concurrency'],
  ['AsyncEventsDropped', 'Events dropped'],
  ['cost_usd.total', 'Cost per run'],
];
const OF_SOURCES: Kind['columns'] = [
  ['throttledShare', 'Throttled'],
  ['latency.p99_ms', 'p99 latency'],
  ['failed', 'Failed'],
];
const BACKLOG: Kind['columns'] = [
  ['oldestAgeMax_s', 'Oldest'],
  ['iteratorAge_ms.p99_ms', 'p99 iterator age'],
  ['backlogMax', 'Greatest backlog'],
  ['drainTime_s', 'Time to drain'],
  ['lost', 'Lost'],
  ['deadLettered', 'Dead-lettered'],
];
const OF_DEPENDENCIES: Kind['columns'] = [
  ['utilisation', 'Utilisation'],
  ['wait.p99_ms', 'p99 wait'],
  ['rejected', 'Rejected'],
  ['connections.max', 'Connections'],
];

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
  const others = shown.map(([, { figures }]) => otherChanges(figures, used));
  const hasOthers = others.some((other) => other !== '');
  const header = [
    { title: one.replace(/^./, (letter) => letter.toUpperCase()), align: 'left' as const },
    ...used.map(([, title]) => ({ title, align: 'right' as const })),
    ...(hasOthers ? [{ title: 'Other changes', align: 'left' as const }] : []),
  ];
  const rows = shown.map(([name, { on, figures }], index) => [
    `${codeCell(name)}${on === 'head' ? ' (new)' : on === 'base' ? ' (removed)' : ''}`,
    ...used.map(([path]) => cell(figures, path)),
    ...(hasOthers ? [others[index]!] : []),
  ]);
  const blocks = rows.length > 0 ? [table(header, rows)] : [];
  if (changed.length > shown.length) blocks.push(`and ${count(changed.length - shown.length)} more that changed`);
  const same = entries.filter(([, subject]) => !subject.changed).map(([name]) => name);
  if (same.length > 0) blocks.push(sameLine(same, same.length === 1 ? one : many));
  return blocks;
}

/** Of a row whose columns show no change: what did change, two figures at most. */
function otherChanges(figures: FigureComparisons, used: Kind['columns']): string {
  if (used.some(([path]) => isClear(figures[path]))) return '';
  return Object.values(figures)
    .filter(isClear)
    .slice(0, 2)
    .map((figure) => `${prose(figure.label)} ${courseText(figure)}`)
    .join(', ');
}

function isClear(figure: FigureComparison | undefined): boolean {
  return figure !== undefined && ['better', 'worse', 'different'].includes(figure.change);
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
