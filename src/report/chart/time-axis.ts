/** The time axis that all charts over time share: unit, ticks, the bands of warm-up and faults, the stages' boundaries. */
import type { RunResult } from '../../result/run-result.ts';
import type { Micros } from '../../des/time.ts';
import type { Setup } from '../../result/setup.ts';
import type { Axis, Dataset, Point } from './configuration.ts';
import type { Steps } from './buckets.ts';
import { faultBands } from './fault-bands.ts';
import { GRID_AXIS } from './frame.ts';
import { STAGE, WARM_UP } from './palette.ts';
import { tidy } from './ticks.ts';

/** A stretch of time as an axis. */
export interface TimeAxis {
  /** The instant at which it begins. */
  readonly start: Micros;
  /** In the axis's unit; it begins at 0. */
  readonly end: number;
  /** The position of an instant that many microseconds after the start. */
  readonly position: (micros: number) => number;
  readonly axis: Axis;
  /** The warm-up as a grey band, faults as coloured ones and the stages as dashed lines, on the axis `overlay`. */
  readonly overlays: readonly Dataset[];
}

/** The axis of run 1, from t = 0 to where that run ended. */
export function timeAxis({ setup, records }: RunResult): TimeAxis {
  return axisOf(setup, 0, records[0]?.until ?? setup.duration, (unit) => `time from the start (${unit})`);
}

/** A part of the run. @param named its name, given its unit */
export function axisOf(setup: Setup, start: Micros, until: Micros, named: (unit: string) => string): TimeAxis {
  const length = until - start;
  const unit = UNITS.find((candidate) => length <= candidate.upTo) ?? UNITS[UNITS.length - 1]!;
  const position = (micros: number): number => tidy(micros / unit.micros);
  const end = position(length);
  const step = unit.steps.find((candidate) => end / candidate <= MOST_TICKS) ?? Math.ceil(end / MOST_TICKS);
  const values = Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, k) => k * step);
  const axis: Axis = {
    ...GRID_AXIS,
    axis: 'x',
    position: 'bottom',
    min: 0,
    max: end,
    title: { ...GRID_AXIS.title, text: named(unit.name) },
    labelled: values.map((value) => ({ value, label: value.toString() })),
  };
  const placed = (instant: Micros): number => position(instant - start);
  return {
    start,
    end,
    position,
    axis,
    overlays: [
      ...warmUpBand(setup, end, placed),
      ...faultBands(setup.faults, end, placed),
      ...stageLines(setup, end, placed),
    ],
  };
}

/** The hidden vertical axis from 0 to 1 that overlays are drawn on. */
export const OVERLAY_AXIS: Axis = { ...GRID_AXIS, min: 0, max: 1, display: false };

/** A value that holds from each step to the next, to the end of the axis. */
export function held(time: TimeAxis, { width, values }: Steps, gaps = false): Point[] {
  const points = values.map((value, k) => ({ x: time.position(k * width), y: plotted(value, gaps) }));
  const last = points.at(-1);
  return last === undefined ? [] : [...points, { x: time.end, y: last.y }];
}

/** One point in the middle of each step: for bars and for lines through statistics. */
export function centred(time: TimeAxis, { width, values }: Steps, gaps = false): Point[] {
  return values.map((value, k) => ({ x: time.position((k + 0.5) * width), y: plotted(value, gaps) }));
}

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_TICKS = 12;
const MOST_STAGES = 12;

const UNITS = [
  { name: 's', micros: SECOND, upTo: 3 * MINUTE, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30] },
  { name: 'min', micros: MINUTE, upTo: 3 * HOUR, steps: [0.5, 1, 2, 5, 10, 15, 20, 30] },
  { name: 'h', micros: HOUR, upTo: 3 * DAY, steps: [0.5, 1, 2, 3, 4, 6, 12, 24] },
  { name: 'days', micros: DAY, upTo: Number.POSITIVE_INFINITY, steps: [0.5, 1, 2, 5, 7, 10, 14, 30, 60, 90] },
] as const;

function plotted(value: number, gaps: boolean): number | null {
  if (!Number.isNaN(value)) return tidy(value);
  return gaps ? null : 0;
}

function warmUpBand(setup: Setup, end: number, position: (micros: number) => number): Dataset[] {
  const to = Math.min(end, position(setup.warmup));
  if (to <= 0) return [];
  return [
    {
      ...OVERLAY,
      label: 'warm-up (not counted)',
      data: [
        { x: 0, y: 1 },
        { x: to, y: 1 },
      ],
      fill: 'origin',
      borderColor: 'rgba(0, 0, 0, 0)',
      borderWidth: 0,
      backgroundColor: WARM_UP,
      pointStyle: 'rect',
      order: 100,
    },
  ];
}

function stageLines(setup: Setup, end: number, position: (micros: number) => number): Dataset[] {
  const instants = [...new Set(setup.sources.filter(({ enabled }) => enabled).flatMap(stageBoundaries))];
  const inside = instants
    .filter((instant) => position(instant) > 0 && position(instant) < end)
    .toSorted((a, b) => a - b);
  if (inside.length === 0 || inside.length > MOST_STAGES) return [];
  const data = inside.map(position).flatMap((x) => [
    { x, y: 0 },
    { x, y: 1 },
    { x, y: null },
  ]);
  return [
    {
      ...OVERLAY,
      label: 'stage boundary',
      data,
      borderColor: STAGE,
      borderWidth: 1.5,
      borderDash: [3, 5],
      order: 90,
    },
  ];
}

function stageBoundaries(source: Setup['sources'][number]): number[] {
  const { shape } = source.arrivals;
  if (shape.kind !== 'stages' || shape.smooth === true) return [];
  const instants: number[] = [];
  let now = 0;
  for (const stage of shape.stages) {
    // The end of one stage is the beginning of the next; a burst in one instant is worth a line of its own.
    if (stage.kind === 'burst') instants.push(now);
    now += stage.kind === 'burst' ? stage.over : stage.for;
    if (Number.isFinite(now)) instants.push(now);
  }
  return instants;
}

const OVERLAY = {
  type: 'line',
  yAxisID: 'overlay',
  pointRadius: 0,
  pointStyle: 'line',
  backgroundColor: 'rgba(0, 0, 0, 0)',
} as const;
