/** `--log`: the log group of every function, written while run 1 is simulated. */
import { Streams, type Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { FunctionConfig, VersionConfig } from '../lambda/config.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { AttemptId, EnvironmentId, EnvironmentLog } from '../lambda/environment-log.ts';
import { LATEST } from '../lambda/quotas.ts';
import { invocationLines, preparedLines, requestId } from '../report/log-lines.ts';
import { AppendFile } from './append-file.ts';

/** What is logged of which run. */
export interface LogSettings {
  /** Seed of the run. */
  readonly seed: string;
  /** Share of the environments that are logged, in (0, 1]. */
  readonly sample: number;
  /** What starts before this is not logged. */
  readonly from: Micros;
  /** AWS Region, named in the ARN of a runtime version. */
  readonly region: string;
}

/**
 * Lines of one invocation stand together, invocations in the order of their starts. An environment is logged as a whole
 * or not at all. Request ids and the choice of environments come from the seed and from streams of their own.
 */
export class LogFiles implements EnvironmentLog {
  readonly #groups: readonly LogGroup[];
  readonly #settings: LogSettings;

  /** @param functions in the order of their names @param paths an existing file for each of them */
  constructor(functions: readonly FunctionConfig[], paths: readonly string[], settings: LogSettings) {
    const streams = new Streams(settings.seed);
    this.#settings = settings;
    this.#groups = functions.map((f, fn) => new LogGroup(f, new AppendFile(paths[fn]!), streams));
  }

  created(): void {
    // The lines of its start belong to the invocation that waited for it.
  }

  prepared(id: EnvironmentId, init: Micros, failed: boolean, now: Micros): void {
    const group = this.#groups[id.fn]!;
    if (!this.#isWanted(group, id, now)) return;
    group.file.write(preparedLines(group.versions[id.version]!, this.#settings.region, init, failed));
  }

  invoked(id: EnvironmentId, attempt: AttemptId, course: CourseFacts, now: Micros): void {
    const group = this.#groups[id.fn]!;
    if (!this.#isWanted(group, id, now)) return;
    const { region } = this.#settings;
    group.file.write(invocationLines(group.requestId(attempt), group.versions[id.version]!, region, course));
  }

  ended(): void {
    // An environment is stopped without a line.
  }

  close(): void {
    for (const { file } of this.#groups) file.flush();
  }

  #isWanted({ samples }: LogGroup, { environment }: EnvironmentId, now: Micros): boolean {
    return now >= this.#settings.from && samples.uniform(environment, 0) < this.#settings.sample;
  }
}

/** The log group of one function. */
class LogGroup {
  readonly versions: readonly VersionConfig[];
  readonly file: AppendFile;
  readonly samples: Stream;
  readonly #name: string;
  readonly #streams: Streams;
  readonly #ids = new Map<string, Stream>();

  constructor(f: FunctionConfig, file: AppendFile, streams: Streams) {
    this.versions = [{ ...f, version: LATEST, provisionedConcurrency: null }, ...f.versions];
    this.file = file;
    this.samples = streams.stream('log', f.name);
    this.#name = f.name;
    this.#streams = streams;
  }

  /** Lambda's own retries keep the request id of their event; every attempt of a caller has its own. */
  requestId({ source, request, attempt, isEvent }: AttemptId): string {
    let ids = this.#ids.get(source);
    if (ids === undefined) {
      ids = this.#streams.stream('request-ids', this.#name, source);
      this.#ids.set(source, ids);
    }
    const draw = 3 * (isEvent ? 0 : attempt);
    return requestId(ids.uniform(request, draw), ids.uniform(request, draw + 1), ids.uniform(request, draw + 2));
  }
}
