/** Streams as the file has them → as the model wants them. */
import { scaled } from '../lambda/handler-time.ts';
import { DEFAULT_STREAM_RETENTION, DYNAMODB_READERS } from '../lambda/quotas.ts';
import type { StreamConfig } from '../lambda/stream-config.ts';
import type { AnySourceConfig, StreamSourceConfig } from '../workload/config.ts';
import { inFileOrder } from './in-file-order.ts';
import { loadLaw } from './load-law.ts';
import type { Draft } from './salvage.ts';
import type { Scenario } from './scenario.ts';
import { quotable } from './source-text.ts';
import { checkPollerGroups } from './topic-rules.ts';
import { isStreamMappingSpec, type StreamMappingSpec, type StreamSpec } from './stream-schema.ts';
import type { Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

const BYTES_PER_KB = 1_024;

/** The streams by name, then those that mappings write out; a stream is Kinesis unless a DynamoDB mapping reads it. */
export function resolveStreams(bench: Workbench, draft: Draft, sources: Scenario['sources']): Scenario['streams'] {
  const mappings = sources.filter(readsStream);
  const named = inFileOrder(bench, 'streams', draft.streams).map(([name, spec]) => {
    const readers = mappings.filter((mapping) => mapping.stream === name);
    const [first] = readers;
    const other = readers.find((reader) => reader.type !== first?.type);
    if (other !== undefined)
      bench.error(
        'E_CONFLICT',
        ['sources', other.name, 'type'],
        `reads a stream that ${quotable(first!.name)} reads as ${first!.type}; it is one or the other`,
      );
    return resolveStream(bench, ['streams', name], name, spec, first?.type ?? 'kinesis', draft.duration);
  });
  const own = draft.sources.flatMap(([name, spec]) => {
    if (!isStreamMappingSpec(spec)) return [];
    const written = ownStream(name, spec);
    if (written === undefined || !mappings.some((mapping) => mapping.name === name)) return [];
    return [resolveStream(bench, written.path, name, written.spec, spec.type, draft.duration)];
  });
  const streams = [...named, ...own].filter((stream) => stream !== null);
  for (const stream of streams) {
    warnOfReaders(bench, stream, mappings);
    for (const mapping of mappings) if (mapping.stream === stream.name) checkPoison(bench, stream, mapping);
  }
  checkPollerGroups(bench, draft.sources);
  return streams;
}

/** A stream, or `null` with errors. @param duration of the run, where it could be read */
function resolveStream(
  bench: Workbench,
  path: Path,
  name: string,
  spec: StreamSpec,
  service: StreamConfig['service'],
  duration: number | undefined,
): StreamConfig | null {
  const size = loadLaw(bench, [...path, 'recordSize'], spec.recordSize, 'numbers');
  spec.reshard.forEach(({ at }, k) => {
    const before = spec.reshard[k - 1];
    if (before !== undefined && at <= before.at)
      bench.error(
        'E_RANGE',
        [...path, 'reshard', k, 'at'],
        'is not after the one before it; put them in the order of time',
      );
    checkWithin(bench, [...path, 'reshard', k, 'at'], at, duration);
  });
  if (service === 'dynamodb' && spec.retention !== DEFAULT_STREAM_RETENTION)
    bench.error('E_RANGE', [...path, 'retention'], 'is 24h for a DynamoDB stream, always (R7.7); remove it');
  if (size === null) return null;
  const { shards, retention, partitionKeys, otherConsumers, backlog, reshard } = spec;
  return {
    name,
    service,
    shards,
    retention,
    recordSize: scaled(size, BYTES_PER_KB),
    partitionKeys:
      partitionKeys === undefined ? null : { count: partitionKeys.count, exponent: partitionKeys.skew?.zipf ?? 0 },
    otherConsumers,
    backlog,
    reshard,
  };
}

/** The stream that a mapping writes out for itself; `undefined` where it names one. */
function ownStream(
  name: string,
  spec: StreamMappingSpec,
): { readonly path: Path; readonly spec: StreamSpec } | undefined {
  if (typeof spec.stream === 'object') return { path: ['sources', name, 'stream'], spec: spec.stream };
  if (spec.stream !== undefined) return undefined;
  const { shards, retention, recordSize, partitionKeys, otherConsumers, backlog, reshard } = spec;
  return {
    path: ['sources', name],
    spec: {
      shards: shards ?? 1,
      retention: retention ?? DEFAULT_STREAM_RETENTION,
      recordSize: recordSize ?? { kind: 'constant', value: 1 },
      partitionKeys,
      otherConsumers: otherConsumers ?? 0,
      backlog: backlog ?? 0,
      reshard: reshard ?? [],
    },
  };
}

/** Poison comes to a shard that is there by then. */
function checkPoison(
  bench: Workbench,
  { name: stream, shards, reshard }: StreamConfig,
  mapping: StreamSourceConfig,
): void {
  for (const [k, { at, shard }] of mapping.streamMapping.poison.entries()) {
    const there = reshard.findLast((change) => change.at <= at)?.shards ?? shards;
    if (shard === null || shard < there) continue;
    bench.error(
      'E_RANGE',
      ['sources', mapping.name, 'poison', k, 'shard'],
      `${quotable(stream)} has no shard ${String(shard)} then; shards count from 0 to ${String(there - 1)}`,
    );
  }
}

/** R7.15: warns of a DynamoDB stream with more readers than its shards take. */
function warnOfReaders(bench: Workbench, stream: StreamConfig, mappings: readonly StreamSourceConfig[]): void {
  const own = mappings.filter((mapping) => mapping.stream === stream.name && mapping.enabled);
  const readers = own.length + stream.otherConsumers;
  if (stream.service !== 'dynamodb' || readers <= DYNAMODB_READERS) return;
  bench.warning(
    'W_DYNAMODB_READERS',
    ['sources', own[0]!.name],
    `${quotable(stream.name)} has ${String(readers)} readers, and a shard of a DynamoDB stream takes two before it throttles them (R7.15), which is not modelled; fan out from one function`,
  );
}

/** Something of a scenario happens within its run. @param duration of the run, where it could be read */
export function checkWithin(bench: Workbench, path: Path, at: number, duration: number | undefined): void {
  if (duration === undefined || at < duration) return;
  bench.error(
    'E_RANGE',
    path,
    `${showTime(at)} is beyond the run, which ends at ${showTime(duration)}; make it earlier`,
  );
}

function readsStream(source: AnySourceConfig): source is StreamSourceConfig {
  return source.type === 'kinesis' || source.type === 'dynamodb' || source.type === 'kafka';
}
