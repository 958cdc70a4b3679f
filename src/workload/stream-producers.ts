/** Who writes records to streams: producers, and mappings with arrivals of their own (R7.17). */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK, STREAM_EVENT } from '../lambda/events.ts';
import { RECORD_COMES, timer } from '../lambda/stream-timers.ts';
import type { ProducerStreams } from '../lambda/record-draws.ts';
import type { RecordStream } from '../lambda/stream.ts';
import type { Upstream } from '../lambda/streaming.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import { writesStream, type AnySourceConfig } from './config.ts';

interface Producer {
  readonly arrivals: Arrivals;
  readonly stream: RecordStream;
  readonly own: ProducerStreams;
  /** When its next record comes; Infinity = none does. */
  next: Micros;
  /** Number of that record. */
  number: number;
}

/** Plays the producers: all records that have come, whenever somebody asks for them. */
export class StreamProducers implements Upstream {
  readonly #simulation: Simulation;
  readonly #horizon: Micros;
  #producers: readonly Producer[] = [];
  /** Records that came without an event of the calendar. */
  quiet = 0;
  /** Whether records are pushed on, so that each of them is an event. */
  #pushes = false;

  /** @param horizon nothing is written from this instant on */
  constructor(simulation: Simulation, horizon: Micros) {
    this.#simulation = simulation;
    this.#horizon = horizon;
  }

  /** Connects the producers with the streams they write to; once, at t = 0. @param sources in the order of their names */
  start(sources: readonly AnySourceConfig[], streamOf: (name: string) => RecordStream, streams: Streams): void {
    this.#producers = sources.flatMap((config, index) => {
      if (!writesStream(config) || !config.enabled) return [];
      const { name } = config;
      const own = { arrivals: streams.stream('arrivals', name), modulation: streams.stream('modulation', name) };
      const producer = {
        arrivals: arrivalsOf(config.arrivals, own, this.#horizon),
        stream: streamOf(config.stream),
        own: { index, keys: streams.stream('keys', name), sizes: streams.stream('record-size', name) },
        next: 0,
        number: -1,
      };
      this.#goOn(producer);
      return [producer];
    });
    this.#pushes = this.#producers.some(({ stream }) => stream.readers.some((reader) => reader.pushes));
    if (this.#pushes) this.#schedule();
  }

  advance(until: Micros): void {
    for (;;) {
      let first: Producer | null = null;
      let rival = Infinity;
      for (const producer of this.#producers) {
        if (first === null || producer.next < first.next) {
          rival = first?.next ?? Infinity;
          first = producer;
        } else if (producer.next < rival) rival = producer.next;
      }
      if (first === null || first.next > until) return;
      do {
        if (!this.#pushes) this.quiet++;
        first.stream.write(first.own, first.number, first.next);
        this.#goOn(first);
      } while (first.next < rival && first.next <= until);
    }
  }

  arrive(): void {
    this.#schedule();
  }

  #goOn(producer: Producer): void {
    producer.number++;
    const { arrivals } = producer;
    producer.next = arrivals.next() && arrivals.at < this.#horizon ? arrivals.at : Infinity;
  }

  #schedule(): void {
    const next = this.#producers.reduce((least, producer) => Math.min(least, producer.next), Infinity);
    if (next < Infinity) this.#simulation.schedule(next, RANK.arrive, STREAM_EVENT, timer(RECORD_COMES, 0));
  }
}
