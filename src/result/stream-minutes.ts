/** The calendar minutes of sources that write to a stream or read it, as objectives ask for them. */
import type { BacklogMetric, Objective } from './objective.ts';
import type { Pages } from './present.ts';
import type { RunSeries } from './series-record.ts';
import { findSeries } from './series.ts';
import { StreamBook } from './stream-book.ts';

/** The minute book of a source that writes to a stream or reads it: `null` where no objective is about it. */
export function streamBookFor(name: string, minutes: Pages, objectives: readonly Objective[]): StreamBook | null {
  const own = objectives.flatMap(({ subject }) => {
    return (subject.kind === 'source' || subject.kind === 'mapping') && subject.name === name ? [subject.metric] : [];
  });
  if (own.length === 0) return null;
  const statistics = own.flatMap((metric) => (metric.kind === 'iteratorAge' ? [metric.q] : []));
  return new StreamBook(minutes, { statistics, total: null });
}

/** What a metric came to in each minute; NaN where it is of no single minute. */
export function backlogMinutes(metric: BacklogMetric, minutes: RunSeries): (minute: number) => number {
  switch (metric.kind) {
    case 'iteratorAge': {
      const ages = findSeries(minutes, '', `IteratorAge_p${String(metric.q)}_ms`);
      return (minute) => ages?.[minute] ?? NaN;
    }
    case 'lost': {
      const lost = findSeries(minutes, '', 'lost');
      return (minute) => lost?.[minute] ?? 0;
    }
    case 'backlog':
    case 'oldest':
    case 'drain':
      return () => NaN;
  }
}
