/** Records the facts of asynchronous events: what becomes of them, by function and by source. */
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts, AsyncMonitor, Delivery } from '../lambda/async-event.ts';
import type { DropCondition } from '../lambda/drop-condition.ts';
import { callsOf } from '../lambda/call-graph.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { ASYNC_SOURCE_TYPES } from '../lambda/quotas.ts';
import { AsyncSourceTally } from './async-source-tally.ts';
import { asyncBookFor } from './async-book.ts';
import { AsyncTally } from './async-tally.ts';
import { sourceBookFor } from './objective-minutes.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import type { Setup, SetupSource } from './setup.ts';

/** Listens to Lambda's internal queues; functions and sources are numbered in the order of their names, as there. */
export class AsyncRecorder implements AsyncMonitor {
  /** Of the functions that events can come to. */
  readonly functions: readonly AsyncTally[];
  readonly sources: readonly AsyncSourceTally[];
  readonly #present: Present;
  readonly #byFunction: readonly (AsyncTally | null)[];
  readonly #bySource: readonly (AsyncSourceTally | null)[];

  constructor(setup: Setup, present: Present) {
    const { objectives, warmup, duration } = setup;
    this.#present = present;
    const called = functionsWithEvents(setup);
    this.#byFunction = inOrderOfNames(setup.functions).map(({ name }) => {
      return called.has(name) ? new AsyncTally(name, present, asyncBookFor(name, present.minutes, objectives)) : null;
    });
    this.#bySource = inOrderOfNames(setup.sources).map((source) => {
      if (!sendsEvents(source)) return null;
      const minutes = sourceBookFor(source.name, null, present.minutes, objectives);
      return new AsyncSourceTally(source.name, present, warmup, duration, minutes);
    });
    this.functions = this.#byFunction.filter((tally) => tally !== null);
    this.sources = this.#bySource.filter((tally) => tally !== null);
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of [...this.functions, ...this.sources]) tally.beginWindow();
  }

  received(event: AsyncEventFacts): void {
    this.#present.tick();
    this.#functionOf(event).receive();
    this.#sourceOf(event)?.arrive();
  }

  attempted(event: AsyncEventFacts, age: Micros): void {
    this.#present.tick();
    this.#functionOf(event).attempt(event, age);
    this.#sourceOf(event)?.attempt(event);
  }

  refused(event: AsyncEventFacts): void {
    this.#functionOf(event).refuse();
    this.#sourceOf(event)?.refuse(event);
  }

  started(event: AsyncEventFacts, requests: number): void {
    this.#functionOf(event).start(requests);
  }

  succeeded(event: AsyncEventFacts, course: CourseFacts): void {
    if (event.duplicate) return;
    this.#functionOf(event).succeed();
    this.#sourceOf(event)?.succeed(event, course);
  }

  waits(event: AsyncEventFacts): void {
    this.#present.tick();
    this.#functionOf(event).wait();
    this.#sourceOf(event)?.wait();
  }

  waited(event: AsyncEventFacts): void {
    this.#present.tick();
    this.#functionOf(event).leaveWait();
    this.#sourceOf(event)?.leaveWait();
  }

  dropped(event: AsyncEventFacts, condition: DropCondition, kept: boolean): void {
    this.#present.tick();
    if (event.duplicate) return;
    this.#functionOf(event).drop(condition, kept);
    this.#sourceOf(event)?.drop(event);
  }

  delivered(fn: number, delivery: Delivery, delivered: boolean): void {
    this.#present.tick();
    this.#byFunction[fn]!.deliver(delivery, delivered);
  }

  unfinished(event: AsyncEventFacts, running: boolean): void {
    if (event.duplicate) return;
    this.#functionOf(event).leave(running);
    this.#sourceOf(event)?.leave(event, running);
  }

  #functionOf({ fn }: AsyncEventFacts): AsyncTally {
    return this.#byFunction[fn]!;
  }

  /** `null` for events that no source sent. */
  #sourceOf({ source }: AsyncEventFacts): AsyncSourceTally | null {
    return source < 0 ? null : this.#bySource[source]!;
  }
}

/** Whether a source sends asynchronous events. */
export function sendsEvents({ type }: SetupSource): boolean {
  return (ASYNC_SOURCE_TYPES as readonly string[]).includes(type);
}

/** The functions that events come to: from a source, from a function that calls them, or as a destination of another. */
function functionsWithEvents({ sources, functions }: Setup): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const config = functions.find((f) => f.name === name)?.eventInvoke;
    for (const destination of [config?.onSuccess, config?.onFailure]) {
      if (destination?.type === 'lambda') reach(destination.to);
    }
  };
  for (const source of sources) if (sendsEvents(source)) reach(source.function);
  for (const call of functions.flatMap(callsOf)) if (call.mode === 'async') reach(call.function);
  return reached;
}
