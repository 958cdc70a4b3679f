/** Figures and differences of a comparison as the terminal shows them. */
import type { Change, Difference, FigureUnit } from '../../result/comparison.ts';
import { amount, decimals, duration, figure, span, usd } from '../../result/quantity.ts';
import type { Look } from './ink.ts';
import { symbol } from './ink.ts';

/** A figure with its unit; `-` where there is none. */
export function valueText(value: number | null, unit: FigureUnit): string {
  if (value === null) return '-';
  // A mean of concurrency is worth a decimal.
  if (unit === 'count' && Math.abs(value) < 100) return figure(value);
  return unit === 's' ? span(value) : amount(value, unit);
}

/** `+9 min 46 s ±0.2 s`, `-2.97 pp ±0.03`; `none` where it is exactly zero, nothing where there is no difference to take. */
export function deltaText(look: Look, difference: Difference | null, unit: FigureUnit, change: Change): string {
  if (difference === null) return '';
  if (change === 'none') return 'none';
  const { value, ci95 } = difference;
  const sign = value > 0 ? '+' : value < 0 ? '-' : '';
  const width = ci95 === null ? '' : ` ${symbol(look, 'plusMinus')}${bare(ci95, unit)}`;
  return `${sign}${amountOf(Math.abs(value), unit)}${width}`;
}

function amountOf(value: number, unit: FigureUnit): string {
  if (unit === 'share') return `${points(value)} pp`;
  return valueText(value, unit);
}

/** A half-width to two digits, in the unit of the difference. */
function bare(exact: number, unit: FigureUnit): string {
  const value = Number(exact.toPrecision(2));
  switch (unit) {
    case 'share':
      return points(value);
    case 'ms':
      return value < 999.5 ? figure(value) : duration(value);
    case 's':
      return duration(value * 1000);
    case 'count':
      return figure(value);
    case 'usd':
      return usd(value);
  }
}

/** Percentage points; what is not nothing never reads `0.00`. */
function points(share: number): string {
  return share > 0 && share < 0.00005 ? figure(share * 100) : decimals(share * 100, 2);
}
