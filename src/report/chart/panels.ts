/** Panels of one time axis, one above the other: what has another unit or size gets a panel of its own. */
import type { Axis, AxisId, Dataset } from './configuration.ts';
import { leftAxis } from './frame.ts';
import { COLOURS } from './palette.ts';
import { countScale, type Scale } from './ticks.ts';

/** A panel below the first: counts from 0. */
export interface LowerPanel {
  readonly id: 'y2' | 'y3';
  readonly top: number;
  readonly text: string;
}

/** The axes of a picture whose first panel is `y`. @param lower from the bottom; may be empty */
export function panelAxes(
  upper: { readonly scale: Scale; readonly text: string },
  lower: readonly LowerPanel[],
): Partial<Record<AxisId, Axis>> {
  const y = leftAxis(upper.scale, upper.text);
  if (lower.length === 0) return { y };
  return {
    // The first axis of a stack stands at the bottom.
    ...Object.fromEntries(lower.map((panel) => [panel.id, lowerAxis(panel)])),
    y: { ...y, stack: 'panels', stackWeight: 3 },
  };
}

function lowerAxis({ top, text }: LowerPanel): Axis {
  const scale = countScale(top);
  // Few ticks, and a little more than all, so that the topmost label keeps clear of the panel above.
  const ticks = scale.ticks.filter((_, k) => k % 2 === 0);
  const axis = leftAxis({ ...scale, ticks, max: scale.max * 1.22 }, text);
  return { ...axis, stacked: true, stack: 'panels', stackWeight: 2 };
}

/** Bars of something bad, in a lower panel. */
export function lowerBars(label: string, panel: LowerPanel['id'], data: Dataset['data']): Dataset {
  return {
    type: 'bar',
    label,
    data,
    yAxisID: panel,
    order: 10,
    stack: panel,
    borderColor: COLOURS.vermilion,
    backgroundColor: COLOURS.vermilion,
    borderWidth: 0,
    pointStyle: 'rect',
    barPercentage: 0.9,
    categoryPercentage: 1,
    grouped: false,
  };
}
