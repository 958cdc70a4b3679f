/** The panel below two overlaid curves: by how much the head is above or below the baseline. */
import type { Axis, AxisId, Dataset, Point } from './configuration.ts';
import { leftAxis, line } from './frame.ts';
import { COLOURS } from './palette.ts';
import { decimals } from '../../result/quantity.ts';
import { linearScale, tidy } from './ticks.ts';

/** A chart's axes with a panel for differences below the first one. @param unit of the difference */
export function withDifferencePanel(
  y: Axis,
  differences: readonly Point[],
  unit: string,
): Partial<Record<AxisId, Axis>> {
  const greatest = Math.max(0, ...differences.map((point) => Math.abs(point.y ?? 0)));
  const { max } = linearScale(greatest > 0 ? greatest : 1);
  const label = (value: number): string => (value > 0 ? `+${shownNumber(value)}` : shownNumber(value));
  const ticks = [-max, 0, max].map((value) => ({ value, label: label(value) }));
  const room = tidy(max * 1.4);
  const axis = leftAxis({ min: -room, max: room, ticks }, `difference (${unit})`);
  return {
    // The first axis of a stack stands at the bottom.
    y2: { ...axis, stack: 'panels', stackWeight: 2 },
    y: { ...y, stack: 'panels', stackWeight: 3 },
  };
}

/** Head minus baseline, in the lower panel. */
export function differenceLine(label: string, colour: string, data: readonly Point[], stepped: boolean): Dataset {
  return { ...line(label, colour, data, 12), yAxisID: 'y2', borderWidth: 1.5, stack: `difference: ${label}`, stepped };
}

/** A curve of the baseline: dashed, in front of what is filled. */
export function baselineCurve(label: string, colour: string, data: readonly Point[]): Dataset {
  return { ...line(label, colour, data, 8), borderWidth: 2, borderDash: [7, 5], stack: `baseline: ${label}` };
}

/** Point by point, where both have a value at the same place; a gap elsewhere. */
export function differencePoints(base: readonly Point[], head: readonly Point[]): Point[] {
  const before = new Map(base.map(({ x, y }) => [x, y]));
  return head.map(({ x, y }) => {
    const other = before.get(x) ?? null;
    return { x, y: y === null || other === null ? null : tidy(y - other) };
  });
}

/** Colour of a difference that belongs to no series. */
export const DIFFERENCE = COLOURS.purple;

function shownNumber(value: number): string {
  const digits = Math.abs(value) >= 10 || value === 0 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  return decimals(value, digits);
}
