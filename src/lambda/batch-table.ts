/** The batches that mappings have in hand; their objects are used again. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from './course.ts';
import type { BatchFacts } from './queue-monitor.ts';

/** What a batch is just now. */
export type BatchState = 'gathering' | 'waiting' | 'running';

const NONE: readonly number[] = [];

/** Messages that are, or will be, handed to one invocation. */
export class Batch implements BatchFacts {
  readonly index: number;
  /** Number of the mapping within its queues. */
  mapping = 0;
  /** Number of the source that is the mapping. */
  source = 0;
  /** Number within the mapping: the subject of its draws. */
  number = 0;
  state: BatchState = 'gathering';
  size = 0;
  /** Rows of its messages, and the receipts that were valid when they were received. */
  readonly rows: number[] = [];
  readonly receipts: number[] = [];
  /** When the first message was received, and until when that one is hidden. */
  since: Micros = 0;
  hiddenUntil: Micros = 0;
  throttles = 0;
  /** R8.10: failed tries of a batch that is tried again, and waits for another one in a row. */
  failures = 0;
  waits = 0;
  /** At what instant BATCH_DUE is for this batch; an earlier one is out of date. */
  dueAt: Micros = 0;
  /** How the invocation will end. */
  ending: 'success' | 'error' | 'timeout' | 'refused' = 'success';
  start: Micros = NaN;
  overhead = 0;
  init = 0;
  response = 0;
  /** Places in the batch of messages whose calls failed (R8.7). */
  failed: readonly number[] = NONE;
  environment = -1;
  cold = false;

  constructor(index: number) {
    this.index = index;
  }

  /** One more message. */
  add(row: number, receipt: number): void {
    this.rows[this.size] = row;
    this.receipts[this.size] = receipt;
    this.size++;
  }

  /** Its invocation is admitted; where the handler waits for calls, this is said again when it has ended. @param environment its number within the function */
  begin(start: Micros, course: CourseFacts, environment: number): void {
    this.state = 'running';
    this.ending = course.invokeError === null ? course.answer : 'refused';
    this.start = start;
    this.overhead = course.overhead;
    this.init = course.init + course.restore;
    this.response = course.response;
    this.environment = environment;
    this.cold = course.cold;
  }
}

/** One row a batch in hand. */
export class BatchTable {
  readonly #batches: Batch[] = [];
  readonly #spare: Batch[] = [];

  /** A new batch of a mapping. */
  open(mapping: number, source: number): Batch {
    let batch = this.#spare.pop();
    if (batch === undefined) {
      batch = new Batch(this.#batches.length);
      this.#batches.push(batch);
    }
    batch.mapping = mapping;
    batch.source = source;
    batch.state = 'gathering';
    batch.size = 0;
    batch.throttles = 0;
    batch.failures = 0;
    batch.waits = 0;
    batch.start = NaN;
    batch.failed = NONE;
    return batch;
  }

  at(index: number): Batch {
    return this.#batches[index]!;
  }

  /** The batch is done with. */
  close(batch: Batch): void {
    this.#spare.push(batch);
  }
}
