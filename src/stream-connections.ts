/** Puts mappings and producers together with their streams and functions. */
import type { Streams } from './des/random.ts';
import type { Simulation } from './des/simulation.ts';
import type { Micros } from './des/time.ts';
import type { MessageSender } from './lambda/message-sender.ts';
import type { LambdaModel } from './lambda/model.ts';
import type { StreamRetryBackoff } from './lambda/assumption-config.ts';
import type { StreamConfig } from './lambda/stream-config.ts';
import type { StreamMonitor } from './lambda/stream-monitor.ts';
import type { RecordStream } from './lambda/stream.ts';
import { Streaming } from './lambda/streaming.ts';
import { isStreamMapping, type AnySourceConfig } from './workload/config.ts';
import { RecordLog } from './workload/record-log.ts';
import type { RequestLog } from './workload/request-log.ts';
import { StreamProducers } from './workload/stream-producers.ts';

export type { Streaming };

/** What a scenario says of streams. */
interface StreamScenario {
  readonly duration: Micros;
  readonly warmup: Micros;
  readonly streams: readonly StreamConfig[];
  readonly assumptions: { readonly streamRetryBackoff: StreamRetryBackoff };
}

/** Who reads and writes streams, and who is told. */
interface Reading {
  readonly monitor: StreamMonitor;
  /** Takes a line a record; `null` = nobody wants them. */
  readonly log: RequestLog | null;
  /** In the order of their names. */
  readonly sources: readonly AnySourceConfig[];
  /** Of a function by its name. */
  readonly functionNumber: (name: string) => number;
  readonly sender: MessageSender;
}

/** Connects mappings and producers with their streams and functions, and begins to read; once, at t = 0. */
export function connectStreams(
  scenario: StreamScenario,
  simulation: Simulation,
  model: LambdaModel,
  streams: Streams,
  { monitor, log, sources, functionNumber, sender }: Reading,
): Streaming {
  const configs = scenario.streams.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { warmup } = scenario;
  const { streamRetryBackoff: backoff } = scenario.assumptions;
  const told = log === null ? monitor : new RecordLog(monitor, log, sources, simulation);
  const streaming = new Streaming(configs, { simulation, model, streams, monitor: told, backoff, sender, warmup });
  const streamOf = (name: string): RecordStream => streaming.streams.find((stream) => stream.config.name === name)!;
  const mappings = sources.filter(isStreamMapping).filter(({ enabled }) => enabled);
  for (const source of mappings) {
    const { name, qualifier, duration, perRecord, streamMapping: mapping } = source;
    const own = { source: name, qualifier, mode: 'mapping', duration, perRecord } as const;
    const caller = model.caller(functionNumber(source.function), own);
    const sharing = mappings.filter(
      ({ stream, streamMapping: other }) => stream === source.stream && !other.enhancedFanOut,
    );
    const consumers = streamOf(source.stream).config.otherConsumers + Math.max(1, sharing.length);
    streaming.connect(sources.indexOf(source), name, mapping, consumers, caller);
  }
  const producers = new StreamProducers(simulation, scenario.duration);
  producers.start(sources, streamOf, streams);
  streaming.start(producers);
  return streaming;
}
