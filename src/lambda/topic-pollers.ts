/** Who reads the partitions of a Kafka topic: pollers take turns where there are fewer of them than work (R8.9). */
import type { Micros } from '../des/time.ts';
import { MINUTE } from '../des/time.ts';
import { RANK, TOPIC_EVENT } from './events.ts';
import type { Lane, Shard } from './stream-shard.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';

/** How many pollers there are, and how much they can do. */
export interface PollerCount {
  readonly count: number;
  /** Batches that they may have in hand at once. */
  readonly capacity: number;
  /** After `settle`: whether they can take another batch in, as far as its payload goes. */
  readonly hasRoom: boolean;
  /** Brings all of it to the present instant. */
  settle(now: Micros): void;
  /** They take a batch of so many bytes; `busy` are in hand then. */
  take(bytes: number, busy: number): void;
  /** A batch was throttled. */
  throttled(): void;
  /** A batch was done, well or not. */
  invoked(): void;
  /** After `settle`: what holds from now on. @returns when to look again; Infinity = not by itself */
  turn(now: Micros, busy: number, waits: boolean): Micros;
  /** A minute of the calendar is over. */
  minute(lanes: readonly Lane[], busy: number, now: Micros): void;
}

/** A mapping, as its pollers see it. */
export interface TopicReader {
  readonly shards: readonly Shard[];
  readonly batches: {
    /** The lane goes on: a poller has come to it. */
    resume(lane: Lane): void;
  };
}

/** What a TOPIC_EVENT is for. */
const DUE = 0;
const MINUTE_ENDS = 1;
const PURPOSES = 2;

/** At most one batch of a partition is in hand, and at most so many of all as there are pollers for; the others wait in line. */
export class TopicPollers {
  readonly #index: number;
  readonly #mapping: number;
  readonly #count: PollerCount;
  readonly #to: StreamSurroundings;
  /** In the order in which they came. */
  readonly #waiting = new Set<Lane>();
  #reader: TopicReader | null = null;
  #lanes: readonly Lane[] = [];
  /** Batches in hand. */
  #busy = 0;
  /** Whose turn it is. */
  #called: Lane | null = null;
  #dueAt: Micros = Infinity;
  #told = 0;

  /** @param index among the topics @param mapping number of the source */
  constructor(index: number, mapping: number, count: PollerCount, to: StreamSurroundings) {
    this.#index = index;
    this.#mapping = mapping;
    this.#count = count;
    this.#to = to;
  }

  /** Once, at t = 0. */
  start(reader: TopicReader): void {
    this.#reader = reader;
    this.#lanes = reader.shards.flatMap(({ lanes }) => lanes);
    this.#schedule(MINUTE, RANK.poll, MINUTE_ENDS);
    this.#turn();
  }

  /** Whether a batch of the lane can be sent now; if not the lane stands in line, and is resumed. @param bytes to be read for it */
  admit(lane: Lane, bytes: number): boolean {
    const count = this.#count;
    count.settle(this.#to.simulation.now);
    const free = lane === this.#called || (this.#waiting.size === 0 && this.#isFree());
    if (free) count.take(bytes, ++this.#busy);
    else this.#waiting.add(lane);
    this.#turn();
    return free;
  }

  /** A batch is no longer in hand: its invocation has ended, or was refused. */
  done(throttled: boolean): void {
    this.#busy--;
    this.#count.settle(this.#to.simulation.now);
    if (throttled) this.#count.throttled();
    else this.#count.invoked();
    this.#turn();
  }

  /** TOPIC_EVENT. @param purpose what it is for */
  act(purpose: number): void {
    const { now } = this.#to.simulation;
    this.#count.settle(now);
    if (purpose === DUE) {
      if (this.#dueAt <= now) this.#dueAt = Infinity;
    } else {
      this.#count.minute(this.#lanes, this.#busy, now);
      this.#schedule(now + MINUTE, RANK.poll, MINUTE_ENDS);
    }
    while (this.#waiting.size > 0 && this.#isFree()) this.#call();
    this.#turn();
  }

  #call(): void {
    const [lane] = this.#waiting;
    this.#waiting.delete(lane!);
    this.#called = lane!;
    this.#reader!.batches.resume(lane!);
    this.#called = null;
  }

  #isFree(): boolean {
    return this.#busy < this.#count.capacity && this.#count.hasRoom;
  }

  /** Tells of changes, and looks again when something may come of it. */
  #turn(): void {
    const { simulation, monitor } = this.#to;
    const { now } = simulation;
    const count = this.#count;
    const waits = this.#waiting.size > 0;
    const next = waits && this.#isFree() ? now : count.turn(now, this.#busy, waits);
    if (count.count !== this.#told) {
      this.#told = count.count;
      monitor.pollers(this.#mapping, count.capacity, count.count);
    }
    if (next >= this.#dueAt) return;
    this.#dueAt = next;
    this.#schedule(next, RANK.retry, DUE);
  }

  #schedule(at: Micros, rank: number, purpose: number): void {
    this.#to.simulation.schedule(at, rank, TOPIC_EVENT, this.#index * PURPOSES + purpose);
  }
}

/** Which of them a TOPIC_EVENT is about, and what it is for. */
export function topicEvent(code: number): { readonly topic: number; readonly purpose: number } {
  return { topic: Math.floor(code / PURPOSES), purpose: code % PURPOSES };
}
