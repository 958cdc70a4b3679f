/** How fast provisioned pollers take messages in (R8.8). */
import { SECOND, type Micros } from '../des/time.ts';
import { POLL_MESSAGES, POLLER_KB, POLLER_POLLS } from './quotas.ts';

/** Messages are counted in parts so fine that their flow stays a whole number. */
const PART = SECOND;

/**
 * Each poller takes 10 polls a second, of 10 messages or a batch at most, and 1 MB. What it has not taken in a tenth of
 * a second, the time from one poll to the next, is gone.
 */
export class PollerThroughput {
  /** Messages a second and poller. */
  readonly #each: number;
  /** Messages of one poll. */
  readonly #poll: number;
  #parts: number;
  #at: Micros = 0;

  /** @param messageSize in KB, 0 = not said @param pollers at t = 0 */
  constructor(batchSize: number, messageSize: number, pollers: number) {
    this.#poll = Math.min(POLL_MESSAGES, batchSize);
    const byPayload = messageSize > 0 ? Math.ceil(POLLER_KB / messageSize) : Infinity;
    this.#each = Math.min(byPayload, POLLER_POLLS * this.#poll);
    this.#parts = this.#most(pollers);
  }

  /** Brings it to the present instant. @param pollers how many there are */
  settle(now: Micros, pollers: number): void {
    this.#parts = Math.min(this.#most(pollers), this.#parts + (now - this.#at) * this.#each * pollers);
    this.#at = now;
  }

  /** After `settle`: whether a poll is due. */
  isDue(pollers: number): boolean {
    return this.#parts >= this.#wanted(pollers);
  }

  /** After `settle`: when the next poll is due, if nothing is taken until then. */
  nextAt(pollers: number): Micros {
    return this.#at + Math.ceil(Math.max(0, this.#wanted(pollers) - this.#parts) / (this.#each * pollers));
  }

  /** Whether one more message can be taken. */
  get hasAny(): boolean {
    return this.#parts >= PART;
  }

  /** A message is taken. */
  take(): void {
    this.#parts -= PART;
  }

  /** What they can take at once. */
  #most(pollers: number): number {
    return Math.max(PART, this.#each * pollers * (SECOND / POLLER_POLLS));
  }

  /** Pollers that are slow for large messages do not wait until ten of them may come. */
  #wanted(pollers: number): number {
    const most = Math.floor((this.#each * pollers) / POLLER_POLLS);
    return PART * Math.max(1, Math.min(this.#poll, most));
  }
}
