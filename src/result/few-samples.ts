/** Warns of percentiles that rest on few samples. */
import { hasBacklog, iteratorAges } from './backlog-value.ts';
import type { Findings } from './findings.ts';
import type { ObjectiveSubject } from './objective.ts';
import { functionRecordOf, sourceRecordOf, timesOf } from './objective-value.ts';
import { count } from './quantity.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

/** Names what it is about and says the way out. */
interface Warning {
  readonly id: string;
  readonly text: string;
}

/** A percentile is worth little when fewer samples than this lie beyond it. */
const BEYOND = 10;

/** One for each objective whose percentile has fewer samples beyond it. @param records at least one */
export function fewSamples({ setup }: Findings, records: readonly RunRecord[]): readonly Warning[] {
  return setup.objectives.flatMap(({ subject, on, expr, window }): readonly Warning[] => {
    const { kind } = subject;
    if (!('q' in subject.metric) || window !== 'run') return [];
    if (kind === 'account' || kind === 'queue' || kind === 'recovery') return [];
    const { q } = subject.metric;
    const samples = records.reduce((sum, record) => sum + samplesOf(setup, record, subject), 0);
    if (samples === 0 || q === 100 || samples * (1 - q / 100) >= BEYOND) return [];
    const text = `${on}: \`${expr}\` rests on ${count(samples)} samples only; simulate longer or with more runs`;
    return [{ id: 'W_FEW_SAMPLES', text }];
  });
}

function samplesOf(
  setup: Setup,
  record: RunRecord,
  subject: Exclude<ObjectiveSubject, { kind: 'account' | 'queue' | 'recovery' }>,
): number {
  if (hasBacklog(subject)) return iteratorAges(setup, subject, record)!.count;
  if (subject.kind === 'source') {
    const kind = subject.metric.kind === 'completion' ? 'completion' : 'latency';
    return timesOf(kind, sourceRecordOf(setup, subject, record)).count;
  }
  if (subject.kind === 'dependency') {
    return record.dependencies.find(({ name }) => name === subject.name)!.wait.count;
  }
  const f = functionRecordOf(record, subject);
  if (subject.metric.kind === 'eventAge') return f.events?.age.count ?? 0;
  return subject.metric.kind === 'init' ? f.init.count : f.duration.count;
}
