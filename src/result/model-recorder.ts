/** Records the facts of the model: functions, their environments and the account. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import type { Monitor, ProvisionedLevels } from '../lambda/monitor.ts';
import { isProvisioned } from '../lambda/provisioned-config.ts';
import { ACCOUNT_CONCURRENCY, GATEWAY_THROTTLE, RESERVED_CONCURRENCY } from '../lambda/throttle.ts';
import { AccountTally } from './account-tally.ts';
import { billTallyFor } from './bill-tally.ts';
import { deployedVersions } from './deployment-result.ts';
import { FanOutRecorder } from './fan-out-recorder.ts';
import { FunctionTally } from './function-tally.ts';
import type { Objective } from './objective.ts';
import { functionBookFor } from './objective-minutes.ts';
import { lifecycleTallyFor } from './lifecycle-tally.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import { ProvisionedTally } from './provisioned-tally.ts';
import type { Setup } from './setup.ts';
import { ThrottleLedger } from './throttle-ledger.ts';
import { WorstMinuteRecorder } from './worst-minute-recorder.ts';
import { tellsSeconds } from './worst-minute.ts';

/** Listens to the model; functions are numbered in the order of their names, as there. */
export class ModelRecorder implements Monitor {
  readonly functions: readonly FunctionTally[];
  /** Versions that an objective, a condition or a deployment is about, as `function:version`. */
  readonly versions: readonly FunctionTally[];
  readonly account: AccountTally;
  /** `null` where nobody reads the series. */
  readonly ledger: ThrottleLedger | null;
  readonly fanOut: FanOutRecorder;
  /** `null` where the series tell what happens second by second, or nobody reads them. */
  readonly worst: WorstMinuteRecorder | null;
  /** Names of the functions by number, the background last. */
  readonly holders: readonly string[];
  readonly #present: Present;
  readonly #horizon: Micros = 0;
  /** The same by number of the function and of the version; `null` = none. */
  readonly #byVersion: ReadonlyMap<number, ReadonlyMap<number, FunctionTally>> | null;

