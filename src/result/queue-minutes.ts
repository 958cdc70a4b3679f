/** What objectives about queues come to in each calendar minute. */
import type { MinuteValue } from './minute-value.ts';
import type { QueueMetric } from './objective.ts';
import type { QueueTally } from './queue-tally.ts';

/** The value of a metric in a minute; a drain time is of the whole run alone. */
export function queueMinutes(metric: QueueMetric, { minutes }: QueueTally): MinuteValue {
  switch (metric.kind) {
    case 'oldest': {
      const ages = minutes.oldest.values();
      return (minute) => (ages[minute] ?? 0) * 1_000;
    }
    case 'backlog': {
      const backlogs = minutes.backlog.values();
      return (minute) => backlogs[minute] ?? 0;
    }
    case 'lost':
      return (minute) => minutes.lost.at(minute);
    case 'count':
      return (minute) => minutes.came.at(minute);
    case 'drain':
      return () => NaN;
  }
}
