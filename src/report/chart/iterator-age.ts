/** C10: how old the last record of a batch of a stream was when it was sent, how many records waited, what was lost. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { duration, plural } from '../../result/quantity.ts';
import { ageChart, greatest, oldestFirst } from './age.ts';
import type { ChartConfiguration } from './configuration.ts';
import { possessive, shown } from './findings.ts';
import type { TimeAxis } from './time-axis.ts';
import { afterWarmUp, countedAfterWarmUp } from './window.ts';

/** `null` where the mapping sent no batch in run 1. */
export function iteratorAgeChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  return ageChart(result, record, time, {
    scope: `sources.${name}`,
    age: 'IteratorAge',
    waiting: { metric: 'backlog', text: 'how many were not done' },
    gone: { metric: 'lost', text: 'lost' },
    title: title(result, record, name),
    subtitle: `${possessive(name)} records: IteratorAge of the batches it sent, retries included`,
  });
}

/** Mappings of streams that sent batches in run 1, those with the oldest records first. */
export function mappingsWithRecords({ setup, json }: RunResult, record: RunRecord): string[] {
  const names = setup.sources.map(({ name }) => name);
  const mappings = names.filter((name) => json.sources[name]?.iteratorAge_ms !== undefined);
  return oldestFirst(record, mappings, (name) => `sources.${name}`, 'IteratorAge');
}

function title({ setup }: RunResult, record: RunRecord, name: string): string {
  const scope = `sources.${name}`;
  const lost = countedAfterWarmUp(setup, record, scope, 'lost');
  const oldest = duration(greatest(afterWarmUp(setup, record, scope, 'IteratorAge_max_ms')));
  const what = lost === 0 ? 'no record was lost' : `${plural(lost, 'record')} ${lost === 1 ? 'was' : 'were'} lost`;
  return `The iterator age of ${shown(name)} reached ${oldest}; ${what}`;
}
