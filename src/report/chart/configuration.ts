/**
 * A chart as plain data: the part of Chart.js's configuration that lsim uses, without functions, so that it can be
 * compared in a test, drawn to PNG, or put into a page. What Chart.js can only do with a function is asked for by
 * `labelled` and `lineUpWidth`, and done by whoever draws; so is a legend that shows dashes.
 */

/** `y: null` is a gap. */
export interface Point {
  readonly x: number;
  readonly y: number | null;
}

export type AxisId = 'x' | 'y' | 'y2' | 'y3' | 'overlay';

/** One line, area or set of bars. */
export interface Dataset {
  readonly type: 'line' | 'bar';
  /** Text of the legend. */
  readonly label: string;
  readonly data: readonly Point[];
  readonly yAxisID: AxisId;
  /** Greater is drawn earlier, so further back. */
  readonly order: number;
  /** Datasets of one stack add up on a stacked axis. */
  readonly stack?: string;
  readonly borderColor: string;
  readonly backgroundColor: string;
  readonly borderWidth: number;
  readonly borderDash?: readonly number[];
  /** The value holds until the next point. */
  readonly stepped?: boolean;
  /** `-1` fills down to the dataset before. */
  readonly fill?: 'origin' | '-1';
  /** CSS pixels, of all points or of each. */
  readonly pointRadius?: number | readonly number[];
  /** `false`: points alone. */
  readonly showLine?: boolean;
  readonly pointStyle: 'line' | 'rect' | 'circle';
  /** CSS pixels. */
  readonly barThickness?: number;
  /** Filled with slanted lines in `backgroundColor`, by whoever draws. */
  readonly hatched?: true;
  readonly barPercentage?: number;
  readonly categoryPercentage?: number;
  /** `false`: a bar takes its whole place, whatever other bars stand at it. */
  readonly grouped?: boolean;
}

/** A value of an axis and what is written at it. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Sizes are CSS pixels. */
export interface Font {
  readonly family: string;
  readonly size: number;
  readonly weight?: 'bold';
}

/** A scale, with the name and the unit of what it measures. */
export interface Axis {
  readonly type: 'linear' | 'logarithmic';
  readonly axis: 'x' | 'y';
  readonly position: 'left' | 'right' | 'bottom';
  readonly min: number;
  readonly max: number;
  readonly display: boolean;
  readonly stacked: boolean;
  /** Axes of one stack share a side, one above the other, by weight; the first one stands at the bottom. */
  readonly stack?: string;
  readonly stackWeight?: number;
  readonly offset: boolean;
  readonly title: { readonly display: boolean; readonly text: string; readonly color: string; readonly font: Font };
  readonly grid: { readonly color: string; readonly drawOnChartArea: boolean; readonly offset: false };
  readonly border: { readonly color: string };
  readonly ticks: {
    readonly color: string;
    readonly font: Font;
    readonly maxRotation: 0;
    readonly autoSkip: boolean;
  };
  /** Exactly these ticks, with these labels. */
  readonly labelled: readonly Tick[];
  /** Width in CSS pixels that a vertical axis always takes, so that charts line up. */
  readonly lineUpWidth?: number;
}

/** Text above the chart; several lines where it is long. */
export interface Heading {
  readonly display: true;
  readonly align: 'start';
  readonly color: string;
  readonly text: readonly string[];
  readonly font: Font;
  readonly padding: { readonly top: number; readonly bottom: number };
}

/** What Chart.js is given. */
export interface ChartConfiguration {
  readonly type: 'line' | 'bar';
  readonly data: { readonly datasets: readonly Dataset[] };
  readonly options: {
    readonly devicePixelRatio: number;
    /** `y`: bars lie on their side. */
    readonly indexAxis?: 'y';
    readonly responsive: false;
    readonly animation: false;
    readonly locale: 'en-US';
    readonly font: { readonly family: string; readonly size: number };
    readonly color: string;
    readonly layout: {
      readonly padding: {
        readonly top: number;
        readonly right: number;
        readonly bottom: number;
        readonly left: number;
      };
    };
    readonly scales: Readonly<Partial<Record<AxisId, Axis>>>;
    readonly plugins: {
      readonly title: Heading;
      readonly subtitle: Heading;
      readonly legend: {
        readonly display: boolean;
        readonly position: 'bottom';
        readonly align: 'start';
        readonly labels: {
          readonly usePointStyle: true;
          readonly pointStyleWidth: number;
          readonly boxHeight: number;
          readonly padding: number;
          readonly color: string;
          readonly font: Font;
        };
      };
    };
  };
}
