/** Records what functions that call functions bring with them: waiting, completion times, and loops that are stopped. */
import type { Micros } from '../des/time.ts';
import { callsOf, isFollowed, loopingFunctions, readersOf } from '../lambda/call-graph.ts';
import type { CallTree } from '../lambda/call-tree.ts';
import type { FanOutMonitor } from '../workload/fan-out-monitor.ts';
import { Column } from './column.ts';
import { binOf, Histogram } from './histogram.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import type { FunctionRecord, SourceRecord } from './run-record.ts';
import type { CountSeries } from './series-record.ts';
import type { Setup } from './setup.ts';

/** Listens to the workload and to the model; functions and sources are numbered in the order of their names. */
export class FanOutRecorder implements FanOutMonitor {
  readonly #present: Present;
  readonly #warmup: Micros;
  readonly #horizon: Micros;
  readonly #names: readonly string[];
  readonly #sourceNames: readonly string[];
  /** By number; `null` = it calls nobody, and no chain of calls comes back to it. */
  readonly #functions: readonly (FanOutTally | null)[];
  /** By number; `null` = its requests are not followed beyond their answers. */
  readonly #sources: readonly (CompletionTally | null)[];

  constructor(setup: Setup, present: Present) {
    const functions = inOrderOfNames(setup.functions);
    const sources = inOrderOfNames(setup.sources);
    const looping = loopingFunctions(functions, readersOf(setup.queues, setup.sources));
    this.#present = present;
    this.#warmup = setup.warmup;
    this.#horizon = setup.duration;
    this.#names = functions.map(({ name }) => name);
    this.#sourceNames = sources.map(({ name }) => name);
    this.#functions = functions.map((f) => {
      const callees = callsOf(f)
        .filter(({ mode }) => mode === 'sync')
        .map((call) => this.#names.indexOf(call.function));
      const loops = looping.has(f.name) ? new Column() : null;
      if (callees.length === 0 && loops === null) return null;
      // Also those that nobody calls in the end, so that runs have the same shape.
      const waits =
        callees.length === 0 ? null : new Map(callees.toSorted((a, b) => a - b).map((callee) => [callee, 0]));
      return { waits, loops, stopped: 0 };
    });
    this.#sources = sources.map((source) => {
      return isFollowed(source, functions) ? { planted: 0, completion: new Histogram() } : null;
    });
  }

  planted(source: number, arrival: Micros): void {
    if (arrival >= this.#warmup) this.#sources[source]!.planted++;
  }

  settled({ source, arrival, end }: CallTree): void {
    if (arrival < this.#warmup || end > this.#horizon) return;
    this.#sources[source]!.completion.add(end - arrival, binOf(end - arrival));
  }

  waited(fn: number, callee: number, time: Micros, start: Micros): void {
    if (start < this.#warmup) return;
    const { waits } = this.#functions[fn]!;
    waits!.set(callee, (waits!.get(callee) ?? 0) + time);
  }

  /** R11.21: a chain came back to this function too often, and it was not run. */
  loopStopped(fn: number): void {
    const tally = this.#functions[fn]!;
    tally.loops!.add(this.#present.buckets.index, 1);
    if (this.#present.counting) tally.stopped++;
  }

  /** After the last fact: what there is to say of a function beside everything else. */
  ofFunction(name: string): Pick<FunctionRecord, 'fanOut'> {
    const tally = this.#functions[this.#names.indexOf(name)] ?? null;
    if (tally === null) return {};
    const { waits, loops, stopped } = tally;
    const sums = waits && Array.from(waits, ([callee, sum]) => ({ callee: this.#names[callee]!, sum }));
    return { fanOut: { waits: sums, loopsStopped: loops && stopped } };
  }

  /** After the last fact: what there is to say of a source beside everything else. */
  ofSource(name: string): Pick<SourceRecord, 'completion'> {
    const tally = this.#sources[this.#sourceNames.indexOf(name)] ?? null;
    if (tally === null) return {};
    const { planted, completion } = tally;
    return { completion: { times: completion.record(), unfinished: planted - completion.count } };
  }

  /** After the last fact. */
  counts(): readonly CountSeries[] {
    return this.#functions.flatMap((tally, fn) => {
      const counts = tally?.loops?.counts();
      const scope = `functions.${this.#names[fn]!}`;
      return counts === undefined ? [] : [{ scope, metric: 'RecursiveInvocationsDropped', counts }];
    });
  }
}

interface FanOutTally {
  /** Sums of waiting by callee, of finished invocations of the window; `null` = it never waits. */
  readonly waits: Map<number, Micros> | null;
  readonly loops: Column | null;
  /** In the window. */
  stopped: number;
}

interface CompletionTally {
  /** Requests of the window. */
  planted: number;
  readonly completion: Histogram;
}
