/** requests.csv of one run, written while it is simulated. */
import type { Micros } from '../des/time.ts';
import { requestsRow } from '../report/csv.ts';
import type { RequestLog } from '../workload/request-log.ts';
import { AppendFile } from './append-file.ts';

/** Appends rows to an existing file. Throws the errors of node:fs. */
export class RequestFile implements RequestLog {
  readonly #file: AppendFile;
  readonly #run: number;

  constructor(path: string, run: number) {
    this.#file = new AppendFile(path);
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
    this.#file.write(requestsRow(this.#run, source, fn, arrival, start, end, environment, cold, status, attempts));
  }

  close(): void {
    this.#file.flush();
  }
}
