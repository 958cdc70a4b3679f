/** What all mappings of a run share, and how their timers are told apart. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { MessageSender } from './message-sender.ts';
import type { LambdaModel } from './model.ts';
import type { StreamRetryBackoff } from './assumption-config.ts';
import type { StreamMonitor } from './stream-monitor.ts';
import type { Lane, Shard } from './stream-shard.ts';
import type { PollerUnits } from './poller-units.ts';

/** Who reads shards and lanes. */
export interface ShardReader {
  poll(shard: Shard): void;
  /** A fault that held the shard is over. */
  freed(shard: Shard): void;
  readonly batches: {
    due(lane: Lane): void;
    ended(lane: Lane): void;
    settle(lane: Lane): void;
  };
}

/** Every shard and lane of every mapping, and the pollers of every topic, by their numbers. */
export interface StreamRegistry {
  readonly shards: { readonly mapping: ShardReader; readonly shard: Shard }[];
  readonly lanes: { readonly mapping: ShardReader; readonly lane: Lane }[];
  readonly topics: { act(purpose: number): void }[];
  /** By the name of who shares them. */
  readonly units: Map<string, PollerUnits>;
}

/** What a mapping works with. */
export interface StreamSurroundings {
  readonly simulation: Simulation;
  readonly model: LambdaModel;
  readonly streams: Streams;
  readonly monitor: StreamMonitor;
  readonly backoff: StreamRetryBackoff;
  /** For on-failure destinations that are queues of the scenario. */
  readonly sender: MessageSender;
  readonly registry: StreamRegistry;
  /** Records that come from its end on are counted. */
  readonly warmup: Micros;
}
