/** Sources that read and write streams as the file has them → as the workload wants them. */
import type { DestinationConfig, DestinationType } from '../lambda/config.ts';
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import type { PoisonConfig, StreamMappingConfig } from '../lambda/stream-config.ts';
import type { TopicReading } from '../lambda/topic-config.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { StreamProducerConfig, StreamSourceConfig } from '../workload/config.ts';
import type { Calendar } from './calendar.ts';
import { didYouMean } from './nearest.ts';
import { resolveBatchDuration, type MemoryOf } from './resolve-calls.ts';
import { resolveDestination } from './resolve-event-invoke.ts';
import { checkWithin } from './resolve-stream.ts';
import { resolveArrivals, SHAPES } from './resolve-traffic.ts';
import { quotable } from './source-text.ts';
import type { StreamProducerSpec, StreamMappingSpec } from './stream-schema.ts';
import { DIRECT, readTarget, type CalledTarget } from './target.ts';
import { checkBrokerTimeout, resolveTopicReading, retriesOf } from './topic-rules.ts';
import { keysAt, nodeAt, type Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

const STREAM_KEYS = [
  'shards',
  'retention',
  'recordSize',
  'partitionKeys',
  'otherConsumers',
  'backlog',
  'reshard',
] as const;

const SILENT: ArrivalConfig = {
  process: 'constant',
  burstiness: null,
  shape: { kind: 'timestamps', at: new Float64Array(0), durations: null },
};

/** What a mapping needs to know of the rest of the file. */
interface MappingContext {
  /** Of the run, where it could be read. */
  readonly duration: number | undefined;
  readonly timeoutOf: (target: CalledTarget) => number | null;
}

/** A mapping and the stream it writes out, if any; `null` with errors. */
export function resolveStreamMapping(
  bench: Workbench,
  name: string,
  spec: StreamMappingSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
  { duration, timeoutOf }: MappingContext,
): StreamSourceConfig | null {
  const path: Path = ['sources', name];
  const target = readTarget(bench, [...path, 'function'], spec.function);
  const stream = streamOf(bench, path, name, spec);
  const writes = SHAPES.some((key) => spec[key] !== undefined);
  const arrivals = writes ? resolveArrivals(bench, path, spec, calendar) : SILENT;
  const memorySize = target === null ? DEFAULT_MEMORY : memoryOf(target);
  const times = resolveBatchDuration(bench, path, spec, memorySize);
  const poison = resolvePoison(bench, path, spec, duration);
  if (!writes) checkProducers(bench, path, spec, stream);
  if (spec.type === 'dynamodb' && spec.enhancedFanOut)
    bench.error(
      'E_CONFLICT',
      [...path, 'enhancedFanOut'],
      'is of Kinesis alone: the stream of a DynamoDB table has none (R7.4); remove it',
    );
  const allowed: readonly DestinationType[] = [
    'sqs',
    'sns',
    's3',
    ...(spec.type === 'kafka' ? ['kafka' as const] : []),
  ];
  const onFailure = resolveDestination(bench, [...path, 'onFailure'], spec.onFailure, allowed);
  const topic = spec.type === 'kafka' ? resolveTopicReading(bench, path, spec) : null;
  if (topic !== null && target !== null) checkBrokerTimeout(bench, target, timeoutOf(target));
  if (target === null || stream === null || arrivals === null || times === null || onFailure === undefined) return null;
  return {
    name,
    type: spec.type,
    ...target,
    enabled: spec.enabled,
    ...times,
    arrivals,
    ...DIRECT,
    stream,
    writes,
    streamMapping: mappingOf(spec, stream, poison, backlogOf(bench, spec, stream), onFailure, topic),
  };
}

/** A producer, or `null` with errors. */
export function resolveStreamProducer(
  bench: Workbench,
  name: string,
  spec: StreamProducerSpec,
  calendar: Calendar | null,
): StreamProducerConfig | null {
  const path: Path = ['sources', name];
  const known = knownStream(bench, [...path, 'stream'], spec.stream);
  const arrivals = resolveArrivals(bench, path, spec, calendar);
  if (!known || arrivals === null) return null;
  const { type, enabled, stream } = spec;
  return { name, type, function: '', qualifier: '', enabled, duration: null, arrivals, stream, ...DIRECT };
}

function mappingOf(
  spec: StreamMappingSpec,
  stream: string,
  poison: readonly PoisonConfig[],
  backlog: number,
  onFailure: DestinationConfig | null,
  topic: TopicReading | null,
): StreamMappingConfig {
  const { batchSize, maximumBatchingWindow, parallelizationFactor, itemFailures } = spec;
  return {
    stream,
    batchSize,
    maximumBatchingWindow,
    parallelizationFactor,
    fromOldest: (spec.startingPosition ?? (backlog > 0 ? 'TRIM_HORIZON' : 'LATEST')) === 'TRIM_HORIZON',
    maximumRetryAttempts: spec.type === 'kafka' ? retriesOf(spec) : endless(spec.maximumRetryAttempts),
    maximumRecordAge: endless(spec.maximumRecordAge),
    bisect: spec.bisectBatchOnFunctionError,
    reportsItems: spec.functionResponseTypes.includes('ReportBatchItemFailures'),
    itemFailures,
    enhancedFanOut: 'enhancedFanOut' in spec && spec.enhancedFanOut,
    ...(topic === null ? {} : { topic }),
    onFailure,
    poison,
    pass: spec.filter.pass,
  };
}

/** -1 stands for no limit. */
function endless(limit: number): number {
  return limit < 0 ? Infinity : limit;
}

/** Name of the stream that the mapping reads; `null` with errors. */
function streamOf(bench: Workbench, path: Path, name: string, spec: StreamMappingSpec): string | null {
  const beside = STREAM_KEYS.find((key) => spec[key] !== undefined);
  if (spec.stream !== undefined && beside !== undefined) {
    bench.keyError('E_CONFLICT', [...path, beside], 'stands beside stream, which has it; move it there');
    return null;
  }
  if (typeof spec.stream === 'string') return knownStream(bench, [...path, 'stream'], spec.stream) ? spec.stream : null;
  if (!keysAt(bench.root, ['streams']).includes(name)) return name;
  bench.error(
    'E_CONFLICT',
    path,
    `would make a stream ${quotable(name)}, and there is one of that name; write stream: ${name}, or rename one of them`,
  );
  return null;
}

function knownStream(bench: Workbench, path: Path, name: string): boolean {
  const streams = keysAt(bench.root, ['streams']);
  if (streams.includes(name)) return true;
  const list = streams.slice(0, 12).map((one) => quotable(one));
  const there = list.length === 0 ? '; write one under streams' : ` (there are ${list.join(', ')})`;
  bench.error('E_REFERENCE', path, `there is no stream ${quotable(name)}${didYouMean(name, streams)}${there}`);
  return false;
}

function resolvePoison(
  bench: Workbench,
  path: Path,
  spec: StreamMappingSpec,
  duration: number | undefined,
): readonly PoisonConfig[] {
  return spec.poison.map(({ at, records, until = Infinity, shard = null }, k) => {
    const own: Path = [...path, 'poison', k];
    checkWithin(bench, [...own, 'at'], at, duration);
    if (until <= at) bench.error('E_RANGE', [...own, 'until'], `${showTime(until)} is not after at; make it later`);
    return { at, records, until, shard };
  });
}

/** Somebody has to write to a stream that is not empty from the start. */
function checkProducers(bench: Workbench, path: Path, spec: StreamMappingSpec, stream: string | null): void {
  if (stream === null) return;
  const sources = keysAt(bench.root, ['sources']);
  const written = sources.some((source) => {
    return (
      plainAt(bench, ['sources', source, 'stream']) === stream &&
      SHAPES.some((key) => keysAt(bench.root, ['sources', source]).includes(key))
    );
  });
  if (written || spec.poison.length > 0 || backlogOf(bench, spec, stream) > 0) return;
  const [of, orElse] = spec.type === 'kafka' ? ['topic', ''] : ['stream', ', or a kinesis-producer'];
  bench.error(
    'E_MISSING_KEY',
    [...path, 'rate'],
    `nobody writes to the ${of}; write one of rate: 50/s, stages: [ … ] or trace: { … }${orElse}`,
  );
}

/** Records that lie in the stream at first. */
function backlogOf(bench: Workbench, spec: StreamMappingSpec, stream: string): number {
  if (typeof spec.stream === 'object') return spec.stream.backlog;
  if (spec.stream === undefined) return spec.backlog ?? 0;
  const backlog = plainAt(bench, ['streams', stream, 'backlog']);
  return typeof backlog === 'number' ? backlog : 0;
}

function plainAt(bench: Workbench, path: Path): unknown {
  const node = nodeAt(bench.root, path);
  return node?.kind === 'scalar' ? node.value : undefined;
}
