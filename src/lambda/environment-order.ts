/** What tells the idle environments of one function apart. */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Environments } from './environments.ts';
import type { IdleLinks, PoolOrder } from './idle-pool.ts';
import type { EnvironmentPace } from './request-rate.ts';

/** Their numbers, and whether their own request rate lets them serve (R1.10). */
export class EnvironmentOrder implements PoolOrder {
  readonly stream: Stream;
  readonly #environments: Environments;
  readonly #pace: EnvironmentPace | null;

  /** @param pace `null` = the request rate counts totals @param stream of the policy `random` */
  constructor(environments: Environments, pace: EnvironmentPace | null, stream: Stream) {
    this.#environments = environments;
    this.#pace = pace;
    this.stream = stream;
  }

  get links(): IdleLinks {
    return this.#environments.idleLinks;
  }

  get paced(): boolean {
    return this.#pace !== null;
  }

  numberOf(environment: number): number {
    return this.#environments.numberOf(environment);
  }

  mayServe(environment: number, now: Micros): boolean {
    return this.#pace?.allows(environment, now) ?? true;
  }
}
