/** The objectives: what was asked, what came out, by how much, and when it was worst. */
import type { ObjectiveResult } from '../../result/run-result.ts';
import { amount, count, decimals, duration, figure, plural, roundShare, usd } from '../../result/quantity.ts';
import type { Look, Style } from './ink.ts';
import { symbol } from './ink.ts';
import { nameCell } from './name-cell.ts';
import type { TableCell } from './table.ts';
import { table } from './table.ts';

/** One line an objective. Of more than twenty only those that are missed are shown, and how many are met. */
export function objectiveLines(look: Look, objectives: readonly ObjectiveResult[], runs: number): string[] {
  const missed = objectives.filter(({ ok }) => !ok);
  const shown = objectives.length > MOST ? missed.slice(0, MOST) : objectives;
  const rows = shown.map((objective) => row(look, objective, runs));
  const lines = table(look, COLUMNS, rows);
  const left = objectives.length - shown.length;
  if (left === 0) return lines;
  const met = objectives.length - missed.length;
  const hidden = missed.length - shown.length;
  return [
    ...lines,
    `  and ${[hidden > 0 ? `${count(hidden)} more missed` : '', `${count(met)} met`].filter(Boolean).join(', ')}`,
  ];
}

/**
 * How far the value is from the threshold: `35 % below` or `3.4x above` where that is well, `30x over` or
 * `40 % short` where it is not. An empty text where there is no value, or the threshold is 0.
 */
export function marginText({ value, threshold, ok }: ObjectiveResult): string {
  if (value === null || threshold === 0) return '';
  if (value === threshold) return 'exactly there';
  const ratio = value / threshold;
  const distance = ratio >= 2 ? `${figure(Number(ratio.toPrecision(2)))}x` : roundShare(Math.abs(ratio - 1));
  if (ratio > 1) return `${distance} ${ok ? 'above' : 'over'}`;
  return `${distance} ${ok ? 'below' : 'short'}`;
}

const MOST = 20;

const COLUMNS = [
  { align: 'left', gap: 2 },
  { align: 'left', gap: 1, shrinks: true },
  { align: 'left', gap: 2 },
  { align: 'right', gap: 3 },
  { align: 'left', gap: 2 },
  { align: 'left', gap: 3 },
] as const;

function row(look: Look, objective: ObjectiveResult, runs: number): TableCell[] {
  const { on, expr, value, unit, ci95 } = objective;
  const uncertainty = ci95 === null || value === null ? '' : symbol(look, 'plusMinus') + halfWidth(ci95, value, unit);
  return [
    mark(look, objective),
    nameCell(look, on, 48),
    nameCell(look, expr, 40),
    value === null ? (objective.ok ? 'no event' : 'not back') : amount(value, unit),
    uncertainty,
    remarks(objective, runs),
  ];
}

function mark(look: Look, { ok, level, tooClose }: ObjectiveResult): TableCell {
  const style: Style = tooClose === true || (!ok && level === 'warn') ? 'yellow' : ok ? 'green' : 'red';
  const name = ok ? 'met' : level === 'fail' ? 'missed' : 'warned';
  return { text: symbol(look, name), style };
}

/** In the unit that the value is shown in, without repeating it where it is the same. */
function halfWidth(ci95: number, value: number, unit: ObjectiveResult['unit']): string {
  if (unit === 'share') return decimals(ci95 * 100, 2);
  if (unit === 'ms') return value < 999.5 && ci95 < 999.5 ? figure(ci95) : duration(ci95);
  return unit === 'usd' ? usd(ci95) : figure(ci95);
}

function remarks(objective: ObjectiveResult, runs: number): string {
  const { ok, level, worst, unit, runsMeeting, tooClose } = objective;
  const minute = worst === null ? '' : `worst minute ${Math.floor(worst.t_s / 60)}: ${amount(worst.value, unit)}`;
  const met =
    runs > 1 && runsMeeting !== (ok ? runs : 0) ? `met in ${count(runsMeeting)} of ${plural(runs, 'run')}` : '';
  const warning = !ok && level === 'warn' ? 'warning only' : '';
  const close = tooClose === true ? 'too close to call' : '';
  return [marginText(objective), close, ok ? '' : minute, met, warning].filter((text) => text !== '').join('; ');
}
