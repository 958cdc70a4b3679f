/** The charts of a result, as plain data; `png.ts` draws them. */
import type { RunRecord } from '../result/run-record.ts';
import type { RunResult } from '../result/run-result.ts';
import { arrivalsChart } from './chart/arrivals.ts';
import { coldStartsChart } from './chart/cold-starts.ts';
import { backlogChart, queuesWithBacklog } from './chart/backlog.ts';
import { concurrencyChart } from './chart/concurrency.ts';
import type { ChartConfiguration } from './chart/configuration.ts';
import { costChart } from './chart/cost.ts';
import { dependenciesByTrouble, dependencyChart } from './chart/dependency.ts';
import { eventAgeChart, functionsWithEvents } from './chart/event-age.ts';
import { HEIGHT, WIDTH } from './chart/frame.ts';
import { boundedFunctions, functionLimitsChart } from './chart/function-limits.ts';
import { iteratorAgeChart, mappingsWithRecords } from './chart/iterator-age.ts';
import { latencyByPercentileChart } from './chart/latency-by-percentile.ts';
import { latencyOverTimeChart } from './chart/latency-over-time.ts';
import { provisionedChart, provisionedFunctions } from './chart/provisioned.ts';
import { sourcesByLatency } from './chart/ranking.ts';
import { throttlesChart } from './chart/throttles.ts';
import { worstMinuteChart } from './chart/worst-minute.ts';
import { timeAxis, type TimeAxis } from './chart/time-axis.ts';

/** A chart that can be drawn. */
export interface Chart {
  readonly id: 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C8' | 'C9' | 'C10' | 'C11' | 'C12';
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

/** How many functions or sources get a chart of their own, the worst first. */
const MOST_OF_A_KIND = { C3: 2, dependency: 2, C6: 4, C9: 2, C10: 2, iteratorAge: 2, C11: 2 } as const;

const FILES = {
  C3: 'c3-function-limits',
  dependency: 'c3-dependency',
  C6: 'c6-latency-over-time',
  C9: 'c9-backlog',
  C10: 'c10-event-age',
  iteratorAge: 'c10-iterator-age',
  C11: 'c11-provisioned',
} as const;

/** What belongs to another chart's place in the list. */
const ID_OF = { C3: 'C3', dependency: 'C3', C6: 'C6', C9: 'C9', C10: 'C10', iteratorAge: 'C10', C11: 'C11' } as const;

/** `c6-latency-over-time.png` for the worst one, then `-2`, `-3`, `-4`. */
function fileOf(id: keyof typeof FILES, index: number): string {
  return `${FILES[id]}${index === 0 ? '' : `-${index + 1}`}.png`;
}

function filesOf(id: keyof typeof FILES): string[] {
  return Array.from({ length: MOST_OF_A_KIND[id] }, (_, index) => fileOf(id, index));
}

/** Every file name that a chart can have. */
export const CHART_FILES: readonly string[] = [
  'c1-concurrency.png',
  'c2-arrivals.png',
  ...filesOf('C3'),
  ...filesOf('dependency'),
  'c4-throttles.png',
  'c5-worst-minute.png',
  ...filesOf('C6'),
  'c7-latency-by-percentile.png',
  'c8-cold-starts.png',
  ...filesOf('C9'),
  ...filesOf('C10'),
  ...filesOf('iteratorAge'),
  ...filesOf('C11'),
  'c12-cost.png',
];

/** The charts of a result in the order of their ids; one that would be empty is left out. */
export function charts(result: RunResult): readonly Chart[] {
  const record = result.records[0];
  if (record === undefined || record.until === 0) return [];
  const time = timeAxis(result);
  const each = (id: keyof typeof FILES, names: readonly string[], draw: DrawOne): (Chart | null)[] =>
    names.slice(0, MOST_OF_A_KIND[id]).map((name, index) => {
      const drawn = draw(result, record, time, name);
      return chart(ID_OF[id], fileOf(id, index), drawn);
    });
  return [
    chart('C1', 'c1-concurrency.png', concurrencyChart(result, record, time)),
    chart('C2', 'c2-arrivals.png', arrivalsChart(result, record, time)),
    ...each('C3', boundedFunctions(result, record), functionLimitsChart),
    ...each('dependency', dependenciesByTrouble(result), dependencyChart),
    chart('C4', 'c4-throttles.png', throttlesChart(result, record, time)),
    chart('C5', 'c5-worst-minute.png', worstMinuteChart(result, record)),
    ...each('C6', sourcesByLatency(result), latencyOverTimeChart),
    chart('C7', 'c7-latency-by-percentile.png', latencyByPercentileChart(result)),
    chart('C8', 'c8-cold-starts.png', coldStartsChart(result, record, time)),
    ...each('C9', queuesWithBacklog(result), backlogChart),
    ...each('C10', functionsWithEvents(result, record), eventAgeChart),
    ...each('iteratorAge', mappingsWithRecords(result, record), iteratorAgeChart),
    ...each('C11', provisionedFunctions(result, record), provisionedChart),
    chart('C12', 'c12-cost.png', costChart(result)),
  ].filter((drawn) => drawn !== null);
}

type DrawOne = (result: RunResult, record: RunRecord, time: TimeAxis, name: string) => ChartConfiguration | null;

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
