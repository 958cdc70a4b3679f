/** requests.csv of one run, written while it is simulated. */
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import type { Micros } from '../des/time.ts';
import { requestsRow } from '../report/csv.ts';
import type { RequestLog } from '../workload/request-log.ts';

const FLUSH_AT = 256 * 1024;

/** Appends rows to an existing file, holding back at most about 256 KiB. Throws the errors of node:fs. */
export class RequestFile implements RequestLog {
  readonly #file: number;
  readonly #run: number;
  #text = '';

  constructor(path: string, run: number) {
    // Never creates: a file that the main thread has removed on its way out stays removed.
    this.#file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
    this.#run = run;
  }

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
  ): void {
    this.#text += requestsRow(this.#run, source, fn, arrival, start, end, environment, cold, status, attempts);
    if (this.#text.length >= FLUSH_AT) this.#flush();
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #flush(): void {
    const text = this.#text;
    this.#text = '';
    if (text !== '') writeFileSync(this.#file, text);
  }
}
