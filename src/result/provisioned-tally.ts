/** What is counted of a function's provisioned concurrency (R11.10-R11.14). */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { ProvisionedLevels } from '../lambda/monitor.ts';
import { Column } from './column.ts';
import { Level } from './level.ts';
import type { Pages, Present } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { ProvisionedRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';

/** One function's provisioned environments, those of all its versions together. */
export class ProvisionedTally {
  readonly #present: Present;
  readonly #pages: Pages;
  readonly #used = new Rows([
    { metric: 'ProvisionedConcurrencyInvocations', kind: 'count' },
    { metric: 'ProvisionedConcurrentExecutions', kind: 'level' },
    { metric: '', kind: 'after' },
    { metric: 'ProvisionedConcurrencyUtilization', kind: 'count' },
  ]);
  readonly #prepared = new Rows([
    { metric: 'provisionedAllocated', kind: 'level' },
    { metric: '', kind: 'after' },
  ]);
  readonly #spilled = new Column();
  /** Starts by calendar minute of the window, where an objective asks for them. */
  readonly minutes: { readonly invocations: Column; readonly spillover: Column } | null;
  readonly #inUse: Level;
  readonly #allocated: Level;
  #usedPage = 0;
  #preparedPage = 0;
  /** Of the present bucket. */
  #started = 0;
  #highest = 0;
  /** By version. */
  readonly #levels = new Map<number, Omit<ProvisionedLevels, 'wanted'>>();
  #invocations = 0;
  #spillover = 0;
  #utilisation = 0;
  #greatest = 0;

  /** @param minutes whether to keep calendar minutes */
  constructor(present: Present, minutes: boolean) {
    this.#present = present;
    this.#pages = present.buckets;
    this.#inUse = new Level(present.buckets.clock);
    this.#allocated = new Level(present.buckets.clock);
    this.minutes = minutes ? { invocations: new Column(), spillover: new Column() } : null;
  }

  /** More or less is provisioned of a version. @returns how much more or less is set aside */
  change(version: number, { usable, held }: ProvisionedLevels): number {
    const before = this.#levels.get(version) ?? { usable: 0, held: 0 };
    this.#levels.set(version, { usable, held });
    if (this.#pages.index !== this.#preparedPage) this.#turnPrepared();
    this.#allocated.set(this.#allocated.value + usable - before.usable);
    return held - before.held;
  }

  /** An invocation starts. */
  start(course: CourseFacts): void {
    const { minutes, counting } = this.#present;
    if (course.provisioned) {
      this.#provide();
      if (counting) this.minutes?.invocations.add(minutes.index, 1);
    } else if (course.spilled) {
      this.#spillover++;
      this.#spilled.add(this.#pages.index, 1);
      if (counting) this.minutes?.spillover.add(minutes.index, 1);
    }
  }

  /** An invocation on a provisioned environment ends. */
  release(): void {
    if (this.#pages.index !== this.#usedPage) this.#turnUsed();
    this.#inUse.fall();
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    if (this.#pages.index !== this.#usedPage) this.#turnUsed();
    if (this.#pages.index !== this.#preparedPage) this.#turnPrepared();
    this.#inUse.restart();
    this.#allocated.restart();
    this.#invocations = 0;
    this.#spillover = 0;
    this.#utilisation = 0;
    this.#greatest = 0;
  }

  /** Writes the series down; nothing may be added after this. */
  finish(): void {
    this.#turnUsed();
    this.#turnPrepared();
  }

  /** After `finish`. */
  record(until: Micros): ProvisionedRecord {
    return {
      invocations: this.#invocations,
      spillover: this.#spillover,
      inUse: this.#inUse.record(until),
      allocated: this.#allocated.record(until),
      utilisation: { count: this.#invocations, sum: this.#utilisation, max: this.#greatest },
    };
  }

  /** After `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#used.table(scope), this.#prepared.table(scope)];
  }

  /** After `finish`. */
  count(scope: string): CountSeries {
    return { scope, metric: 'ProvisionedConcurrencySpilloverInvocations', counts: this.#spilled.counts() };
  }

  /** R11.11, A-20: the utilisation is emitted with each invocation, and what is to go counts as long as it is busy. */
  #provide(): void {
    if (this.#pages.index !== this.#usedPage) this.#turnUsed();
    this.#inUse.rise();
    const used = this.#inUse.value;
    const utilisation = used / Math.max(this.#allocated.value, used);
    this.#started++;
    this.#invocations++;
    this.#utilisation += utilisation;
    this.#highest = Math.max(this.#highest, utilisation);
    this.#greatest = Math.max(this.#greatest, utilisation);
  }

  #turnUsed(): void {
    ROW[0] = this.#started;
    ROW[1] = this.#inUse.turn(this.#pages.index * this.#pages.width);
    ROW[2] = this.#inUse.value;
    ROW[3] = this.#highest;
    this.#used.append(this.#usedPage);
    this.#started = 0;
    this.#highest = 0;
    this.#usedPage = this.#pages.index;
  }

  #turnPrepared(): void {
    ROW[0] = this.#allocated.turn(this.#pages.index * this.#pages.width);
    ROW[1] = this.#allocated.value;
    this.#prepared.append(this.#preparedPage);
    this.#preparedPage = this.#pages.index;
  }
}
