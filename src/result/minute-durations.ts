/** Duration of each function by calendar minute, exactly: what CloudWatch's statistics of R11.7 are taken of. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { EnvironmentId, EnvironmentLog } from '../lambda/environment-log.ts';
import type { MetricSeries } from './series-record.ts';

/** Percentiles that are kept, beside average and maximum. */
export const DURATION_PERCENTILES = [50, 90, 95, 99] as const;

/** One minute of one function, in milliseconds. */
interface Summary {
  readonly mean: number;
  readonly max: number;
  readonly percentiles: readonly number[];
}

/**
 * Takes an invocation in the minute in which it started (R11.1), if it ends within the run. A percentile is the smallest
 * of the minute's times that is not exceeded by that share of them. Memory holds the times of the present minute.
 */
export class MinuteDurations implements EnvironmentLog {
  readonly #names: readonly string[];
  readonly #horizon: Micros;
  readonly #times: number[][];
  readonly #minutes: Summary[][];
  #minute = 0;

  /** @param names of the functions in order */
  constructor(names: readonly string[], horizon: Micros) {
    this.#names = names;
    this.#horizon = horizon;
    this.#times = names.map(() => []);
    this.#minutes = names.map(() => []);
  }

  created(): void {
    // An environment has no Duration.
  }

  prepared(): void {
    // Nor has an Init ahead of requests.
  }

  invoked({ fn }: EnvironmentId, _attempt: unknown, course: CourseFacts, now: Micros): void {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) this.#turn(minute);
    if (course.end <= this.#horizon && course.invokeError === null) this.#times[fn]!.push(course.duration);
  }

  ended(): void {
    // An environment has no Duration.
  }

  /** The series by minute, in milliseconds; call once, at the end. */
  series(): readonly MetricSeries[] {
    this.#turn(this.#minute + 1);
    return this.#names.flatMap((name, fn) => {
      const minutes = this.#minutes[fn]!;
      const column = (of: (summary: Summary) => number): Float64Array =>
        Float64Array.from({ length: minutes.length }, (_, k) => {
          const summary = minutes[k];
          return summary === undefined ? NaN : of(summary);
        });
      return [
        { metric: 'Duration_mean_ms', values: column(({ mean }) => mean) },
        { metric: 'Duration_max_ms', values: column(({ max }) => max) },
        ...DURATION_PERCENTILES.map((q, k) => {
          return { metric: `Duration_p${q}_ms`, values: column(({ percentiles }) => percentiles[k]!) };
        }),
      ].map((series) => ({ scope: `functions.${name}`, ...series }));
    });
  }

  #turn(minute: number): void {
    this.#times.forEach((times, fn) => {
      if (times.length === 0) return;
      this.#minutes[fn]![this.#minute] = summaryOf(times);
      times.length = 0;
    });
    this.#minute = minute;
  }
}

function summaryOf(times: readonly Micros[]): Summary {
  const sorted = Float64Array.from(times).sort();
  const sum = sorted.reduce((whole, time) => whole + time, 0);
  const rank = (q: number): number => Math.max(0, Math.ceil((q / 100) * sorted.length - 1e-9) - 1);
  return {
    mean: sum / sorted.length / 1_000,
    max: sorted[sorted.length - 1]! / 1_000,
    percentiles: DURATION_PERCENTILES.map((q) => sorted[rank(q)]! / 1_000),
  };
}
