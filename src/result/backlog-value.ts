/** The value of objectives about what lies in queues and streams, in one run. */
import { toMilliseconds } from '../des/time.ts';
import type { Figures } from './figures.ts';
import type { BacklogMetric, ObjectiveSubject, QueueMetric } from './objective.ts';
import type { QueueResult } from './queue-figures.ts';
import type { HistogramRecord, RunRecord } from './run-record.ts';
import type { SourceResult } from './run-result.ts';
import type { Setup } from './setup.ts';
import { percentile } from './statistics.ts';
import type { MappingResult, StreamResult } from './stream-figures.ts';
import { iteratorAgesOf, mappingsOf } from './stream-result.ts';

interface Run {
  readonly record: RunRecord;
  readonly figures: Figures;
}

/** A subject that messages or records wait in. */
export type BacklogSubject = Extract<ObjectiveSubject, { kind: 'queue' | 'mapping' | 'stream' }>;

/** Whether a subject is one. */
export function hasBacklog(subject: ObjectiveSubject): subject is BacklogSubject {
  return subject.kind === 'queue' || subject.kind === 'mapping' || subject.kind === 'stream';
}

/** A metric of what lies there, in the unit of its objective. */
export function backlogValue(setup: Setup, subject: BacklogSubject, { record, figures }: Run): number {
  const place = (things: readonly { readonly name: string }[]): number =>
    things.findIndex(({ name }) => name === subject.name);
  switch (subject.kind) {
    case 'queue':
      return queueValue(subject.metric, figures.queues[place(setup.queues)]!);
    case 'mapping': {
      const source = figures.sources[place(setup.sources)]! as SourceResult & MappingResult;
      return recordsValue(subject.metric, source, iteratorAges(setup, subject, record)!);
    }
    case 'stream':
      return recordsValue(
        subject.metric,
        figures.streams[place(setup.streams)]!,
        iteratorAges(setup, subject, record)!,
      );
  }
}

/** IteratorAge of a mapping, or of all mappings of a stream; `null` of a queue, which has none. */
export function iteratorAges(setup: Setup, subject: BacklogSubject, record: RunRecord): HistogramRecord | null {
  switch (subject.kind) {
    case 'queue':
      return null;
    case 'mapping':
      return record.sources[setup.sources.findIndex(({ name }) => name === subject.name)]!.mapping!.iteratorAge;
    case 'stream':
      return iteratorAgesOf(mappingsOf(setup, record, subject.name));
  }
}

function queueValue(metric: QueueMetric, queue: QueueResult): number {
  switch (metric.kind) {
    case 'oldest':
      return queue.oldestAgeMax_s * 1_000;
    case 'drain':
      return queue.drainTime_s * 1_000;
    case 'backlog':
      return queue.backlogMax;
    case 'lost':
      return queue.lost;
    case 'count':
      return queue.sent + queue.moved;
  }
}

function recordsValue(metric: BacklogMetric, figures: StreamResult | MappingResult, ages: HistogramRecord): number {
  switch (metric.kind) {
    case 'iteratorAge':
      return toMilliseconds(percentile(ages, metric.q));
    case 'oldest':
      return figures.oldestAgeMax_s * 1_000;
    case 'drain':
      return figures.drainTime_s * 1_000;
    case 'backlog':
      return figures.backlogMax;
    case 'lost':
      return figures.lost;
  }
}
