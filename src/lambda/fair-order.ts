/** Fair queues: who takes too much of what reads a standard queue stands back while others wait (R8.13). */
import type { Simulation } from '../des/simulation.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import { MessageList } from './message-list.ts';
import { NONE, type MessageTable } from './message-table.ts';

/** R8.13: a tenant with this share of the messages in flight, or of the processing time, is noisy … */
const NOISY_SHARE = 0.1;
/** … in flight only from so many messages on. */
const NOISY_MESSAGES = 30;
/** R8.13: until its backlog is gone, or it has sent nothing for so long. */
const SILENCE: Micros = 5 * MINUTE;
/** SQS/sqs-fair-queues-detailed.html speaks of "recent" processing time and not of how long that is. */
const RECENT: Micros = 5 * MINUTE;

/** A message group of a standard queue. */
interface Tenant {
  inFlight: number;
  /** Recent processing time, as of `at`. */
  time: number;
  at: Micros;
  sentAt: Micros;
  /** Its visible messages. */
  visible: number;
  /** They stand here while it is noisy, else with those of all quiet ones. */
  apart: MessageList | null;
}

/** The visible messages of a standard queue with message groups: those of quiet tenants first. */
export class FairOrder {
  readonly #table: MessageTable;
  readonly #simulation: Simulation;
  readonly #visibility: Micros;
  readonly #quiet: MessageList;
  readonly #tenants: Tenant[] = [];
  #noisy: Tenant[] = [];
  readonly #all = { inFlight: 0, time: 0, at: 0 };

  /** @param visibility the queue's visibility timeout */
  constructor(table: MessageTable, simulation: Simulation, visibility: Micros) {
    this.#table = table;
    this.#simulation = simulation;
    this.#visibility = visibility;
    this.#quiet = new MessageList(table, 'place');
  }

  /** The message that would be received next, −1 for none: of several noisy tenants that of the one with fewest in flight. */
  next(): number {
    if (this.#quiet.head !== NONE || this.#noisy.length === 0) return this.#quiet.head;
    const [first, ...others] = this.#noisy;
    const least = others.reduce((a, b) => (b.inFlight < a.inFlight ? b : a), first!);
    return least.apart!.head;
  }

  /** The message is received. */
  take(row: number): void {
    this.removed(row);
    const tenant = this.#of(row);
    tenant.inFlight++;
    this.#all.inFlight++;
    const { inFlight } = tenant;
    if (inFlight >= NOISY_MESSAGES && inFlight > NOISY_SHARE * this.#all.inFlight) this.#setApart(tenant);
  }

  /** A message is to be had again, or for the first time. @param wasHidden whether it was received before */
  put(row: number, wasHidden: boolean): void {
    const tenant = this.#of(row);
    if (wasHidden) this.deleted(row);
    else this.#noteSent(tenant);
    tenant.visible++;
    (tenant.apart ?? this.#quiet).append(row);
  }

  /** A received message is done with. */
  deleted(row: number): void {
    const tenant = this.#of(row);
    const { now } = this.#simulation;
    const time = now - (this.#table.hiddenUntil[row]! - this.#visibility);
    tenant.inFlight--;
    this.#all.inFlight--;
    if (credited(tenant, now, time) > NOISY_SHARE * credited(this.#all, now, time)) this.#setApart(tenant);
  }

  /** A visible message leaves. */
  removed(row: number): void {
    const tenant = this.#of(row);
    (tenant.apart ?? this.#quiet).remove(row);
    if (--tenant.visible === 0) this.#forgive(tenant);
  }

  /** Nothing is locked. */
  endReceive(): void {
    for (const tenant of this.#noisy) {
      if (this.#simulation.now - tenant.sentAt >= SILENCE) this.#forgive(tenant);
    }
  }

  #noteSent(tenant: Tenant): void {
    tenant.sentAt = this.#simulation.now;
  }

  /** From now on it is noisy, if it has a backlog. */
  #setApart(tenant: Tenant): void {
    if (tenant.apart !== null || tenant.visible === 0 || this.#simulation.now - tenant.sentAt >= SILENCE) return;
    const list = new MessageList(this.#table, 'place');
    this.#move(this.#quiet, list, tenant);
    tenant.apart = list;
    this.#noisy.push(tenant);
  }

  /** It is as quiet as any other. */
  #forgive(tenant: Tenant): void {
    const list = tenant.apart;
    if (list === null) return;
    tenant.apart = null;
    this.#noisy = this.#noisy.filter((other) => other !== tenant);
    this.#move(list, this.#quiet, tenant);
  }

  #move(from: MessageList, to: MessageList, tenant: Tenant): void {
    let row = from.head;
    while (row !== NONE) {
      const next = this.#table.after[row]!;
      if (this.#of(row) === tenant) {
        from.remove(row);
        to.append(row);
      }
      row = next;
    }
  }

  #of(row: number): Tenant {
    const group = this.#table.groupOf(row);
    return (this.#tenants[group] ??= { inFlight: 0, time: 0, at: 0, sentAt: 0, visible: 0, apart: null });
  }
}

/** Adds processing time to a sum that fades. */
function credited(sum: { time: number; at: Micros }, now: Micros, time: number): number {
  sum.time = sum.time * Math.exp((sum.at - now) / RECENT) + time;
  sum.at = now;
  return sum.time;
}
