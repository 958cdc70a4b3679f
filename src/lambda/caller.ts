/** The draws of the requests that one source sends to one function. */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Distribution } from '../des/distribution.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { FunctionState } from './function-state.ts';
import { CallerImpairment } from './impairment.ts';
import type { Target } from './target.ts';
import type { VersionState } from './version-state.ts';

/**
 * How a request reaches Lambda. The request-rate quotas and the growth limit know synchronous invocations alone
 * (R1.11, A-4): `async` is the poller of the event queue, `mapping` an event source mapping, which invokes
 * synchronously.
 */
export type InvocationMode = 'sync' | 'async' | 'mapping';

/** Whom a source calls, and how. */
export interface CallerConfig {
  /** Name of the source, or whatever else its draws belong to. */
  readonly source: string;
  /** A version, an alias or $LATEST. */
  readonly qualifier: string;
  readonly mode: InvocationMode;
  /** Handler time of this source's requests, `null` = the version's own. */
  readonly duration: Distribution | null;
  /** What each record of a batch takes in addition where `duration` is given; absent or `null` = nothing. */
  readonly perRecord?: Distribution | null;
}

/**
 * Who calls which function. Every draw belongs to the request (its number within the source), so that nothing that
 * changes who is admitted, or which version serves, shifts the draws of anybody else.
 *
 * What every request reads stands first (ADR 0010).
 */
export class Caller {
  readonly target: Target;
  readonly f: FunctionState;
  /** Whether its requests count for the request-rate quotas and the growth limit (R1.11, A-4). */
  readonly counted: boolean;
  /** Draws under faults; `null` = none is ever about the function. */
  readonly impairment: CallerImpairment | null;
  readonly durationStream: Stream;
  /** `null` = the version's own. */
  readonly duration: Sampler | null;
  /** Whether the handler cannot but throw on one of the batch's records. */
  fails = false;
  /** What each record takes in addition to `duration`. */
  readonly perRecord: Sampler | null;
  /** Of a batch: how often it was refused before. Requests count their attempts themselves. */
  refusals = 0;
  readonly source: string;
  readonly mode: InvocationMode;
  /** Records of the batch that is invoked; a request is one. */
  records = 1;
  /**
   * R7.10, R8.7: what the handler does where one record fails: it throws, it reports the record and goes on with the
   * others, or it reports it and stops there, because their order counts.
   */
  onRecordFailure: 'throws' | 'reports' | 'stops' = 'throws';
  readonly recordStream: Stream;
  readonly routeStream: Stream;
  readonly coldDurationStream: Stream;
  readonly overheadStream: Stream;
  readonly initStream: Stream;
  readonly initErrorStream: Stream;
  readonly errorStream: Stream;
  readonly restoreStream: Stream;
  readonly interfaceStream: Stream;
  readonly extensionStream: Stream;
  readonly aheadStream: Stream;
  readonly tenantStream: Stream;

  constructor(
    f: FunctionState,
    { source, qualifier, mode, duration, perRecord = null }: CallerConfig,
    streams: Streams,
  ) {
    const name = f.config.name;
    this.f = f;
    this.source = source;
    this.mode = mode;
    this.target = f.target(qualifier);
    this.counted = mode !== 'async';
    this.duration = duration && roundedSamplerOf(duration);
    this.perRecord = perRecord && roundedSamplerOf(perRecord);
    this.recordStream = streams.stream('record-duration', name, source);
    this.routeStream = streams.stream('route', name, source);
    this.durationStream = streams.stream('duration', name, source);
    this.coldDurationStream = streams.stream('cold-duration', name, source);
    this.overheadStream = streams.stream('overhead', name, source);
    this.initStream = streams.stream('init', name, source);
    this.initErrorStream = streams.stream('init-errors', name, source);
    this.errorStream = streams.stream('errors', name, source);
    this.restoreStream = streams.stream('restore', name, source);
    this.interfaceStream = streams.stream('network-interface', name, source);
    this.extensionStream = streams.stream('extensions', name, source);
    this.aheadStream = streams.stream('proactive-init', name, source);
    this.tenantStream = streams.stream('tenant', name, source);
    this.impairment = f.impairment && new CallerImpairment(f.impairment, streams, [name, source]);
  }

  /** R12.2: the version that this attempt is for; each attempt on a weighted alias is drawn by itself. */
  version(request: number, attempt: number): VersionState {
    const { target } = this;
    if (target.second === null) return target.version;
    return this.routeStream.uniform(request, attempt) < target.weight ? target.second : target.version;
  }
}
