/** Records the facts of streams: what is written to each, and what becomes of the records of each mapping. */
import type { Micros } from '../des/time.ts';
import type { BatchCourse, LossCondition, StreamMonitor } from '../lambda/stream-monitor.ts';
import { inOrderOfNames } from './order.ts';
import { streamBookFor } from './stream-minutes.ts';
import type { Present } from './present.ts';
import type { StreamRecord } from './stream-record.ts';
import type { Setup, SetupSource } from './setup.ts';
import { StreamSourceTally } from './stream-source-tally.ts';
import { TopicRecorder } from './topic-recorder.ts';

/** Listens to streams and mappings; they are numbered in the order of their names, as there. */
export class StreamRecorder implements StreamMonitor {
  /** Of the sources that have to do with streams. */
  readonly sources: readonly StreamSourceTally[];
  readonly topics: TopicRecorder;
  readonly #hasTopics: boolean;
  readonly #present: Present;
  readonly #warmup: Micros;
  readonly #bySource: readonly (StreamSourceTally | null)[];
  readonly #streams: readonly { readonly name: string; readonly written: number[]; readonly refused: number[] }[];

  constructor(setup: Setup, present: Present) {
    this.#present = present;
    this.#warmup = setup.warmup;
    this.#bySource = inOrderOfNames(setup.sources).map((source) => tallyOf(source, setup, present));
    this.sources = this.#bySource.filter((tally) => tally !== null);
    this.topics = new TopicRecorder(setup, present);
    this.#hasTopics = setup.sources.some(({ streamMapping }) => streamMapping?.topic !== undefined);
    this.#streams = inOrderOfNames(setup.streams).map(({ name }) => ({ name, written: [], refused: [] }));
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of this.sources) tally.beginWindow();
    this.topics.beginWindow();
  }

  written(stream: number, producer: number, shard: number, at: Micros): void {
    this.#count(this.#streams[stream]!.written, shard, at);
    const tally = this.#bySource[producer]!;
    if (!tally.reads) tally.write(at);
  }

  refused(stream: number, producer: number, shard: number, at: Micros): void {
    this.#count(this.#streams[stream]!.refused, shard, at);
    this.#bySource[producer]!.refuse(at);
  }

  arrived(mapping: number, at: Micros): void {
    this.#bySource[mapping]!.arrive(at);
    if (this.#hasTopics) this.topics.lag(mapping, 1);
  }

  filtered(mapping: number, at: Micros): void {
    this.#bySource[mapping]!.filter(at);
    if (this.#hasTopics) this.topics.lag(mapping, -1);
  }

  sent(mapping: number, records: number, age: Micros, attempt: number): void {
    this.#present.tick();
    this.#bySource[mapping]!.send(records, age, attempt);
  }

  throttled(mapping: number, records: number, isThrottle: boolean): void {
    this.#bySource[mapping]!.throttle(records, isThrottle);
  }

  invoked(mapping: number, records: number): void {
    this.#bySource[mapping]!.invoke(records);
  }

  failed(mapping: number, records: number): void {
    this.#bySource[mapping]!.fail(records);
  }

  unblocked(mapping: number, shard: number, time: Micros): void {
    this.#bySource[mapping]!.unblock(shard, time);
  }

  processed(mapping: number, at: Micros, records: number, course: BatchCourse): void {
    this.#present.tick();
    this.#bySource[mapping]!.process(at, records, course);
    if (this.#hasTopics) this.topics.lag(mapping, -records);
  }

  lost(mapping: number, at: Micros, records: number, condition: LossCondition, kept: boolean): void {
    this.#present.tick();
    this.#bySource[mapping]!.lose(at, records, condition, kept);
    if (this.#hasTopics) this.topics.lag(mapping, -records);
  }

  pollers(mapping: number, batches: number, count: number): void {
    this.topics.pollers(mapping, batches, count);
  }

  units(mapping: number, units: number): void {
    this.topics.units(mapping, units);
  }

  read(mapping: number, bytes: number): void {
    this.topics.read(mapping, bytes);
  }

  delivered(mapping: number, records: number, delivered: boolean): void {
    this.#bySource[mapping]!.deliver(records, delivered);
  }

  unfinished(mapping: number, at: Micros, records: number): void {
    this.#bySource[mapping]!.leave(at, records);
  }

  /** What was written to each stream in the window, in the order of `names`. */
  streams(names: readonly string[]): readonly StreamRecord[] {
    return names.map((name) => {
      const { written, refused } = this.#streams.find((stream) => stream.name === name)!;
      const shards = Math.max(written.length, refused.length);
      return {
        name,
        shards: Array.from({ length: shards }, (_, k) => ({ records: written[k] ?? 0, refused: refused[k] ?? 0 })),
      };
    });
  }

  #count(shards: number[], shard: number, at: Micros): void {
    if (at < this.#warmup) return;
    while (shards.length <= shard) shards.push(0);
    shards[shard]!++;
  }
}

/** Whether a source reads a stream. */
export function readsStream({ type }: Pick<SetupSource, 'type'>): boolean {
  return type === 'kinesis' || type === 'dynamodb' || type === 'kafka';
}

function tallyOf(source: SetupSource, setup: Setup, present: Present): StreamSourceTally | null {
  const reads = readsStream(source);
  if (!reads && source.type !== 'kinesis-producer') return null;
  const minutes = streamBookFor(source.name, present.minutes, setup.objectives);
  return new StreamSourceTally(source, reads, present, setup.warmup, minutes);
}
