/** Faults: what goes wrong with which thing, from when to when. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';

/** What a fault does; what is left out it does not touch. A value that changes nothing is no different from none. */
export interface FaultEffects {
  /** Times take so many times as long. */
  readonly slowdown?: number;
  /** Added to each time. */
  readonly delay?: Distribution;
  /** In the place of the ordinary time; where there are `errors`, that of the failing attempts alone. */
  readonly duration?: Distribution;
  /** Probability in [0, 1] that an attempt ends in an error. */
  readonly errors?: number;
  /** Probability in [0, 1] that an attempt never ends by itself. */
  readonly hang?: number;
  /** Probability in [0, 1] that Lambda answers an attempt with ServiceException (R5.4). */
  readonly systemErrors?: number;
  /** Probability in [0, 1] that something sent to it is not taken. */
  readonly refuse?: number;
  /** The account's concurrency limit. */
  readonly concurrency?: number;
  /** All idle environments are gone when it begins. */
  readonly loseIdle?: true;
  /** Number of the shard that is not read, from 0. */
  readonly stuckShard?: number;
  /** Arrivals are so many times as frequent. */
  readonly traffic?: number;
}

/** What a fault is about: one thing by its kind and name, the account, or Lambda as a whole. */
export type FaultSubject =
  | { readonly kind: 'account' | 'service' }
  | { readonly kind: 'function' | 'source' | 'queue' | 'stream' | 'dependency'; readonly name: string };

/** One fault: it holds in [at, until), for what begins then. */
export interface FaultConfig {
  readonly at: Micros;
  /** The same as `at` where it only acts when it begins. */
  readonly until: Micros;
  /** As the file says it. */
  readonly on: string;
  readonly subject: FaultSubject;
  readonly effects: FaultEffects;
  /** The effects as the file says them: `slowdown 8, errors 20%`. */
  readonly text: string;
}

/** Something that faults act on. */
export interface Faultable {
  /** These are at work from now on, the one that began last at the end; none = it is well. */
  suffer(effects: readonly FaultEffects[]): void;
}

/** Shares of independent causes as one share: what is left of one meets the next. */
export function eitherShare(
  effects: readonly FaultEffects[],
  share: (one: FaultEffects) => number | undefined,
): number {
  return 1 - effects.reduce((left, one) => left * (1 - (share(one) ?? 0)), 1);
}

/** How many times as long it takes where several faults slow one thing down: all of them together. */
export function slowdownOf(effects: readonly FaultEffects[]): number {
  return effects.reduce((product, { slowdown = 1 }) => product * slowdown, 1);
}

/** The time that takes the place of the ordinary one: that of the fault which began last and has no errors of its own. */
export function replacedTimeOf(effects: readonly FaultEffects[]): Distribution | null {
  return effects.findLast(({ duration, errors }) => duration !== undefined && errors === undefined)?.duration ?? null;
}

/** How long failing attempts take: where a fault has both, `duration` belongs to its errors. */
export function errorTimeOf(effects: readonly FaultEffects[]): Distribution | null {
  return effects.findLast(({ duration, errors }) => duration !== undefined && errors !== undefined)?.duration ?? null;
}
