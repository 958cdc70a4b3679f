/** What is wrong with a stream or a mapping of one, in words, and what would help. */
import { toMilliseconds, SECOND } from '../des/time.ts';
import type { Findings } from './findings.ts';
import { amount, count, roundShare, span } from './quantity.ts';
import type { SourceResult } from './run-result.ts';
import type { Setup, SetupSource } from './setup.ts';
import type { StreamResult } from './stream-figures.ts';
import { hotPartition, onDemandWayOut, shardWord, slowTopic, topicFailures } from './topic-findings.ts';

/** An age of the last record beyond this is a backlog, not a batching window. */
const LATE_MS = toMilliseconds(60 * SECOND);

/** Why records of a mapping are late or lost, with what would help; starts with its own punctuation. */
export function mappingReason({ setup, figures }: Findings, k: number): string {
  const mapping = setup.sources[k]!;
  const { name, stream = '', function: fn } = mapping;
  const isTopic = shardWord(mapping) === 'partition';
  const source = figures.sources[k]!;
  const f = figures.functions[setup.functions.findIndex((one) => one.name === fn)]!;
  const { eventCount, throttledAttempts } = source;
  const failed = eventCount?.FailedInvokeEventCount ?? 0;
  if (failed > 0 && isTopic) return topicFailures(mapping);
  if (failed > 0)
    return ` because batches that ${fn} cannot process block their shards while they are tried again; maximumRetryAttempts, bisectBatchOnFunctionError and onFailure on ${name} would help`;
  if (throttledAttempts > 0)
    return ` because ${fn} throttles ${roundShare(throttledAttempts / (throttledAttempts + f.Invocations))} of the attempts at its batches; more concurrency for it would help`;
  const s = setup.streams.findIndex((one) => one.name === stream);
  const { hottestShard } = figures.streams[s]!;
  const shards = setup.streams[s]!.shards;
  const isHot = shards > 1 && hottestShard.share * shards > 1.5;
  if (isTopic) return isHot ? hotPartition(name, hottestShard.shard, hottestShard.share) : slowTopic(mapping);
  if (isHot)
    return ` because shard ${String(hottestShard.shard)} of ${stream} has ${roundShare(hottestShard.share)} of the records; partition keys that spread better, or a parallelizationFactor, would help`;
  return ` because ${fn} takes longer than records come; more shards, a parallelizationFactor, larger batches or faster code would help`;
}

/** How failed batches held up shards, of each mapping where they did for long, with the way out. */
export function blockedTexts(
  { sources }: Pick<Setup, 'sources'>,
  results: Readonly<Record<string, SourceResult>>,
): readonly string[] {
  return sources.flatMap((source): readonly string[] => {
    const { name, function: fn, streamMapping } = source;
    const { blocked } = results[name]!;
    if (streamMapping === undefined || blocked === undefined || blocked.max_s < LATE_MS / 1_000) return [];
    const times = blocked.times > 1 ? `, ${count(blocked.times)} times in all` : '';
    return [
      `${name}: a batch that ${fn} failed on held up ${shardWord(source)} ${String(blocked.shard)} for ${span(blocked.max_s)}${times}, and all records behind it waited; ${wayOut(streamMapping)}`,
    ];
  });
}

/** What lets a mapping go on past a batch that cannot be processed. */
function wayOut({ maximumRetryAttempts, bisect, onFailure, topic }: NonNullable<SetupSource['streamMapping']>): string {
  if (topic?.provisioned === null) return onDemandWayOut(onFailure !== null);
  const missing = [
    ...(maximumRetryAttempts === Infinity ? ['maximumRetryAttempts ends the tries'] : []),
    ...(bisect ? [] : ['bisectBatchOnFunctionError finds the record']),
    ...(onFailure === null ? ['onFailure keeps a note of it'] : []),
  ];
  return missing.length === 0 ? 'fewer attempts end it sooner' : missing.join(', ');
}

/** What a stream refused, and where. */
function refusedRecords(name: string, { refused, records, hottestShard }: StreamResult): string {
  return `${name}: shards at their write limit refused ${count(refused)} records (${roundShare(refused / (refused + records))}), shard ${String(hottestShard.shard)} ${count(hottestShard.refused)} of them; more shards or partition keys that spread better would help`;
}

/** Index of the source whose records are worst off: most lost, else latest; −1 where all is well. */
export function worstMapping({ figures }: Pick<Findings, 'figures'>): number {
  let worst = -1;
  figures.sources.forEach((source, k) => {
    const { lost = 0, iteratorAge_ms } = source;
    if (iteratorAge_ms === undefined || (!(lost > 0) && !(iteratorAge_ms.max_ms > LATE_MS))) return;
    if (worst < 0 || badness(source) > badness(figures.sources[worst]!)) worst = k;
  });
  return worst;
}

/** The worst mapping in one sentence. */
export function mappingText({ setup, figures }: Findings, k: number): string {
  const { name } = setup.sources[k]!;
  const { lost = 0, iteratorAge_ms } = figures.sources[k]!;
  const age = amount(iteratorAge_ms?.max_ms ?? NaN, 'ms');
  return lost > 0 ? `${name} lost ${count(lost)} records` : `the iterator age of ${name} reached ${age}`;
}

function badness({ lost = 0, iteratorAge_ms }: SourceResult): number {
  return lost > 0 ? 1e15 + lost : (iteratorAge_ms?.max_ms ?? 0);
}

/** Records that were lost, and records that no shard took. */
export function streamWarnings(findings: Findings): readonly { readonly id: string; readonly text: string }[] {
  return [...lostFromStreams(findings), ...refusedByStreams(findings)];
}

function lostFromStreams({ setup, figures }: Findings): readonly { readonly id: string; readonly text: string }[] {
  return setup.sources.flatMap(({ name }, k): readonly { readonly id: string; readonly text: string }[] => {
    const { lost = 0, iteratorAge_ms } = figures.sources[k]!;
    if (iteratorAge_ms === undefined || !(lost > 0)) return [];
    const text = `${name}: ${count(lost)} records were lost; an onFailure destination would keep track of those that are given up, and a longer retention leaves more time`;
    return [{ id: 'W_RECORDS_LOST', text }];
  });
}

function refusedByStreams({ setup, figures }: Findings): readonly { readonly id: string; readonly text: string }[] {
  return setup.streams.flatMap(({ name }, k): readonly { readonly id: string; readonly text: string }[] => {
    const stream = figures.streams[k]!;
    return stream.refused > 0 ? [{ id: 'W_RECORDS_REFUSED', text: refusedRecords(name, stream) }] : [];
  });
}
