/** Where records of asynchronous events go: dead-letter queues and destinations (R6.7). */
import type { Micros } from '../des/time.ts';
import type { AsyncMonitor, Delivery } from './async-event.ts';
import type { Caller } from './caller.ts';
import type { AsyncRoute } from './async-route.ts';
import type { DestinationConfig } from './config.ts';
import { NO_HANDLER_TIME } from './handler-time.ts';
import type { Lineage } from './lineage.ts';
import type { MessageSender } from './message-sender.ts';
import type { LambdaModel } from './model.ts';

/** Takes events in. */
interface Acceptor {
  route(caller: Caller, source: number, sender: string, payload: number): AsyncRoute;
  accept(route: AsyncRoute, number: number, handler: Micros, lineage: Lineage | null): void;
}

/** Each kind of delivery has its own draws. */
const DRAWS: Readonly<Record<Delivery, number>> = { onSuccess: 0, onFailure: 1, deadLetter: 2 };

/**
 * Hands records on. A destination that is a function gets them as asynchronous events of its own, a queue of the
 * scenario as messages; everything else only counts what it gets.
 */
export class AsyncDestinations {
  readonly #queue: Acceptor;
  readonly #model: LambdaModel;
  readonly #monitor: AsyncMonitor;
  readonly #messages: MessageSender;
  readonly #functionNumber: (name: string) => number;
  /** Routes to functions that are destinations, by function and kind of delivery; made with the first record. */
  readonly #routes = new Map<string, AsyncRoute>();

  constructor(
    queue: Acceptor,
    model: LambdaModel,
    monitor: AsyncMonitor,
    messages: MessageSender,
    functionNumber: (name: string) => number,
  ) {
    this.#queue = queue;
    this.#model = model;
    this.#monitor = monitor;
    this.#messages = messages;
    this.#functionNumber = functionNumber;
  }

  /** R6.6: a dropped event goes to the dead-letter queue and to the on-failure destination. @returns whether one has it */
  keep(route: AsyncRoute, number: number, lineage: Lineage | null): boolean {
    const deadLettered = this.deliver(route, number, 'deadLetter', lineage);
    const sent = this.deliver(route, number, 'onFailure', lineage);
    return deadLettered || sent;
  }

  /** @returns whether there is such a destination and the record arrived there */
  deliver(route: AsyncRoute, number: number, delivery: Delivery, lineage: Lineage | null): boolean {
    const destination = route.config[delivery];
    if (destination === null) return false;
    const { f } = route.caller;
    const { queue } = destination;
    const delivered =
      !route.deliveryFails(number, DRAWS[delivery], destination.failing) &&
      (queue === null || this.#messages.sendTo(queue, lineage?.behindQueue() ?? null));
    this.#monitor.delivered(f.fn, delivery, delivered);
    if (!delivered) return false;
    if (destination.type === 'lambda') {
      const on = this.#routeTo(destination, `${f.config.name} ${delivery}`);
      this.#queue.accept(on, on.next++, NO_HANDLER_TIME, lineage);
    }
    return true;
  }

  #routeTo({ to, qualifier }: DestinationConfig, sender: string): AsyncRoute {
    const known = this.#routes.get(sender);
    if (known !== undefined) return known;
    const caller = this.#model.caller(this.#functionNumber(to), {
      source: sender,
      qualifier,
      mode: 'async',
      duration: null,
    });
    const route = this.#queue.route(caller, -1, sender, 0);
    this.#routes.set(sender, route);
    return route;
  }
}
