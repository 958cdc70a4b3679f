/** Faults on the time axis: a band each, or a line for what happens in one instant. */
import type { FaultConfig } from '../../lambda/fault.ts';
import type { Dataset } from './configuration.ts';
import { FAULT_BANDS, FAULT_LINE } from './palette.ts';

/** More than these share one entry of the legend. */
const MOST_NAMED = 4;
const LONGEST = 44;

/** Datasets for the axis `overlay`. @param position of an instant on the time axis @param end of that axis */
export function faultBands(
  faults: readonly FaultConfig[],
  end: number,
  position: (micros: number) => number,
): readonly Dataset[] {
  const named = faults.length <= MOST_NAMED;
  const groups = named ? faults.map((fault) => [fault]) : faults.length > 0 ? [faults] : [];
  return groups.flatMap((group, k) => {
    const [first] = group;
    const label = named ? labelOf(first!, k) : `faults 1 to ${String(faults.length)}`;
    const isLine = group.every(({ at, until }) => at === until);
    const data = group.flatMap(({ at, until }) => {
      const from = Math.max(0, position(at));
      const to = Math.min(end, position(until));
      if (from > to) return [];
      const ends = isLine
        ? [
            { x: from, y: 0 },
            { x: from, y: 1 },
          ]
        : [
            { x: from, y: 1 },
            { x: to, y: 1 },
          ];
      return [...ends, { x: to, y: null }];
    });
    if (data.length === 0) return [];
    const dataset: Dataset = {
      type: 'line',
      yAxisID: 'overlay',
      label,
      data,
      ...(isLine ? {} : { fill: 'origin' as const }),
      borderColor: isLine ? FAULT_LINE : 'rgba(0, 0, 0, 0)',
      borderWidth: isLine ? 2 : 0,
      backgroundColor: FAULT_BANDS[k % FAULT_BANDS.length]!,
      pointRadius: 0,
      pointStyle: isLine ? 'line' : 'rect',
      order: 95,
    };
    return [dataset];
  });
}

function labelOf({ on, text }: FaultConfig, k: number): string {
  const label = `fault ${String(k + 1)}: ${on}, ${text}`;
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`;
}
