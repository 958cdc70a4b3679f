/** A redrive task: what has failed goes back to where it came from (SQS/sqs-configure-dead-letter-queue-redrive.html). */
import type { Simulation } from '../des/simulation.ts';
import { SECOND } from '../des/time.ts';
import { RANK, REDRIVE_DUE } from './events.ts';
import type { MessageQueue } from './message-queue.ts';
import type { RedriveConfig } from './queue-config.ts';

/**
 * Moves as many messages as were visible when it began, the oldest first, evenly spaced. What arrives behind them in
 * the meantime, because it has failed again, stays; where nothing is visible any more it is over.
 */
export class Redrive {
  readonly #index: number;
  readonly #source: number;
  readonly #config: RedriveConfig;
  readonly #from: MessageQueue;
  /** Where messages go whose own queue nobody knows: they were there at t = 0, or were sent there. */
  readonly #home: MessageQueue;
  readonly #queueOf: (index: number) => MessageQueue;
  readonly #simulation: Simulation;
  #moved = 0;
  #most = 0;

  /** @param index among the tasks @param source its number @param queueOf a queue by its number */
  constructor(
    index: number,
    source: number,
    config: RedriveConfig,
    from: MessageQueue,
    home: MessageQueue,
    queueOf: (index: number) => MessageQueue,
    simulation: Simulation,
  ) {
    this.#index = index;
    this.#source = source;
    this.#config = config;
    this.#from = from;
    this.#home = home;
    this.#queueOf = queueOf;
    this.#simulation = simulation;
  }

  /** Once, at t = 0. */
  start(): void {
    this.#simulation.schedule(this.#config.at, RANK.retry, REDRIVE_DUE, this.#index);
  }

  /** REDRIVE_DUE: the next message moves. */
  due(): void {
    const from = this.#from;
    if (this.#moved === 0) this.#most = from.visibleMessages;
    const row = this.#moved < this.#most ? from.oldestVisible() : -1;
    if (row < 0) return;
    const origin = from.table.originOf(row);
    from.moveTo(origin < 0 ? this.#home : this.#queueOf(origin), row, 'redriven', this.#source);
    this.#moved++;
    const { at, rate } = this.#config;
    this.#simulation.schedule(at + Math.round((this.#moved * SECOND) / rate), RANK.retry, REDRIVE_DUE, this.#index);
  }
}
