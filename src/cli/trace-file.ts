/** `--trace`: what every environment did in a window of time, written while run 1 is simulated. */
import type { Micros } from '../des/time.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { AttemptId, EnvironmentId, EnvironmentLog } from '../lambda/environment-log.ts';
import { LATEST } from '../lambda/quotas.ts';
import {
  nameEvent,
  phaseEvent,
  TRACE_FOOTER,
  TRACE_HEADER,
  type PhaseArgs,
  type PhaseName,
} from '../report/trace-events.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { showTime } from '../scenario/units.ts';
import { AppendFile } from './append-file.ts';
import { problem } from './failure.ts';

/** Instants from t = 0, warm-up included. */
export interface TraceWindow {
  readonly from: Micros;
  /** Greater than `from`; Infinity = to the end. */
  readonly to: Micros;
}

/** Greatest length of a trace, in characters: what a browser still opens. */
export const LONGEST_TRACE = 64 * 1024 * 1024;

/**
 * A function is a process, an environment a thread of it. Stretches are cut at the edges of the window. What would make
 * the trace longer than it may be is left out, from the instant `cutAt` on.
 */
export class TraceFile implements EnvironmentLog {
  readonly #functions: readonly FunctionConfig[];
  readonly #file: AppendFile;
  readonly #window: TraceWindow;
  readonly #longest: number;
  readonly #tracks = new Map<string, Track>();
  #threads: number;
  #length = 0;
  /** From here on the trace is not whole; `null` = it is. */
  cutAt: Micros | null = null;

  /** @param functions in the order of their names @param path an existing file */
  constructor(functions: readonly FunctionConfig[], path: string, window: TraceWindow, longest = LONGEST_TRACE) {
    this.#functions = functions;
    this.#file = new AppendFile(path);
    this.#window = window;
    this.#longest = longest;
    // Perfetto takes a thread with the number of its process for the main one.
    this.#threads = functions.length;
    this.#file.write(TRACE_HEADER);
    functions.forEach(({ name }, fn) => {
      this.#write(nameEvent('process_name', fn + 1, 0, name), 0);
    });
  }

  created(id: EnvironmentId, now: Micros): void {
    this.#tracks.set(keyOf(id), { id, thread: 0, idleFrom: now });
  }

  prepared(id: EnvironmentId, init: Micros, _failed: boolean, now: Micros): void {
    this.#phase(this.#tracks.get(keyOf(id))!, 'Init', now - init, now, {});
  }

  invoked(id: EnvironmentId, attempt: AttemptId, course: CourseFacts, now: Micros): void {
    const track = this.#tracks.get(keyOf(id))!;
    this.#phase(track, 'idle', track.idleFrom, now, {});
    const args = argsOf(attempt, course);
    let from = now;
    for (const [name, length] of phasesOf(course)) {
      // A request that moved here waits while another invocation has the environment.
      this.#phase(track, name, Math.max(from, track.idleFrom), from + length, args);
      from += length;
    }
    track.idleFrom = course.end;
  }

  ended(id: EnvironmentId, now: Micros): void {
    const key = keyOf(id);
    const track = this.#tracks.get(key)!;
    this.#phase(track, 'idle', track.idleFrom, now, {});
    this.#tracks.delete(key);
  }

  /** @param until the instant that was reached */
  close(until: Micros): void {
    for (const track of this.#tracks.values()) this.#phase(track, 'idle', track.idleFrom, until, {});
    this.#file.write(TRACE_FOOTER);
    this.#file.flush();
  }

  #phase(track: Track, name: PhaseName, start: Micros, end: Micros, args: PhaseArgs): void {
    const from = Math.max(start, this.#window.from);
    const to = Math.min(end, this.#window.to);
    if (from >= to || this.cutAt !== null) return;
    const { fn } = track.id;
    if (track.thread === 0) {
      track.thread = ++this.#threads;
      this.#write(nameEvent('thread_name', fn + 1, track.thread, this.#nameOf(track.id)), from);
    }
    const whole = from === start && to === end ? {} : { whole_ms: (end - start) / 1_000 };
    this.#write(phaseEvent(name, fn + 1, track.thread, from, to, { ...args, ...whole }), from);
  }

  #write(event: string, at: Micros): void {
    if (this.#length + event.length > this.#longest) {
      this.cutAt ??= at;
      return;
    }
    this.#file.write(this.#length === 0 ? event : `,\n${event}`);
    this.#length += event.length + 2;
  }

  #nameOf({ fn, version, environment }: EnvironmentId): string {
    const number = version === 0 ? LATEST : this.#functions[fn]!.versions[version - 1]!.version;
    return `environment ${environment.toString()} (version ${number})`;
  }
}

/** W_TRACE_CUT: the trace ends before its window does. @param folder as shown to the user */
export function traceCut(folder: string, at: Micros): Diagnostic {
  const message =
    `trace.json has reached ${(LONGEST_TRACE / 1024 / 1024).toString()} MB: from ${showTime(at)} on, stretches are left out. ` +
    'Ask for a shorter window, such as --trace=10m..11m';
  return { ...problem('W_TRACE_CUT', folder, message), severity: 'warning' };
}

interface Track {
  readonly id: EnvironmentId;
  /** 0 = nothing of it fell into the window yet. */
  thread: number;
  /** Since when it has nothing to do. */
  idleFrom: Micros;
}

function keyOf({ fn, environment }: EnvironmentId): string {
  return `${fn.toString()}/${environment.toString()}`;
}

/** One after the other, from claim to release. */
function phasesOf(course: CourseFacts): [PhaseName, Micros][] {
  return [
    ['overhead', course.overhead],
    ['Init', course.init],
    ['Restore', course.restore],
    ['Invoke', course.duration - course.extensions],
    ['extensions', course.extensions],
  ];
}

function argsOf({ source, request, attempt }: AttemptId, course: CourseFacts): PhaseArgs {
  return {
    source,
    request,
    attempt,
    ending: course.invokeError ?? course.ending,
    billed_ms: course.billedMs + course.restoreBilledMs,
  };
}
