/** Dependencies: one line each, and who kept those busy that were full. */
import { dependencyText } from '../../result/dependency-findings.ts';
import type { DependencyResult } from '../../result/dependency-figures.ts';
import { count, duration, share } from '../../result/quantity.ts';
import type { ResultJson } from '../../result/run-result.ts';
import type { Setup } from '../../result/setup.ts';
import { visible } from '../safe-text.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { numbersAfterName, paragraph, table, type TableCell } from './table.ts';

/** Empty where there is none; of more than twenty those that are most utilised. */
export function dependencyLines(look: Look, { dependencies = {} }: ResultJson, setup: Setup): string[] {
  const all = Object.entries(dependencies);
  if (all.length === 0) return [];
  const busiest = all.toSorted(([, a], [, b]) => b.utilisation - a.utilisation).slice(0, MOST);
  const shown = all.filter((entry) => busiest.includes(entry));
  const columns = ['calls', 'rejected', 'timed out', 'utilisation', 'p50 / p95 / p99 wait', 'connections'];
  const header: TableCell[] = [
    { text: 'DEPENDENCIES', style: 'bold' },
    ...columns.map((text) => ({ text, style: 'dim' as const })),
  ];
  const rows = shown.map(([name, dependency]) => row(look, name, dependency, setup));
  const left = all.length - shown.length;
  return [
    ...table(look, numbersAfterName(columns.length), [header, ...rows]),
    ...(left > 0 ? [`  and ${count(left)} more: result.json`] : []),
    ...shown.flatMap(([name, dependency]) => {
      const text = dependencyText(configOf(setup, name), dependency);
      return text === '' ? [] : paragraph(visible(text), 2);
    }),
  ];
}

const MOST = 20;
const NAME = 48;

function row(look: Look, name: string, dependency: DependencyResult, setup: Setup): TableCell[] {
  const { calls, rejectedShare, timeouts, abandoned, utilisation, wait, connections } = dependency;
  const { capacity, connections: most } = configOf(setup, name);
  const bad = (fraction: number): TableCell => {
    const text = share(fraction);
    return fraction > 0 ? { text, style: 'red' } : text;
  };
  return [
    `  ${nameCell(look, name, NAME)}`,
    count(calls),
    bad(rejectedShare),
    bad(calls === 0 ? 0 : (timeouts + abandoned) / calls),
    capacity === null ? '-' : `${share(utilisation)} of ${count(capacity)}`,
    [wait.p50_ms, wait.p95_ms, wait.p99_ms].map(duration).join(' / '),
    most === null ? count(connections.max) : `${count(connections.max)} of ${count(most)}`,
  ];
}

function configOf({ dependencies }: Setup, name: string): Setup['dependencies'][number] {
  return dependencies.find((dependency) => dependency.name === name)!;
}
