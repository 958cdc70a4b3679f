/** What is billed of a function that has published versions. */
import { toMilliseconds, toSeconds, type Micros } from '../des/time.ts';
import { AllocationMeter } from '../lambda/allocation-meter.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { NOTHING_BILLED, type BillingRecord } from './billing-record.ts';

/** A tally for a function with published versions, else `null`: what there is of $LATEST alone is counted anyway. */
export function billTallyFor(f: FunctionConfig): BillTally | null {
  return f.versions.length > 0 ? new BillTally(f) : null;
}

/** Versions differ in memory, architecture and /tmp, so usage is kept by version: $LATEST is 0, then the published. */
export class BillTally {
  readonly #bills: { -readonly [Key in keyof BillingRecord]: number }[];
  readonly #meters: readonly AllocationMeter[];
  readonly #snapshots: readonly boolean[];
  readonly #hasTenants: boolean;
  #windowStart: Micros = Infinity;

  constructor({ versions, tenants }: FunctionConfig) {
    this.#snapshots = [false, ...versions.map(({ restore }) => restore !== null)];
    this.#bills = this.#snapshots.map(() => ({ ...NOTHING_BILLED }));
    this.#meters = this.#snapshots.map(() => new AllocationMeter());
    this.#hasTenants = tenants > 0;
  }

  /** What was before is forgotten, but for the provisioned concurrency that is configured. */
  beginWindow(now: Micros): void {
    this.#windowStart = now;
    for (const bill of this.#bills) Object.assign(bill, NOTHING_BILLED);
    for (const meter of this.#meters) meter.restart(now);
  }

  /** So much is provisioned of a version from now on (R10.9). */
  provide(version: number, units: number, now: Micros): void {
    this.#meters[version]!.set(now, units);
  }

  /** Init of a provisioned environment, rounded up by itself (R10.10). */
  prepare(version: number, init: Micros): void {
    this.#bills[version]!.provisionedInit_ms += Math.ceil(toMilliseconds(init));
  }

  /** An invocation starts. */
  start(course: CourseFacts): void {
    const bill = this.#bills[course.version]!;
    bill.requests++;
    if (course.provisioned) bill.provisionedBilled_ms += course.billedMs;
    else bill.billed_ms += course.billedMs;
    if (course.restored) {
      bill.restores++;
      bill.restoreBilled_ms += course.restoreBilledMs;
    }
    if (this.#hasTenants && course.cold) bill.tenantEnvironments++;
  }

  /** The end of an invocation is known that started when it was not. */
  complete(course: CourseFacts): void {
    const bill = this.#bills[course.version]!;
    if (course.provisioned) bill.provisionedBilled_ms += course.billedMs;
    else bill.billed_ms += course.billedMs;
  }

  /** After the last fact. */
  records(until: Micros): readonly BillingRecord[] {
    const window = toSeconds(Math.max(0, until - this.#windowStart));
    return this.#bills.map((bill, version) => ({
      ...bill,
      snapStart_s: this.#snapshots[version]! ? window : 0,
      provisionedAllocated_s: this.#meters[version]!.unitSeconds(until),
    }));
  }
}
