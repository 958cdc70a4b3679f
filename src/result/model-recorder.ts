/** Records the facts of the model: functions, their environments and the account. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { Monitor } from '../lambda/monitor.ts';
import { ACCOUNT_CONCURRENCY, GATEWAY_THROTTLE, RESERVED_CONCURRENCY } from '../lambda/throttle.ts';
import { AccountTally } from './account-tally.ts';
import { billTallyFor } from './bill-tally.ts';
import { FunctionTally } from './function-tally.ts';
import { functionBookFor } from './objective-minutes.ts';
import { lifecycleTallyFor } from './lifecycle-tally.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import type { Setup } from './setup.ts';
import { ThrottleLedger } from './throttle-ledger.ts';

/** Listens to the model; functions are numbered in the order of their names, as there. */
export class ModelRecorder implements Monitor {
  readonly functions: readonly FunctionTally[];
  readonly account: AccountTally;
  readonly ledger: ThrottleLedger;
  /** Names of the functions by number, the background last. */
  readonly holders: readonly string[];
  readonly #present: Present;
  readonly #horizon: Micros;

  constructor(setup: Setup, present: Present) {
    const { objectives } = setup;
    this.#present = present;
    this.#horizon = setup.duration;
    const functions = inOrderOfNames(setup.functions);
    this.holders = [...functions.map((f) => f.name), 'background'];
    this.functions = functions.map((f) => {
      const minutes = functionBookFor(f.name, present.minutes, objectives);
      const lifecycle = lifecycleTallyFor(f, present);
      return new FunctionTally(f.name, functions.length, present, minutes, lifecycle, f.tenants, billTallyFor(f));
    });
    const { concurrency, background } = setup.account;
    const reserved = functions.map((f) => f.reservedConcurrency);
    const minutes = objectives.some(({ subject }) => subject.kind === 'account');
    this.account = new AccountTally(concurrency, reserved, background !== null, present, minutes);
    this.ledger = new ThrottleLedger(this.holders);
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of this.functions) tally.beginWindow();
    this.account.beginWindow();
  }

  throttled(fn: number, _version: number, throttle: number): void {
    this.#present.tick();
    const tally = this.functions[fn]!;
    const holder = this.#holderOf(fn, throttle);
    const share = throttle === RESERVED_CONCURRENCY ? 1 : this.account.share(holder);
    this.ledger.add(this.#present.buckets.index, fn, throttle, holder, share);
    tally.throttle(throttle);
    if (throttle !== ACCOUNT_CONCURRENCY || !this.#present.counting) return;
    tally.poolThrottles++;
    this.account.addHeld(tally.held);
  }

  /** A gateway answers an attempt at this function 429 itself. */
  turnedAway(fn: number): void {
    this.ledger.add(this.#present.buckets.index, fn, GATEWAY_THROTTLE, -1, NaN);
    this.functions[fn]!.turnAway();
  }

  started(fn: number, course: CourseFacts): void {
    this.#present.tick();
    this.functions[fn]!.start(course, course.end <= this.#horizon);
    this.account.claim(fn);
  }

  refused(fn: number, course: CourseFacts): void {
    this.#present.tick();
    this.functions[fn]!.refuse(course);
  }

  restoreFailed(fn: number, course: CourseFacts): void {
    this.#present.tick();
    this.functions[fn]!.claimOnly(course);
    this.account.claim(fn);
  }

  released(fn: number): void {
    this.#present.tick();
    this.functions[fn]!.release();
    this.account.release(fn);
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

  /** Who held most of what was exhausted: the pool's largest user, the function itself, or nobody. */
  #holderOf(fn: number, throttle: number): number {
    if (throttle === ACCOUNT_CONCURRENCY) return this.account.largestHolder();
    return throttle === RESERVED_CONCURRENCY ? fn : -1;
  }
}
