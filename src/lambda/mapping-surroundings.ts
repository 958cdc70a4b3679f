/** What a mapping of a queue works with: its own parts, and what all mappings of a run share. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { BatchTable } from './batch-table.ts';
import type { Caller } from './caller.ts';
import type { Assumptions } from './assumption-config.ts';
import type { MessageQueue } from './message-queue.ts';
import type { LambdaModel } from './model.ts';
import type { PollerGrowth } from './poller-growth.ts';
import type { QueueMappingConfig } from './queue-config.ts';
import type { QueueMonitor } from './queue-monitor.ts';

/** The parts of a run that a mapping works with. */
export interface MappingSurroundings {
  readonly simulation: Simulation;
  readonly model: LambdaModel;
  readonly monitor: QueueMonitor;
  readonly batches: BatchTable;
  readonly assumptions: Assumptions;
  readonly streams: Streams;
}

/** The parts of one mapping. */
export interface QueueReading {
  /** Of the source, for its draws. */
  readonly name: string;
  readonly config: QueueMappingConfig;
  readonly queue: MessageQueue;
  /** The function. */
  readonly caller: Caller;
  readonly growth: PollerGrowth;
}
