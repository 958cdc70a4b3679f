/** What is counted of functions with SnapStart, extensions or a state of their own: few functions have any of it. */
import type { FunctionConfig, VersionSettings } from '../lambda/config.ts';
import type { CourseFacts, InvokeError } from '../lambda/course.ts';
import type { FaultConfig } from '../lambda/fault.ts';
import { toSeconds, type Micros } from '../des/time.ts';
import type { BillingRecord } from './billing-record.ts';
import { Column } from './column.ts';
import { Histogram } from './histogram.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages, Present } from './present.ts';
import { Rows } from './rows.ts';
import type { LifecycleRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';

/** A tally for a function that needs one, else `null`: the plain case pays one comparison an invocation. */
export function lifecycleTallyFor(
  f: FunctionConfig,
  present: Present,
  faults: readonly FaultConfig[],
): LifecycleTally | null {
  const needs = ({ restore, extensions, vpc }: VersionSettings): boolean => {
    return restore !== null || (extensions?.postInvoke ?? null) !== null || vpc === 'hyperplane';
  };
  const all = [f, ...f.versions];
  const snapshots = all.filter(({ restore }) => restore !== null).length;
  const failing = faults.some(({ subject, effects }) => {
    const about = subject.kind === 'service' || (subject.kind === 'function' && subject.name === f.name);
    return about && effects.systemErrors !== undefined;
  });
  return failing || all.some(needs) ? new LifecycleTally(present, snapshots) : null;
}

const RESTORE: Kept = { statistics: [50], total: null };
const EXTENSIONS: Kept = { statistics: [50], total: null };

/** One function's Restore phases, extensions and errors of Invoke. */
export class LifecycleTally {
  readonly #pages: Pages;
  readonly #snapshots: number;
  readonly #restoreTotal = new Histogram();
  readonly #extensionsTotal = new Histogram();
  readonly #restoreRows = new Rows(timeColumns('restoreDuration', RESTORE));
  readonly #extensionsRows = new Rows(timeColumns('PostRuntimeExtensionsDuration', EXTENSIONS));
  readonly #restore: PercentileSeries;
  readonly #extensions: PercentileSeries;
  readonly #invokeErrors = new Column();
  readonly #errors: Record<InvokeError, number> = {
    ResourceNotReadyException: 0,
    SnapStartTimeoutException: 0,
    ServiceException: 0,
  };
  #page = 0;
  #restores = 0;
  #restoreBilledMs = 0;

  /** @param snapshots versions with SnapStart */
  constructor(present: Present, snapshots: number) {
    this.#pages = present.buckets;
    this.#snapshots = snapshots;
    this.#restore = new PercentileSeries(this.#restoreRows, { ...RESTORE, total: this.#restoreTotal });
    this.#extensions = new PercentileSeries(this.#extensionsRows, { ...EXTENSIONS, total: this.#extensionsTotal });
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.#restore.beginWindow();
    this.#extensions.beginWindow();
    this.#errors.ResourceNotReadyException = 0;
    this.#errors.SnapStartTimeoutException = 0;
    this.#errors.ServiceException = 0;
    this.#restores = 0;
    this.#restoreBilledMs = 0;
  }

  /** An invocation starts. @param finishes whether it ends within the run */
  start(course: CourseFacts, finishes: boolean): void {
    if (this.#pages.index !== this.#page) this.#turn();
    // `restore: 0ms` means that there is no Restore phase.
    if (course.restore > 0) this.#restore.add(course.restore);
    if (course.extensions > 0 && finishes) this.#extensions.add(course.extensions);
    if (!course.restored) return;
    this.#restores++;
    this.#restoreBilledMs += course.restoreBilledMs;
  }

  /** The end of an invocation is known that started when it was not: its extensions stand in the page of its answer. */
  complete(course: CourseFacts, finishes: boolean): void {
    if (course.extensions === 0 || !finishes) return;
    if (this.#pages.index !== this.#page) this.#turn();
    this.#extensions.add(course.extensions);
  }

  /** An attempt is answered with an error of Lambda. */
  refuse({ invokeError }: CourseFacts): void {
    if (invokeError === null) return;
    this.#invokeErrors.add(this.#pages.index, 1);
    this.#errors[invokeError]++;
  }

  /** Writes the series down; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#restore.finish();
    this.#extensions.finish();
  }

  /** After `finish`. */
  record(): LifecycleRecord {
    return {
      restore: this.#restoreTotal.record(),
      extensions: this.#extensionsTotal.record(),
      invokeErrors: { ...this.#errors },
    };
  }

  /**
   * What is billed of SnapStart (R10.12). Versions are published before a run and live on after it, so the 3 h that
   * one is charged at least are no matter of the window. @param window what counts of the run
   */
  billing(window: Micros): Pick<BillingRecord, 'snapStart_s' | 'restores' | 'restoreBilled_ms'> {
    return {
      snapStart_s: this.#snapshots * toSeconds(window),
      restores: this.#restores,
      restoreBilled_ms: this.#restoreBilledMs,
    };
  }

  /** After `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#restoreRows.table(scope), this.#extensionsRows.table(scope)];
  }

  /** After `finish`. */
  count(scope: string): CountSeries {
    return { scope, metric: 'invokeErrors', counts: this.#invokeErrors.counts() };
  }

  #turn(): void {
    this.#restore.turn(this.#page);
    this.#extensions.turn(this.#page);
    this.#page = this.#pages.index;
  }
}
