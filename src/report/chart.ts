/** The charts of a result, as plain data; `png.ts` draws them. */
import type { RunResult } from '../result/run-result.ts';
import { arrivalsChart } from './chart/arrivals.ts';
import { coldStartsChart } from './chart/cold-starts.ts';
import { concurrencyChart } from './chart/concurrency.ts';
import type { ChartConfiguration } from './chart/configuration.ts';
import { HEIGHT, WIDTH } from './chart/frame.ts';
import { latencyByPercentileChart } from './chart/latency-by-percentile.ts';
import { latencyOverTimeChart } from './chart/latency-over-time.ts';
import { sourcesByLatency } from './chart/ranking.ts';
import { throttlesChart } from './chart/throttles.ts';
import { timeAxis } from './chart/time-axis.ts';

/** A chart that can be drawn. */
export interface Chart {
  readonly id: 'C1' | 'C2' | 'C4' | 'C6' | 'C7' | 'C8';
  /** Name of the PNG. */
  readonly file: string;
  /** The finding, as a sentence. */
  readonly title: string;
  /** CSS pixels; the PNG has twice as many each way. */
  readonly width: number;
  readonly height: number;
  /** Chart.js's, without functions. */
  readonly configuration: ChartConfiguration;
}

/** How many sources get a C6 of their own, the worst first. */
const LATENCY_CHARTS = 4;

/** `c6-latency-over-time.png` for the worst source, then `-2`, `-3`, `-4`. */
function latencyFile(index: number): string {
  return `c6-latency-over-time${index === 0 ? '' : `-${index + 1}`}.png`;
}

/** Every file name that a chart can have. */
export const CHART_FILES: readonly string[] = [
  'c1-concurrency.png',
  'c2-arrivals.png',
  'c4-throttles.png',
  ...Array.from({ length: LATENCY_CHARTS }, (_, index) => latencyFile(index)),
  'c7-latency-by-percentile.png',
  'c8-cold-starts.png',
];

/** The charts of a result in the order of their ids; one that would be empty is left out. */
export function charts(result: RunResult): readonly Chart[] {
  const record = result.records[0];
  const all: (Chart | null)[] = [];
  if (record !== undefined && record.until > 0) {
    const time = timeAxis(result);
    all.push(
      chart('C1', 'c1-concurrency.png', concurrencyChart(result, record, time)),
      chart('C2', 'c2-arrivals.png', arrivalsChart(result, record, time)),
      chart('C4', 'c4-throttles.png', throttlesChart(result, record, time)),
      ...sourcesByLatency(result)
        .slice(0, LATENCY_CHARTS)
        .map((source, index) => chart('C6', latencyFile(index), latencyOverTimeChart(result, record, time, source))),
      chart('C7', 'c7-latency-by-percentile.png', latencyByPercentileChart(result)),
      chart('C8', 'c8-cold-starts.png', coldStartsChart(result, record, time)),
    );
  }
  return all.filter((drawn) => drawn !== null);
}

function chart(id: Chart['id'], file: string, configuration: ChartConfiguration | null): Chart | null {
  if (configuration === null) return null;
  return {
    id,
    file,
    title: configuration.options.plugins.title.text.join(' '),
    width: WIDTH,
    height: HEIGHT,
    configuration,
  };
}
