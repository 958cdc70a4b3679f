/** What all charts have in common: size, type, heading, legend, margins, and how a limit and a line look. */
import type { Axis, AxisId, ChartConfiguration, Dataset, Heading } from './configuration.ts';
import { AXIS_LINE, COLOURS, GRID, LIMIT, QUIET_TEXT, TEXT, translucent } from './palette.ts';
import type { Scale } from './ticks.ts';

/** CSS pixels; the PNG has twice as many each way. */
export const WIDTH = 1200;
export const HEIGHT = 600;

/** The family that `png.ts` registers. */
export const FONT_FAMILY = 'Inter';

/** What a chart adds to the frame. The first dataset is the one furthest down in a stack. */
export interface Picture {
  readonly type: 'line' | 'bar';
  /** Bars lie on their side. */
  readonly sideways?: true;
  /** The finding, as a sentence. */
  readonly title: string;
  /** What is shown, of which run. */
  readonly subtitle: string;
  readonly datasets: readonly Dataset[];
  readonly axes: Readonly<Partial<Record<AxisId, Axis>>>;
}

/** The whole configuration of a chart. */
export function framed({ type, sideways, title, subtitle, datasets, axes }: Picture): ChartConfiguration {
  const right = axes.y2?.position === 'right' ? MARGIN : MARGIN + RIGHT_AXIS_WIDTH;
  return {
    type,
    data: { datasets },
    options: {
      devicePixelRatio: 2,
      ...(sideways === true ? { indexAxis: 'y' } : {}),
      responsive: false,
      animation: false,
      locale: 'en-US',
      font: PLAIN,
      color: TEXT,
      layout: { padding: { top: 14, right, bottom: 10, left: MARGIN } },
      scales: axes,
      plugins: {
        title: heading(title, TEXT, { family: FONT_FAMILY, size: 21, weight: 'bold' }, 94, 6),
        subtitle: heading(subtitle, QUIET_TEXT, PLAIN, 130, 14),
        legend: {
          display: true,
          position: 'bottom',
          align: 'start',
          labels: {
            usePointStyle: true,
            pointStyleWidth: 30,
            boxHeight: 10,
            padding: 16,
            color: TEXT,
            font: PLAIN,
          },
        },
      },
    },
  };
}

const PLAIN = { family: FONT_FAMILY, size: 16 } as const;
const MARGIN = 16;
const LEFT_AXIS_WIDTH = 104;
const RIGHT_AXIS_WIDTH = 84;

/** An axis with a grid, still without range and name. */
export const GRID_AXIS: Axis = {
  type: 'linear',
  axis: 'y',
  position: 'left',
  min: 0,
  max: 1,
  display: true,
  stacked: false,
  offset: false,
  title: { display: true, text: '', color: TEXT, font: PLAIN },
  grid: { color: GRID, drawOnChartArea: true, offset: false },
  border: { color: AXIS_LINE },
  ticks: { color: TEXT, font: PLAIN, maxRotation: 0, autoSkip: false },
  labelled: [],
};

/** The vertical axis on the left. @param text what it measures, with its unit */
export function leftAxis(scale: Scale, text: string): Axis {
  return {
    ...GRID_AXIS,
    min: scale.min,
    max: scale.max,
    title: { ...GRID_AXIS.title, text },
    labelled: scale.ticks,
    lineUpWidth: LEFT_AXIS_WIDTH,
  };
}

/** The vertical axis on the right, without a grid. @param text what it measures, with its unit */
export function rightAxis(scale: Scale, text: string): Axis {
  const grid = { ...GRID_AXIS.grid, drawOnChartArea: false };
  return { ...leftAxis(scale, text), position: 'right', grid, lineUpWidth: RIGHT_AXIS_WIDTH };
}

/** A plain line without points. */
export function line(label: string, colour: string, data: Dataset['data'], order = 10): Dataset {
  return {
    type: 'line',
    label,
    data,
    yAxisID: 'y',
    order,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2.5,
    pointRadius: 0,
    pointStyle: 'line',
  };
}

/** What is in use over time: a stepped line, filled down to the floor, behind the limits. */
export function inUseArea(data: Dataset['data']): Dataset {
  return {
    ...line('in use', COLOURS.blue, data, 30),
    backgroundColor: translucent(COLOURS.blue, 0.25),
    borderWidth: 1.5,
    stepped: true,
    fill: 'origin',
    pointStyle: 'rect',
  };
}

/** For values so sparse that a line would join what does not follow each other: points alone. */
export const SPARSE = { showLine: false, pointRadius: 3, pointStyle: 'circle' } as const;

/** A limit or an objective: a red dashed line in front of everything. */
export function limitLine(label: string, data: Dataset['data']): Dataset {
  return { ...line(label, LIMIT, data, 0), borderDash: [10, 6], stack: `limit: ${label}` };
}

function heading(text: string, color: string, font: Heading['font'], width: number, bottom: number): Heading {
  return { display: true, align: 'start', color, text: wrapped(text, width), font, padding: { top: 0, bottom } };
}

/** Lines of at most `width` characters, broken at spaces, but not between a figure and its unit. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<!\d) | (?!%|ms\b|s\b|min\b|h\b|d\b)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
