/** C10: how long asynchronous events of a function had waited when they were tried, how many waited, what was dropped. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { duration, plural, share } from '../../result/quantity.ts';
import { ageChart, greatest, oldestFirst } from './age.ts';
import type { ChartConfiguration } from './configuration.ts';
import { possessive, shown } from './findings.ts';
import type { TimeAxis } from './time-axis.ts';
import { afterWarmUp, countedAfterWarmUp } from './window.ts';

/** `null` where the function got no asynchronous events in run 1. */
export function eventAgeChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  return ageChart(result, record, time, {
    scope: `functions.${name}`,
    age: 'AsyncEventAge',
    waiting: { metric: 'asyncQueue', text: 'how many waited' },
    gone: { metric: 'AsyncEventsDropped', text: 'dropped' },
    title: title(result, record, name),
    subtitle: `${possessive(name)} events: how old they were at each attempt`,
  });
}

/** Functions with asynchronous events in run 1, those with the oldest first. */
export function functionsWithEvents({ setup }: RunResult, record: RunRecord): string[] {
  const names = setup.functions.map(({ name }) => name);
  return oldestFirst(record, names, (name) => `functions.${name}`, 'AsyncEventAge');
}

function title({ setup }: RunResult, record: RunRecord, name: string): string {
  const scope = `functions.${name}`;
  const dropped = countedAfterWarmUp(setup, record, scope, 'AsyncEventsDropped');
  const received = countedAfterWarmUp(setup, record, scope, 'AsyncEventsReceived');
  const oldest = duration(greatest(afterWarmUp(setup, record, scope, 'AsyncEventAge_max_ms')));
  if (dropped === 0) return `${possessive(name)} events waited at most ${oldest}; none was dropped`;
  return `${plural(dropped, 'event')} to ${shown(name)} (${share(dropped / received)}) ${dropped === 1 ? 'was' : 'were'} dropped; waits reached ${oldest}`;
}
