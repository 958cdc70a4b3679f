/** The draws of the requests that one source sends to one function. */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Distribution } from '../des/distribution.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { FunctionState } from './function-state.ts';

/**
 * Who calls which function. Every draw belongs to the request (its number within the source), so that nothing that
 * changes who is admitted shifts the service time of anybody else.
 */
export class Caller {
  readonly f: FunctionState;
  readonly duration: Sampler;
  readonly durationStream: Stream;
  readonly coldDurationStream: Stream;
  readonly overheadStream: Stream;
  readonly initStream: Stream;
  readonly initErrorStream: Stream;
  readonly errorStream: Stream;

  /** @param duration handler time of this source's requests, `null` = the function's own */
  constructor(f: FunctionState, source: string, duration: Distribution | null, streams: Streams) {
    const name = f.config.name;
    this.f = f;
    this.duration = roundedSamplerOf(duration ?? f.config.duration);
    this.durationStream = streams.stream('duration', name, source);
    this.coldDurationStream = streams.stream('cold-duration', name, source);
    this.overheadStream = streams.stream('overhead', name, source);
    this.initStream = streams.stream('init', name, source);
    this.initErrorStream = streams.stream('init-errors', name, source);
    this.errorStream = streams.stream('errors', name, source);
  }
}
