/** Whether and when a client tries again (R5.2, R5.6-R5.8). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Backoff, RetryConfig } from './client-config.ts';

/** How a client sees an answer that is not a success. */
export type AnswerClass = 'throttle' | 'serverError' | 'timeout';

/** A budget saves up this many retries at most, so that a long quiet time does not pay for a storm. */
const MOST_SAVED_RETRIES = 100;

/** Sums of shares are not exact; a whole retry must not fail for that. */
const ROUNDING = 1e-9;

/** The retry behaviour of one source: one SDK client with one bucket of retry tokens. */
export class RetryPolicy {
  readonly #config: RetryConfig;
  readonly #stream: Stream;
  #tokens: number;
  /** Retries that the budget allows now; it begins with none, and gains its share with every request. */
  #allowed = 0;
  /** Requests that have paid into the budget. */
  #paidIn = 0;

  constructor(config: RetryConfig, stream: Stream) {
    this.#config = config;
    this.#stream = stream;
    this.#tokens = config.tokens?.capacity ?? Infinity;
  }

  /** Whether successes earn tokens, so that the client wants to hear of them. */
  get earns(): boolean {
    return this.#config.tokens !== null;
  }

  /** Whether a further attempt could follow such an answer, tokens aside. @param attempts made so far */
  mayRetry(answer: AnswerClass, attempts: number): boolean {
    return attempts < this.#config.maxAttempts && this.#config.on[answer];
  }

  /**
   * Takes one retry out of the budget, if it holds one; true where there is no budget.
   * @param requests how many were tried a first time so far
   */
  fitsBudget(requests: number): boolean {
    const { budget } = this.#config;
    if (budget === null) return true;
    this.#allowed = Math.min(MOST_SAVED_RETRIES, this.#allowed + budget * (requests - this.#paidIn));
    this.#paidIn = requests;
    if (this.#allowed < 1 - ROUNDING) return false;
    this.#allowed--;
    return true;
  }

  /**
   * Pays for a retry if there are tokens, and says how long to wait.
   * @param attempts made so far, at least 1
   * @returns the wait; −1 = the bucket is too empty (R5.6: fail without a retry)
   */
  wait(answer: AnswerClass, request: number, attempts: number): Micros {
    const cost = this.cost(answer);
    if (this.#tokens < cost) return -1;
    this.#tokens -= cost;
    const backoff = answer === 'throttle' ? this.#config.throttleBackoff : this.#config.transientBackoff;
    return delay(backoff, attempts - 1, this.#stream.uniform(request, attempts));
  }

  /** Tokens that a retry after such an answer costs. */
  cost(answer: AnswerClass): number {
    const { tokens } = this.#config;
    if (tokens === null) return 0;
    if (answer === 'throttle') return tokens.throttleCost;
    return answer === 'timeout' ? tokens.timeoutCost : tokens.transientCost;
  }

  /** A success gives tokens back: what its last retry cost, or 1 where there was none (R5.6). */
  earn(tokens: number): void {
    const capacity = this.#config.tokens?.capacity ?? Infinity;
    if (this.#tokens < capacity) this.#tokens = Math.min(capacity, this.#tokens + tokens);
  }
}

/** The k-th retry's wait (k = 0 for the first): `min(cap, base × factor^k)`, jittered by a uniform `u`. */
function delay(backoff: Backoff, k: number, u: number): Micros {
  const full = Math.min(backoff.cap, backoff.base * backoff.factor ** k);
  if (backoff.jitter === 'none') return Math.round(full);
  return Math.round(backoff.jitter === 'full' ? u * full : (full * (1 + u)) / 2);
}
