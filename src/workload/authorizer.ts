/** The Lambda authorizer of an API: one more synchronous invocation before the integration (R5.9). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from '../lambda/caller.ts';
import { HTTP_API_AUTHORIZER_TIMEOUT } from '../lambda/quotas.ts';
import type { SourceType } from './config.ts';

/** Whom the gateway asks who calls, and how long it waits. */
export class Authorizer {
  readonly caller: Caller;
  /** The integration timeout does not cover the authorizer; REST documents no limit for it. */
  readonly patience: Micros;
  readonly #cacheHit: number;
  readonly #stream: Stream;

  /** @param cacheHit share of the requests whose authorization is cached */
  constructor(type: SourceType, caller: Caller, cacheHit: number, stream: Stream) {
    this.caller = caller;
    this.patience = type === 'http-api' ? HTTP_API_AUTHORIZER_TIMEOUT : Infinity;
    this.#cacheHit = cacheHit;
    this.#stream = stream;
  }

  /** Whether the authorization of a request is not in the cache. */
  isAsked(request: number): boolean {
    return this.#stream.uniform(request, 0) >= this.#cacheHit;
  }
}
