/** Figures and their differences as Markdown: a unit on each, a sign on each delta, a true minus. */
import type { Difference, FigureComparison, FigureUnit } from '../../result/comparison.ts';
import { count, decimals, duration, figure, NOTHING, share, span, usd } from '../../result/quantity.ts';

/** What stands where there is no value. */
export const NONE = '–';

/** A figure in its unit: `2.97 %`, `9 min 37 s`, `1,000`, `$13.28`. */
export function valueText(value: number | null, unit: FigureUnit): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  return typographic(amountText(value, unit));
}

/** A difference with its sign and, where there is one, the half-width of its interval: `−2.97 pp ± 0.03`. */
export function deltaText({ value, ci95 }: Difference, unit: FigureUnit, bold = false): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const size = typographic(distanceText(Math.abs(value), unit));
  const delta = bold ? `**${sign}${size}**` : `${sign}${size}`;
  return ci95 === null ? delta : `${delta} ± ${typographic(halfWidthText(ci95, Math.abs(value), unit))}`;
}

/** A difference as a share of the baseline: `+0.3 %`; an empty text where that was zero. */
export function relativeText(relative: number | null): string {
  if (relative === null) return '';
  const size = Math.abs(relative) * 100;
  const sign = relative > 0 ? '+' : relative < 0 ? '−' : '';
  return size > 0 && size < 0.05 ? `${sign}&lt;0.1 %` : `${sign}${short(size)} %`;
}

/** `2.97 % → 0 %`; the new value alone where nothing is to be told of the old one. Bold where it is bad, money never. */
export function courseText({ base, head, unit, change }: FigureComparison): string {
  const now = valueText(head, unit);
  if (base === null || change === 'none' || change === 'unclear' || change === 'small') return now;
  const before = valueText(base, unit);
  if (before === now) return now;
  return `${before} → ${change === 'worse' && unit !== 'usd' ? `**${now}**` : now}`;
}

function amountText(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'share':
      return share(value);
    case 'ms':
      return duration(value);
    case 's':
      return span(value);
    case 'count':
      return count(value);
    case 'usd':
      return usd(value);
  }
}

/** Of two shares the distance is in percentage points. */
function distanceText(value: number, unit: FigureUnit): string {
  return unit === 'share' ? `${figure(value * 100)} pp` : amountText(value, unit);
}

/** Of points no more decimals than the difference has, but never a false zero, and the unit is said once. */
function halfWidthText(ci95: number, value: number, unit: FigureUnit): string {
  if (unit !== 'share') return amountText(Number(ci95.toPrecision(2)), unit);
  const digits = figure(value * 100).split('.')[1]?.length ?? 2;
  const rounded = decimals(ci95 * 100, digits);
  return ci95 === 0 || /[1-9]/.test(rounded) ? rounded : figure(ci95 * 100);
}

function short(size: number): string {
  return size >= 10 ? decimals(size, 0) : decimals(size, 1).replace(/\.0$/, '');
}

function typographic(text: string): string {
  return text === NOTHING ? NONE : text.replace('-', '−').replace('<', '&lt;').replace('>', '&gt;');
}
