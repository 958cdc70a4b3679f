/** The port that takes one line per request, for requests.csv. */
import type { Micros } from '../des/time.ts';

/** Told once per request of the window, when its final answer is decided (or at the end, if it has none). */
export interface RequestLog {
  /**
   * @param source name of the source
   * @param fn name of the function of the last attempt
   * @param arrival first attempt
   * @param start when the invocation of the last attempt was admitted; NaN if it was not
   * @param end final answer; NaN if unfinished
   * @param environment number of the environment within its function; -1 if none
   * @param cold whether the invocation waited for Init
   * @param status HTTP status of the final answer as the client saw it; `timeout` where the client gave up, `unfinished` where there is none
   * @param attempts attempts made
   */
  row(
    source: string,
    fn: string,
    arrival: Micros,
    start: Micros,
    end: Micros,
    environment: number,
    cold: boolean,
    status: string,
    attempts: number,
  ): void;
}

/** Requests of the warm-up stand in no result. */
export function windowed(log: RequestLog | null, warmup: Micros): RequestLog | null {
  if (log === null || warmup === 0) return log;
  return {
    row(source, fn, arrival, start, end, environment, cold, status, attempts) {
      if (arrival >= warmup) log.row(source, fn, arrival, start, end, environment, cold, status, attempts);
    },
  };
}
