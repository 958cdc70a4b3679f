/** Streams: one line a mapping that reads one. */
import { count, duration, span } from '../../result/quantity.ts';
import type { ResultJson, SourceResult } from '../../result/run-result.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { numbersAfterName, table, type TableCell } from './table.ts';

/** Empty where no source reads a stream; of more than twenty those that lost most or are latest. */
export function streamLines(look: Look, json: ResultJson): string[] {
  const all = Object.entries(json.sources).filter(([, source]) => source.iteratorAge_ms !== undefined);
  if (all.length === 0) return [];
  const worst = all.toSorted(([, a], [, b]) => trouble(b) - trouble(a)).slice(0, MOST);
  const shown = all.filter((entry) => worst.includes(entry));
  const columns = ['lost', 'dead-lettered', 'p50 / p99 / max iterator age', 'backlog', 'drained in'];
  const header: TableCell[] = [
    { text: 'STREAMS', style: 'bold' },
    ...columns.map((text) => ({ text, style: 'dim' as const })),
  ];
  const left = all.length - shown.length;
  return [
    ...table(look, numbersAfterName(columns.length), [
      header,
      ...shown.map(([name, source]) => row(look, name, source)),
    ]),
    ...(left > 0 ? [`  and ${count(left)} more: result.json`] : []),
  ];
}

const MOST = 20;
const NAME = 48;
const LATE_MS = 60_000;

function trouble({ lost = 0, iteratorAge_ms }: SourceResult): number {
  return lost * 1e12 + (iteratorAge_ms?.max_ms ?? 0);
}

function row(look: Look, name: string, source: SourceResult): TableCell[] {
  const { lost = 0, deadLettered = 0, backlogMax = 0, iteratorAge_ms: age } = source;
  return [
    `  ${nameCell(look, name, NAME)}`,
    lost > 0 ? { text: count(lost), style: 'red' } : count(lost),
    count(deadLettered),
    age === undefined ? '-' : [age.p50_ms, age.p99_ms, age.max_ms].map(duration).join(' / '),
    count(backlogMax),
    drained(source),
  ];
}

/** A backlog of more than a hundredth of its peak is not drained. */
function drained({
  iteratorAge_ms: age,
  requests,
  served,
  failed,
  filtered = 0,
  backlogMax = 0,
  drainTime_s = 0,
}: SourceResult): string {
  // While records come, some always wait: what is never late is no backlog.
  if (!((age?.max_ms ?? 0) > LATE_MS) || drainTime_s === 0) return '-';
  return requests - served - failed - filtered > backlogMax * 0.01 ? 'not yet' : span(drainTime_s);
}
