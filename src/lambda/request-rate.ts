/** The requests-per-second quota: ten times the concurrency that applies (R1.10, R1.11, R1.13). */
import { SECOND, type Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { REQUESTS_PER_SECOND_PER_CONCURRENCY } from './quotas.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * The bucket for synchronous requests under a concurrency limit: DG/lambda-concurrency.html counts totals, 10 per
 * second and unit of concurrency. The page names no window; A-2 takes one second's worth as the burst.
 * @param concurrency account limit or reserved concurrency, at least 1
 * @param burst A-2 (`rpsBurst`): how long the quota may be saved up
 */
export function requestRateBucket(concurrency: number, burst: Micros): TokenBucket {
  const perSecond = REQUESTS_PER_SECOND_PER_CONCURRENCY * concurrency;
  return new TokenBucket(capacityOf(perSecond, burst), perSecond, SECOND);
}

/** The same bucket under another limit from now on. */
export function resizeRequestRate(bucket: TokenBucket, concurrency: number, burst: Micros, now: Micros): void {
  const perSecond = REQUESTS_PER_SECOND_PER_CONCURRENCY * concurrency;
  bucket.resize(capacityOf(perSecond, burst), perSecond, now);
}

function capacityOf(perSecond: number, burst: Micros): number {
  return Math.max(1, (perSecond * burst) / SECOND);
}

/**
 * The other reading of R1.10 (`rpsModel: perEnvironment`): a warm environment serves at most 10 requests a second, and
 * what goes beyond opens new environments. Each environment has a bucket of one second's worth.
 */
export class EnvironmentPace {
  /** Instant at which an environment's bucket would be full again. */
  #fullAt = new Float64Array(64);

  /** Whether the environment may begin another request. */
  allows(environment: number, now: Micros): boolean {
    return environment >= this.#fullAt.length || this.#fullAt[environment]! - now <= SECOND - PER_REQUEST;
  }

  /** A new environment takes over the number of one that is gone. */
  reset(environment: number): void {
    if (environment < this.#fullAt.length) this.#fullAt[environment] = 0;
  }

  /** The environment begins a request. */
  begin(environment: number, now: Micros): void {
    while (environment >= this.#fullAt.length) this.#fullAt = grown(this.#fullAt);
    this.#fullAt[environment] = Math.max(this.#fullAt[environment]!, now) + PER_REQUEST;
  }
}

const PER_REQUEST: Micros = SECOND / REQUESTS_PER_SECOND_PER_CONCURRENCY;
