/** What all mappings of a run share. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { BatchTable } from './batch-table.ts';
import type { Assumptions } from './config.ts';
import type { LambdaModel } from './model.ts';
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
