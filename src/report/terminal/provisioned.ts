/** Provisioned concurrency: what was allocated, used and spilled over, and what would help. */
import type { ProvisionedFigures, ResultJson } from '../../result/run-result.ts';
import { count, roundShare, share } from '../../result/quantity.ts';
import { isProvisioned, spilloverRemedy } from '../../result/remedies.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { numbersAfterName, paragraph, table, type TableCell } from './table.ts';

const MOST = 20;
const NAME = 48;

/** One line a function that has some, twenty at most, and a sentence for each that spills over; else nothing. */
export function provisionedLines(look: Look, json: ResultJson): string[] {
  const all = Object.entries(json.functions).flatMap(([name, fn]) => (isProvisioned(fn) ? [[name, fn] as const] : []));
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST);
  const header: TableCell[] = [
    { text: 'PROVISIONED', style: 'bold' },
    ...['allocated', 'peak in use', 'utilisation', 'invocations', 'spilled over'].map((text) => ({
      text,
      style: 'dim' as const,
    })),
  ];
  const rows = shown.map(([name, fn]): TableCell[] => [
    `  ${nameCell(look, name, NAME)}`,
    count(fn.provisionedAllocated.max),
    count(fn.ProvisionedConcurrentExecutions.max),
    share(fn.ProvisionedConcurrencyUtilization.mean),
    count(fn.ProvisionedConcurrencyInvocations),
    spilledCell(fn),
  ]);
  const remedies = shown
    .filter(([, fn]) => fn.ProvisionedConcurrencySpilloverInvocations > 0)
    .flatMap(([name, fn]) => {
      const spilled = count(fn.ProvisionedConcurrencySpilloverInvocations);
      return paragraph(`${spilled} invocations of ${name} spilled over: ${spilloverRemedy(fn)}`, 2);
    });
  const more = all.length > MOST ? [`  and ${count(all.length - MOST)} more: functions.csv, result.json`] : [];
  return [...table(look, numbersAfterName(5), [header, ...rows]), ...more, ...remedies];
}

function spilledCell(fn: ProvisionedFigures): TableCell {
  const spilled = fn.ProvisionedConcurrencySpilloverInvocations;
  const all = spilled + fn.ProvisionedConcurrencyInvocations;
  const text = all === 0 ? '-' : roundShare(spilled / all);
  return spilled > 0 ? { text, style: 'yellow' } : text;
}
