/** What a result says of streams and of the mappings that read them: in one run, and over several. */
import { toSeconds } from '../des/time.ts';
import { leafwise } from './leaves.ts';
import { pooled } from './merge.ts';
import { peaksOverRuns, pooledStatistics } from './over-runs.ts';
import { mean, median } from './replications.ts';
import type { HistogramRecord, RunRecord } from './run-record.ts';
import type { MappingRecord, StreamRecord } from './stream-record.ts';
import type { MappingResult, StreamResult } from './stream-figures.ts';
import type { Statistics } from './figure-shapes.ts';
import type { Setup } from './setup.ts';
import { statisticsOf } from './statistics.ts';

/** One mapping in one run; figures that there is nothing to take of are NaN. */
export function mappingOfRun(record: MappingRecord): MappingResult {
  return {
    iteratorAge_ms: iteratorAge(record.iteratorAge),
    backlogMax: record.backlog.max,
    oldestAgeMax_s: toSeconds(record.oldest),
    drainTime_s: toSeconds(record.backlog.drainTime),
    lost: record.lost,
    deadLettered: record.kept,
    blocked: { times: record.blocked.times, max_s: toSeconds(record.blocked.longest), shard: record.blocked.shard },
    filtered: record.filteredRecords,
    eventCount: {
      PolledEventCount: record.polled,
      FilteredOutEventCount: record.filtered,
      InvokedEventCount: record.invoked,
      FailedInvokeEventCount: record.failedRecords,
      DroppedEventCount: record.dropped,
      OnFailureDestinationDeliveredEventCount: record.delivered,
    },
    DestinationDeliveryFailures: record.undelivered,
  };
}

/** The figures of a mapping over several runs that are not plain means. */
export function mappingOfRuns(
  runs: readonly Partial<MappingResult>[],
  records: readonly MappingRecord[],
): Pick<MappingResult, 'iteratorAge_ms' | 'blocked'> {
  const blocks = runs.map((run) => run.blocked!);
  const longest = Math.max(...blocks.map(({ max_s }) => max_s));
  return {
    blocked: {
      times: mean(blocks.map(({ times }) => times)),
      max_s: median(blocks.map(({ max_s }) => max_s)),
      // The number of a shard has no mean.
      shard: blocks.find(({ max_s }) => max_s === longest)!.shard,
    },
    iteratorAge_ms: pooledStatistics(
      runs.map((run) => run.iteratorAge_ms!),
      records.map((record) => record.iteratorAge),
    ),
  };
}

/** The streams of one run, in the scenario's order. */
export function streamsOfRun(setup: Setup, record: RunRecord): readonly StreamResult[] {
  return record.streams.map((stream) => {
    const mappings = mappingsOf(setup, record, stream.name);
    const sum = (figure: (mapping: MappingRecord) => number): number =>
      mappings.reduce((all, one) => all + figure(one), 0);
    const most = (figure: (mapping: MappingRecord) => number): number => Math.max(0, ...mappings.map(figure));
    return {
      ...writtenOf(stream),
      iteratorAge_ms: iteratorAge(pooled(mappings.map((mapping) => mapping.iteratorAge))),
      backlogMax: most((mapping) => mapping.backlog.max),
      oldestAgeMax_s: toSeconds(most((mapping) => mapping.oldest)),
      drainTime_s: toSeconds(most((mapping) => mapping.backlog.drainTime)),
      lost: sum((mapping) => mapping.lost),
      deadLettered: sum((mapping) => mapping.kept),
    };
  });
}

/** The streams over several runs. @param runs as `streamsOfRun` gives them */
export function streamsOfRuns(
  setup: Setup,
  runs: readonly (readonly StreamResult[])[],
  records: readonly RunRecord[],
): readonly StreamResult[] {
  return records[0]!.streams.map(({ name }, k) => {
    const results = runs.map((streams) => streams[k]!);
    const ages = records.map((record) => iteratorAgesOf(mappingsOf(setup, record, name)));
    const statistics = pooledStatistics(
      results.map((result) => result.iteratorAge_ms),
      ages,
    );
    return {
      ...leafwise(results, mean),
      ...peaksOverRuns(results),
      hottestShard: results.map(({ hottestShard }) => hottestShard).toSorted((a, b) => b.share - a.share)[0]!,
      iteratorAge_ms: statistics,
    };
  });
}

/** IteratorAge of all mappings that invoke a function in a run (R11.12); `null` where none does: topics have OffsetLag. */
export function iteratorAgeOfFunction(setup: Setup, record: RunRecord, name: string): HistogramRecord | null {
  const mappings = record.sources.flatMap(({ mapping, topic }, k) =>
    mapping !== null && topic === undefined && setup.sources[k]!.function === name ? [mapping] : [],
  );
  return mappings.length === 0 ? null : iteratorAgesOf(mappings);
}

/** IteratorAge of a function as its result has it. */
export function iteratorAge(histogram: HistogramRecord): Statistics {
  return statisticsOf(histogram);
}

/** The mappings of a stream in a run. */
export function mappingsOf(setup: Setup, record: RunRecord, stream: string): readonly MappingRecord[] {
  return record.sources.flatMap(({ mapping }, k) => {
    return mapping !== null && setup.sources[k]!.stream === stream ? [mapping] : [];
  });
}

/** All their ages together. */
export function iteratorAgesOf(mappings: readonly MappingRecord[]): HistogramRecord {
  return pooled(mappings.map((mapping) => mapping.iteratorAge));
}

/** What was written, and to which shard most of it went. */
function writtenOf({ shards }: StreamRecord): Pick<StreamResult, 'records' | 'refused' | 'hottestShard'> {
  let hottest = 0;
  let records = 0;
  let refused = 0;
  shards.forEach((shard, k) => {
    records += shard.records;
    refused += shard.refused;
    if (tried(shard) > tried(shards[hottest]!)) hottest = k;
  });
  const most = shards[hottest] ?? { records: 0, refused: 0 };
  return {
    records,
    refused,
    hottestShard: { shard: hottest, share: tried(most) / (records + refused), refused: most.refused },
  };
}

function tried({ records, refused }: StreamRecord['shards'][number]): number {
  return records + refused;
}
