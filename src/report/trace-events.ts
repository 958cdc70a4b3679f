/** A trace in the format of Chrome's trace viewer, which ui.perfetto.dev reads: one event a line. */
import type { Micros } from '../des/time.ts';

/** What stands before the events, and what after them. */
export const TRACE_HEADER = '{"displayTimeUnit":"ms","traceEvents":[\n';
export const TRACE_FOOTER = '\n]}\n';

/** A stretch of an environment's life. */
export type PhaseName = 'overhead' | 'Init' | 'Restore' | 'Invoke' | 'extensions' | 'idle';

/** What may be told of a stretch beside its name. */
export type PhaseArgs = Readonly<Record<string, string | number | boolean>>;

/** The name of a process, which is a function, or of a thread, which is one of its environments. */
export function nameEvent(kind: 'process_name' | 'thread_name', pid: number, tid: number, name: string): string {
  return JSON.stringify({ ph: 'M', name: kind, pid, tid, args: { name } });
}

/** A stretch from `start` to `end`, both in microseconds from t = 0. */
export function phaseEvent(
  name: PhaseName,
  pid: number,
  tid: number,
  start: Micros,
  end: Micros,
  args: PhaseArgs,
): string {
  return JSON.stringify({ ph: 'X', name, cat: 'environment', pid, tid, ts: start, dur: end - start, args });
}
