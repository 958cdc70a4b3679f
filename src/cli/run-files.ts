/** The files of one run that grow while it is simulated: requests, logs and trace. */
import type { Micros } from '../des/time.ts';
import { logs, type EnvironmentLog } from '../lambda/environment-log.ts';
import { inOrderOfNames } from '../result/order.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RequestLog } from '../workload/request-log.ts';
import { LogFiles } from './log-files.ts';
import { RequestFile } from './request-file.ts';
import { TraceFile, type TraceWindow } from './trace-file.ts';

/** What a run writes while it is simulated, into files that exist already; `null` = not wanted. Structured-cloneable. */
export interface RunPaths {
  /** Takes this run's rows of requests.csv. */
  readonly requests: string | null;
  readonly logs: {
    /** One a function, in the scenario's order. */
    readonly paths: readonly string[];
    /** Share of the environments that are logged, in (0, 1]. */
    readonly sample: number;
  } | null;
  readonly trace: { readonly path: string; readonly window: TraceWindow } | null;
}

/** Opens what is wanted and closes it again. Throws the errors of node:fs. */
export class RunFiles {
  readonly requestLog: RequestLog | null;
  readonly environmentLog: EnvironmentLog | null;
  readonly #requests: RequestFile | null;
  readonly #logs: LogFiles | null;
  readonly #trace: TraceFile | null;

  /** @param run 1-based; logs are kept of run 1 alone, whose seed is the scenario's */
  constructor(paths: RunPaths, scenario: Scenario, run: number) {
    this.#requests = paths.requests === null ? null : new RequestFile(paths.requests, run);
    this.#logs = paths.logs && logFiles(paths.logs, scenario);
    this.#trace =
      paths.trace && new TraceFile(inOrderOfNames(scenario.functions), paths.trace.path, paths.trace.window);
    this.requestLog = this.#requests;
    this.environmentLog = logs([this.#logs, this.#trace].filter((log) => log !== null));
  }

  /**
   * Writes what is still held back.
   * @param until the instant that the run reached @returns from where on the trace was cut; `null` = it is whole
   */
  close(until: Micros): Micros | null {
    this.#requests?.close();
    this.#logs?.close();
    this.#trace?.close(until);
    return this.#trace?.cutAt ?? null;
  }
}

function logFiles({ paths, sample }: NonNullable<RunPaths['logs']>, scenario: Scenario): LogFiles {
  const { functions, account, warmup, seed } = scenario;
  const pathOf = new Map(functions.map(({ name }, index) => [name, paths[index]!]));
  const ordered = inOrderOfNames(functions);
  const settings = { seed, sample, from: warmup, region: account.region };
  return new LogFiles(
    ordered,
    ordered.map(({ name }) => pathOf.get(name)!),
    settings,
  );
}
