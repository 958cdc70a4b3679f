/** Queues: one line each, and what became of messages that were not processed. */
import { isDrained, lostText, sentOnText } from '../../result/queue-findings.ts';
import type { QueueResult } from '../../result/queue-figures.ts';
import { count, span } from '../../result/quantity.ts';
import type { RunResult } from '../../result/run-result.ts';
import { visible } from '../safe-text.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { numbersAfterName, paragraph, table, type TableCell } from './table.ts';

const MOST = 20;
const NAME = 40;
const LATE_S = 60;

/** Empty where there are none; of more than twenty those with the most trouble. */
export function queueLines(look: Look, { json, setup }: RunResult): string[] {
  const all = Object.entries(json.queues ?? {});
  if (all.length === 0) return [];
  const worst = all.toSorted(([, a], [, b]) => trouble(b) - trouble(a)).slice(0, MOST);
  const shown = all.filter((entry) => worst.includes(entry));
  const columns = ['processed', 'most waiting', 'drained in', 'oldest', 'dead-lettered', 'lost'];
  const header: TableCell[] = [
    { text: 'QUEUES', style: 'bold' },
    ...columns.map((text) => ({ text, style: 'dim' as const })),
  ];
  const left = all.length - shown.length;
  return [
    ...table(look, numbersAfterName(columns.length), [header, ...shown.map(([name, queue]) => row(look, name, queue))]),
    ...(left > 0 ? [`  and ${count(left)} more: result.json`] : []),
    ...shown.flatMap(([name, queue]) => {
      const texts = [sentOnText(setup, (fn) => json.functions[fn], name, queue), lostText(setup, name, queue)];
      return texts.filter((text) => text !== '').flatMap((text) => paragraph(visible(text), 2));
    }),
  ];
}

function trouble({ lost, deadLettered, backlogMax }: QueueResult): number {
  return (lost + deadLettered) * 1e6 + backlogMax;
}

function row(look: Look, name: string, queue: QueueResult): TableCell[] {
  const { processed, backlogMax, drainTime_s, oldestAgeMax_s, deadLettered, lost } = queue;
  const bad = (value: number): TableCell => (value > 0 ? { text: count(value), style: 'red' } : count(value));
  // While messages come, some always wait: what is never late is no backlog.
  const isLate = oldestAgeMax_s > LATE_S;
  const drained = backlogMax === 0 ? '-' : isDrained(queue) ? span(drainTime_s) : isLate ? 'not yet' : '-';
  return [
    `  ${nameCell(look, name, NAME)}`,
    count(processed),
    count(backlogMax),
    drained,
    backlogMax === 0 ? '-' : span(oldestAgeMax_s),
    bad(deadLettered),
    bad(lost),
  ];
}
