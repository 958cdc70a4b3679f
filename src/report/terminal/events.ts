/** Asynchronous events: one line a function, and what became of those that were dropped. */
import { droppedRemedy, droppedText } from '../../result/async-findings.ts';
import { count, duration, span } from '../../result/quantity.ts';
import type { FunctionResult, ResultJson } from '../../result/run-result.ts';
import { visible } from '../safe-text.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { numbersAfterName, paragraph, table, type TableCell } from './table.ts';

/** Empty where no function gets events; of more than twenty those that dropped or queued most. */
export function eventLines(look: Look, json: ResultJson): string[] {
  const all = Object.entries(json.functions).filter(([, f]) => (f.AsyncEventsReceived ?? 0) > 0);
  if (all.length === 0) return [];
  const worst = all.toSorted(([, a], [, b]) => trouble(b) - trouble(a)).slice(0, MOST);
  const shown = all.filter((entry) => worst.includes(entry));
  const columns = ['received', 'dropped', 'dead-lettered', 'p50 / p99 age', 'waiting', 'drained in'];
  const header: TableCell[] = [
    { text: 'EVENTS', style: 'bold' },
    ...columns.map((text) => ({ text, style: 'dim' as const })),
  ];
  const rows = shown.map(([name, f]) => row(look, name, f));
  const left = all.length - shown.length;
  return [
    ...table(look, numbersAfterName(columns.length), [header, ...rows]),
    ...(left > 0 ? [`  and ${count(left)} more: functions.csv, result.json`] : []),
    ...shown.filter(([, f]) => (f.AsyncEventsDropped ?? 0) > 0).flatMap(([name, f]) => remark(name, f)),
  ];
}

const MOST = 20;
const NAME = 48;

function trouble({ AsyncEventsDropped = 0, asyncQueue }: FunctionResult): number {
  return AsyncEventsDropped * 1e6 + (asyncQueue?.max ?? 0);
}

function row(look: Look, name: string, f: FunctionResult): TableCell[] {
  const { AsyncEventsReceived = 0, AsyncEventsDropped = 0, AsyncEventAge: age, asyncEvents, asyncQueue } = f;
  const dropped = count(AsyncEventsDropped);
  return [
    `  ${nameCell(look, name, NAME)}`,
    count(AsyncEventsReceived),
    AsyncEventsDropped > 0 ? { text: dropped, style: 'red' } : dropped,
    count(asyncEvents?.deadLettered ?? 0),
    age === undefined ? '-' : `${duration(age.p50_ms)} / ${duration(age.p99_ms)}`,
    count(asyncQueue?.max ?? 0),
    drained(f),
  ];
}

function drained({ asyncQueue, asyncEvents }: FunctionResult): string {
  if (asyncQueue === undefined || asyncQueue.max === 0) return '-';
  return (asyncEvents?.queued ?? 0) > 0 ? 'not yet' : span(asyncQueue.drainTime_s);
}

function remark(name: string, f: FunctionResult): string[] {
  return paragraph(visible(`${droppedText(name, f)}; ${droppedRemedy(name, f)}`), 2);
}
