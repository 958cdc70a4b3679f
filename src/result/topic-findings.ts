/** What is wrong with a mapping of a Kafka topic, in words, and what would help (R8.9). */
import { roundShare } from './quantity.ts';
import type { SetupSource } from './setup.ts';

type Topic = Pick<SetupSource, 'name' | 'function' | 'streamMapping'>;

/** What a shard is called where the mapping reads it. */
export function shardWord({ streamMapping }: Pick<SetupSource, 'streamMapping'>): 'shard' | 'partition' {
  return streamMapping?.topic === undefined ? 'shard' : 'partition';
}

/** Batches fail and are tried again: the way out; starts with its own punctuation. */
export function topicFailures({ name, function: fn, streamMapping }: Topic): string {
  const keys = isOnDemand(streamMapping)
    ? `onFailure on ${name}, or provisionedPollers with maximumRetryAttempts and bisectBatchOnFunctionError,`
    : `maximumRetryAttempts, bisectBatchOnFunctionError and onFailure on ${name}`;
  return ` because batches that ${fn} cannot process block their partitions while they are tried again; ${keys} would help`;
}

/** What lets an on-demand mapping go on past a batch that cannot be processed. @param told whether it has a destination */
export function onDemandWayOut(told: boolean): string {
  const keys = 'provisionedPollers, with maximumRetryAttempts and bisectBatchOnFunctionError, find the record sooner';
  return told ? keys : `onFailure ends the tries after ten and keeps a note of it; ${keys}`;
}

/** Most records of one topic are in one partition. */
export function hotPartition(name: string, partition: number, share: number): string {
  return ` because partition ${String(partition)} of ${name} has ${roundShare(share)} of the records; keys that spread better would help`;
}

/** Records come faster than they are processed. */
export function slowTopic({ function: fn, streamMapping }: Topic): string {
  return isOnDemand(streamMapping)
    ? ` because ${fn} takes longer than records come, and more pollers come minutes after the lag; provisionedPollers, larger batches, more partitions or faster code would help`
    : ` because ${fn} takes longer than records come; more partitions, larger batches or faster code would help`;
}

function isOnDemand(mapping: SetupSource['streamMapping']): boolean {
  return (mapping?.topic?.provisioned ?? null) === null;
}