  /** @param series whether anybody reads what happens bucket by bucket */
  constructor(setup: Setup, present: Present, series: boolean) {
    const { objectives } = setup;
    this.#present = present;
    this.#horizon = setup.duration;
    const functions = inOrderOfNames(setup.functions);
    this.holders = [...functions.map((f) => f.name), 'background'];
    const tally = (name: string, f: FunctionConfig): FunctionTally => {
      const minutes = functionBookFor(name, present.minutes, objectives);
      const provisioned = isProvisioned(f) ? new ProvisionedTally(present, minutes !== null) : null;
      const lifecycle = lifecycleTallyFor(f, present, setup.faults);
      const bills = billTallyFor(f);
      return new FunctionTally(name, functions.length, present, minutes, lifecycle, provisioned, f.tenants, bills);
    };
    this.functions = functions.map((f) => tally(f.name, f));
    this.#byVersion = tallyVersions(functions, [...versionsOf(objectives), ...deployedVersions(setup)], tally);
    this.versions = [...(this.#byVersion?.values() ?? [])].flatMap((versions) => [...versions.values()]);
    const { concurrency, background } = setup.account;
    const minutes = objectives.some(({ subject }) => subject.kind === 'account');
    this.account = new AccountTally(concurrency, functions, background !== null, present, minutes);
    this.fanOut = new FanOutRecorder(setup, present);
    this.ledger = series ? new ThrottleLedger(this.holders) : null;
    this.worst =
      series && !tellsSeconds(setup.bucket) ? new WorstMinuteRecorder(this.account, this.functions, present) : null;
    if (this.worst !== null) present.watch(this.worst);
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of [...this.functions, ...this.versions]) tally.beginWindow();
    this.account.beginWindow();
  }

  throttled(fn: number, version: number, throttle: number): void {
    this.#present.tick();
    const tally = this.functions[fn]!;
    if (this.ledger !== null) {
      const holder = this.#holderOf(fn, throttle);
      const share = throttle === RESERVED_CONCURRENCY ? 1 : this.account.share(holder);
      this.ledger.add(this.#present.buckets.index, fn, throttle, holder, share);
    }
    tally.throttle(throttle);
    if (this.worst !== null) this.worst.throttle(fn, throttle);
    if (this.#byVersion !== null) this.#versionOf(fn, version)?.throttle(throttle);
    if (throttle !== ACCOUNT_CONCURRENCY || !this.#present.counting) return;
    tally.poolThrottles++;
    this.account.addHeld(tally.held);
  }

  /** A gateway answers an attempt at this function 429 itself. */
  turnedAway(fn: number): void {
    this.ledger?.add(this.#present.buckets.index, fn, GATEWAY_THROTTLE, -1, NaN);
    this.functions[fn]!.turnAway();
  }

  started(fn: number, course: CourseFacts): void {
    this.#present.tick();
    const finishes = course.end <= this.#horizon;
    this.functions[fn]!.start(course, finishes);
    if (this.#byVersion !== null) this.#versionOf(fn, course.version)?.start(course, finishes);
    this.account.claim(fn, course.provisioned);
    if (this.worst !== null) this.worst.rise(fn);
  }

  completed(fn: number, course: CourseFacts, start: Micros): void {
    this.#present.tick();
    const finishes = course.end <= this.#horizon;
    this.functions[fn]!.complete(course, start, finishes);
    if (this.#byVersion !== null) this.#versionOf(fn, course.version)?.complete(course, start, finishes);
  }

  loopStopped(fn: number): void {
    this.#present.tick();
    this.fanOut.loopStopped(fn);
  }

  refused(fn: number, course: CourseFacts): void {
    this.#present.tick();
    this.functions[fn]!.refuse(course);
    if (this.#byVersion !== null) this.#versionOf(fn, course.version)?.refuse(course);
  }

  restoreFailed(fn: number, course: CourseFacts): void {
    this.#present.tick();
    this.functions[fn]!.claimOnly(course);
    if (this.#byVersion !== null) this.#versionOf(fn, course.version)?.claimOnly(course);
    this.account.claim(fn, false);
    if (this.worst !== null) this.worst.rise(fn);
  }

  released(fn: number, version: number, provisioned: boolean): void {
    this.#present.tick();
    this.functions[fn]!.release(provisioned);
    if (this.#byVersion !== null) this.#versionOf(fn, version)?.release(provisioned);
    this.account.release(fn, provisioned);
    if (this.worst !== null) this.worst.fall(fn);
  }

  provisionedChanged(fn: number, version: number, levels: ProvisionedLevels): void {
    this.#present.tick();
    this.#versionOf(fn, version)?.provide(version, levels);
    this.account.setAside(fn, this.functions[fn]!.provide(version, levels));
  }

  provisionedInit(fn: number, version: number, init: Micros): void {
    this.#present.tick();
    this.functions[fn]!.prepare(version, init);
  }

  environmentCreated(fn: number, onDemand: boolean): void {
    this.#present.tick();
    this.functions[fn]!.create(onDemand);
  }

  environmentEnded(fn: number, age: Micros): void {
    this.#present.tick();
    this.functions[fn]!.end(age);
  }

  backgroundChanged(level: number): void {
    this.#present.tick();
    this.account.setBackground(level);
  }

  #versionOf(fn: number, version: number): FunctionTally | undefined {
    return this.#byVersion?.get(fn)?.get(version);
  }

  /** Who held most of what was exhausted: the pool's largest user, the function itself, or nobody. */
  #holderOf(fn: number, throttle: number): number {
    if (throttle === ACCOUNT_CONCURRENCY) return this.account.largestHolder();
    return throttle === RESERVED_CONCURRENCY ? fn : -1;
  }
}

/** The versions that objectives are about. */
function versionsOf(objectives: readonly Objective[]): readonly { name: string; version: string }[] {
  return objectives.flatMap(({ subject }) => {
    if (subject.kind !== 'function' || subject.version === null) return [];
    return [{ name: subject.name, version: subject.version }];
  });
}

/** A tally for each version that is looked at by itself; `null` = there is none. */
function tallyVersions(
  functions: readonly FunctionConfig[],
  wanted: readonly { readonly name: string; readonly version: string }[],
  tally: (name: string, f: FunctionConfig) => FunctionTally,
): ReadonlyMap<number, ReadonlyMap<number, FunctionTally>> | null {
  const all = new Map<number, Map<number, FunctionTally>>();
  for (const { name, version: qualifier } of wanted) {
    const fn = functions.findIndex((f) => f.name === name);
    const f = functions[fn]!;
    const version = 1 + f.versions.findIndex((one) => one.version === qualifier);
    const own = all.get(fn) ?? new Map<number, FunctionTally>();
    if (!own.has(version)) own.set(version, tally(`${name}:${qualifier}`, f));
    all.set(fn, own);
  }
  return all.size === 0 ? null : all;
}
