/** Records what mappings of Kafka topics have beside those of other streams: lag, pollers, units (R10.14, R11.20, R11.25). */
import type { Micros } from '../des/time.ts';
import { pollerGroupOf } from '../lambda/topic-config.ts';
import { countsOf } from './column.ts';
import { Level } from './level.ts';
import { inOrderOfNames } from './order.ts';
import { PageMaxima } from './page-maxima.ts';
import { PollerMeter } from './poller-meter.ts';
import type { Present } from './present.ts';
import type { SourceRecord } from './run-record.ts';
import type { CountSeries } from './series-record.ts';
import type { Setup, SetupSource } from './setup.ts';

/** Listens to topics; sources are numbered in the order of their names. */
export class TopicRecorder {
  readonly #present: Present;
  /** By number; `null` = it reads no topic. */
  readonly #topics: readonly (Topic | null)[];

  constructor(setup: Setup, present: Present) {
    const units = new Map<string, PollerMeter>();
    this.#present = present;
    this.#topics = inOrderOfNames(setup.sources).map((source) => topicOf(source, present, units));
  }

  /** The warm-up is over. */
  beginWindow(): void {
    const meters = new Set(this.#topics.flatMap((topic) => topic?.provisioned?.units ?? []));
    for (const meter of meters) meter.beginWindow();
    for (const topic of this.#topics) {
      topic?.lag.restart();
      topic?.count.restart();
      if (topic !== null) topic.pollersMax = topic.batches;
    }
  }

  /** So many more records of the topic are not done. */
  lag(mapping: number, records: number): void {
    const topic = this.#topics[mapping] ?? null;
    if (topic === null) return;
    this.#present.tick();
    topic.lag.set(topic.lag.value + records);
    topic.lags.set(topic.lag.value);
  }

  /** The mapping may have so many batches in hand. @param count its pollers */
  pollers(mapping: number, batches: number, count: number): void {
    const topic = this.#topics[mapping]!;
    this.#present.tick();
    topic.batches = batches;
    topic.pollersMax = Math.max(topic.pollersMax, batches);
    topic.count.set(count);
    topic.counts.set(count);
  }

  /** The mapping, and all that share them, have so many units. */
  units(mapping: number, units: number): void {
    this.#present.tick();
    this.#topics[mapping]!.provisioned!.units.set(units);
  }

  /** Its pollers read so many bytes. */
  read(mapping: number, bytes: number): void {
    this.#present.tick();
    const sums = this.#topics[mapping]!.provisioned!.bytes;
    const page = this.#present.buckets.index;
    sums[page] = (sums[page] ?? 0) + Math.round(bytes);
  }

  /** After the last fact: what there is to say of a source beside everything else. */
  ofSource(name: string, until: Micros): Pick<SourceRecord, 'topic'> {
    const topic = this.#topics.find((one) => one?.name === name) ?? null;
    if (topic === null) return {};
    const { lag, count, pollersMax, provisioned } = topic;
    const pollers = count.record(until);
    const own = provisioned && { units: provisioned.units.record(until), part: this.#partOf(topic, until) };
    return {
      topic: {
        lag: lag.record(until),
        pollersMax,
        provisioned: own && { pollers, units: own.units.pollers, unit_s: own.units.unit_s * own.part },
      },
    };
  }

  /** After the last fact. */
  counts(): readonly CountSeries[] {
    return this.#topics.flatMap((topic) => {
      if (topic === null) return [];
      const { name, lags, counts, provisioned } = topic;
      const series = (metric: string, values: Float64Array): CountSeries => {
        return { scope: `sources.${name}`, metric, counts: countsOf(values) };
      };
      if (provisioned === null) return [series('OffsetLag', lags.values()), series('pollers', counts.values())];
      return [
        series('OffsetLag', lags.values()),
        series('ProvisionedPollers', counts.values()),
        series('EventPollerUnit', provisioned.units.values()),
        series(
          'EventPollerThroughputInBytes',
          Float64Array.from({ length: provisioned.bytes.length }, (_, page) => provisioned.bytes[page] ?? 0),
        ),
      ];
    });
  }

  /** Its share of the units, by pollers × time. */
  #partOf({ provisioned, count }: Topic, until: Micros): number {
    const sharing = this.#topics.filter((other) => other?.provisioned?.units === provisioned!.units);
    const all = sharing.reduce((sum, other) => sum + other!.count.record(until).integral, 0);
    return all === 0 ? 1 / sharing.length : count.record(until).integral / all;
  }
}

/** What is recorded of one mapping. */
interface Topic {
  readonly name: string;
  /** Records that are not done. */
  readonly lag: Level;
  readonly lags: PageMaxima;
  /** Pollers. */
  readonly count: Level;
  readonly counts: PageMaxima;
  batches: number;
  pollersMax: number;
  /** `null` = on demand; bytes by bucket, with holes where nothing was read. */
  readonly provisioned: { readonly units: PollerMeter; readonly bytes: number[] } | null;
}

function topicOf(
  { name, streamMapping }: SetupSource,
  present: Present,
  units: Map<string, PollerMeter>,
): Topic | null {
  const reading = streamMapping?.topic;
  if (reading === undefined) return null;
  return {
    name,
    lag: new Level(present),
    lags: new PageMaxima(present.buckets),
    count: new Level(present),
    counts: new PageMaxima(present.buckets),
    batches: 0,
    pollersMax: 0,
    provisioned: reading.provisioned && {
      units: metered(pollerGroupOf(name, reading.provisioned)),
      bytes: [],
    },
  };

  function metered(group: string): PollerMeter {
    const meter = units.get(group) ?? new PollerMeter(present);
    units.set(group, meter);
    return meter;
  }
}
