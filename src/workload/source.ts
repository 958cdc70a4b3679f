/** One source while it runs. */
import type { Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from '../lambda/caller.ts';
import { throttleStatus } from './answer.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import type { SourceConfig } from './config.ts';
import { RetryPolicy } from './retry.ts';

/** A source with its arrivals, its client and its ready-made answers. */
export class Source {
  /** In the order of the names. */
  readonly index: number;
  readonly config: SourceConfig;
  readonly caller: Caller;
  readonly arrivals: Arrivals;
  /** `null` = never tries again. */
  readonly policy: RetryPolicy | null;
  /** Whether successes have to be reported back to the retry policy. */
  readonly earns: boolean;
  /** How long an attempt may take before the client or its gateway gives up. */
  readonly patience: Micros;
  readonly throttleStatus: number;
  /** Number of the next request. */
  next = 0;

  /** @param index in the order of the names @param horizon nobody asks for arrivals from here on */
  constructor(
    index: number,
    config: SourceConfig,
    caller: Caller,
    { httpApiThrottleStatus, horizon }: { readonly httpApiThrottleStatus: number; readonly horizon: Micros },
    streams: Streams,
  ) {
    const { name, clients } = config;
    const own = { arrivals: streams.stream('arrivals', name), modulation: streams.stream('modulation', name) };
    this.index = index;
    this.config = config;
    this.caller = caller;
    this.arrivals = arrivalsOf(config.arrivals, own, horizon);
    this.policy = clients.retry && new RetryPolicy(clients.retry, streams.stream('clients', name));
    this.earns = this.policy?.earns ?? false;
    this.patience = Math.min(clients.timeout ?? Infinity, config.integrationTimeout ?? Infinity);
    this.throttleStatus = throttleStatus(config.type, httpApiThrottleStatus);
  }
}
