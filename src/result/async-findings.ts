/** What became of asynchronous events that were not processed, and what would help, in words. */
import type { DropCondition } from '../lambda/drop-condition.ts';
import { count, plural } from './quantity.ts';
import type { FunctionResult } from './run-result.ts';

/** `12 of 500 events of mail were dropped: 12 after all retries; nobody has 3 of them`; empty where none was. */
export function droppedText(name: string, f: FunctionResult): string {
  const { asyncEvents: events, AsyncEventsDropped: dropped = 0, AsyncEventsReceived: received = 0 } = f;
  if (events === undefined || !(dropped > 0)) return '';
  const why = CONDITIONS.filter(({ condition }) => events.dropped[condition] > 0)
    .map(({ condition, text }) => `${count(events.dropped[condition])} ${text}`)
    .join(', ');
  const { deadLettered, lost } = events;
  const kept = deadLettered > 0 ? `a dead-letter queue or destination has ${count(deadLettered)} of them` : '';
  const gone = lost > 0 ? (deadLettered > 0 ? `${count(lost)} are lost` : 'nobody has them') : '';
  const fate = [kept, gone].filter((text) => text !== '').join(', ');
  return `${count(dropped)} of ${plural(received, 'event')} of ${name} ${dropped === 1 ? 'was' : 'were'} dropped, ${why}; ${fate}`;
}

/** The way out as the end of a sentence: "… would help". */
export function droppedRemedy(name: string, f: FunctionResult): string {
  const events = f.asyncEvents;
  if (events === undefined) return '';
  const [first] = CONDITIONS.toSorted((a, b) => events.dropped[b.condition] - events.dropped[a.condition]);
  const keep = events.lost > 0 ? `, and a dead-letter queue or onFailure would keep them` : '';
  return `${first!.remedy(name)} would help${keep}`;
}

const CONDITIONS: readonly {
  readonly condition: DropCondition;
  readonly text: string;
  readonly remedy: (name: string) => string;
}[] = [
  {
    condition: 'RetriesExhausted',
    text: 'after all their retries failed',
    remedy: (name) => `fewer errors of ${name}`,
  },
  {
    condition: 'EventAgeExceeded',
    text: 'at their maximum age',
    remedy: (name) => `more concurrency for ${name}, shorter invocations or a longer maximumEventAge`,
  },
  {
    condition: 'ReservedConcurrencyZero',
    text: 'because reserved concurrency is 0',
    remedy: (name) => `reserved concurrency above 0 for ${name}`,
  },
  {
    condition: 'RecursiveInvocation',
    text: 'in a loop of functions (R9.9)',
    remedy: (name) => `a chain of calls that does not come back to ${name}`,
  },
];
