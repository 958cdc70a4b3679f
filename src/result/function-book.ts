/** Series of one function at one bucket width. */
import { binOf } from './histogram.ts';
import { Column } from './column.ts';
import { PercentileSeries } from './percentile-series.ts';
import type { Course } from '../lambda/invocation.ts';

/** Counts and levels of the present bucket are plain numbers; they are written down when the next bucket begins. */
export class FunctionBook {
  readonly invocations = new Column(0);
  readonly errors = new Column(0);
  readonly throttles = new Column(0);
  readonly coldStarts = new Column(0);
  readonly duration: PercentileSeries;
  readonly init: PercentileSeries;
  #bucket = 0;
  #invocations = 0;

  /** @param durations percentiles of Duration to keep @param inits percentiles of Init */
  constructor(durations: readonly number[], inits: readonly number[]) {
    this.duration = new PercentileSeries(durations);
    this.init = new PercentileSeries(inits);
  }

  /** An invocation starts. @param bin of its Duration @param finishes whether it ends within the run */
  start(bucket: number, course: Course, bin: number, finishes: boolean): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#invocations++;
    if (course.cold) {
      this.coldStarts.add(bucket, 1);
      // `init: 0ms` means that there is no Init phase, and so no Init Duration.
      if (course.init > 0) this.init.add(bucket, course.init, binOf(course.init));
    }
    if (!finishes) return;
    if (course.ending !== 'success') this.errors.add(bucket, 1);
    this.duration.add(bucket, course.duration, bin);
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#bucket);
    this.duration.finish();
    this.init.finish();
  }

  #turn(bucket: number): void {
    if (this.#invocations > 0) this.invocations.put(this.#bucket, this.#invocations);
    this.#invocations = 0;
    this.#bucket = bucket;
  }
}
