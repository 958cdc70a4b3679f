/** The two readings of how throttled events are tried again (R6.4, A-23), side by side where they matter. */
import { toMilliseconds } from '../des/time.ts';
import { droppedOf } from './async-result.ts';
import { duration, plural } from './quantity.ts';
import type { AsyncRecord, OtherReading, RunRecord } from './run-record.ts';
import type { AsyncReading, AsyncReadingsResult } from './async-reading.ts';
import type { Setup } from './setup.ts';
import { percentile } from './statistics.ts';

/** From this ratio of the 99th percentiles of AsyncEventAge on the readings differ (R6.4). */
const RATIO = 2;

/** A 99th percentile this little above the latency of the poller is that latency, by the width of a bucket. */
const HARDLY = 1.01;

/**
 * Whether another run under the other reading can tell something: events were throttled, and some were dropped or more
 * than one in a hundred attempts came later than the poller's latency. Where none of this happened no event waited, and
 * how events wait makes no difference.
 */
export function readingsMayDiffer(record: RunRecord, { assumptions }: Setup): boolean {
  return record.functions.some(({ events }) => {
    if (events === null || events.throttledAttempts === 0) return false;
    return droppedOf(events) > 0 || percentile(events.age, 99) > HARDLY * assumptions.asyncPollLatency;
  });
}

/** What is kept of a run under the other reading. */
export function otherReadingOf(record: RunRecord, { assumptions }: Setup): OtherReading {
  return {
    asyncRetry: assumptions.asyncRetry === 'queue' ? 'perEventTimers' : 'queue',
    functions: record.functions.map(({ events }) => {
      return events === null ? NO_EVENTS : { dropped: droppedOf(events), age: events.age };
    }),
  };
}

/** The functions whose dropped events differ, or whose 99th percentiles of AsyncEventAge do by more than the double. */
export function asyncReadingsOf(setup: Setup, first: RunRecord | undefined): readonly AsyncReadingsResult[] {
  const other = first?.otherReading ?? null;
  if (first === undefined || other === null) return [];
  return setup.functions.flatMap(({ name }, k): readonly AsyncReadingsResult[] => {
    const { events } = first.functions[k]!;
    if (events === null) return [];
    const own = readingOf(droppedOf(events), events.age);
    const shadow = readingOf(other.functions[k]!.dropped, other.functions[k]!.age);
    if (!differ(own, shadow)) return [];
    const [queue, perEventTimers] = other.asyncRetry === 'queue' ? [shadow, own] : [own, shadow];
    return [{ function: name, perEventTimers, queue }];
  });
}

/** Both readings of one function in a sentence, without a full stop. */
export function readingText(setup: Setup, { function: name, perEventTimers, queue }: AsyncReadingsResult): string {
  const used = setup.assumptions.asyncRetry;
  const [own, other, instead] =
    used === 'queue' ? [queue, perEventTimers, 'perEventTimers'] : [perEventTimers, queue, 'queue'];
  return `AWS does not say how throttled events wait: with asyncRetry: ${used}, as here, ${name} has ${figures(own)}; with asyncRetry: ${instead} ${figures(other)}`;
}

const NO_EVENTS = { dropped: 0, age: { count: 0, sum: 0, max: 0, first: 0, counts: new Float64Array() } };

function readingOf(dropped: number, age: AsyncRecord['age']): AsyncReading {
  return { AsyncEventsDropped: dropped, AsyncEventAge_p99_ms: age.count > 0 ? toMilliseconds(percentile(age, 99)) : 0 };
}

function differ(a: AsyncReading, b: AsyncReading): boolean {
  if (a.AsyncEventsDropped !== b.AsyncEventsDropped) return true;
  const [low, high] = [a.AsyncEventAge_p99_ms, b.AsyncEventAge_p99_ms].toSorted((one, two) => one - two);
  return high! > RATIO * low!;
}

function figures({ AsyncEventsDropped, AsyncEventAge_p99_ms }: AsyncReading): string {
  return `${plural(AsyncEventsDropped, 'event')} dropped and a p99 age of ${duration(AsyncEventAge_p99_ms)}`;
}
