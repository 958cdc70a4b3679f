/** What a result says of a mapping of a Kafka topic beside those of other streams: in one run, and over several. */
import type { Micros } from '../des/time.ts';
import type { MaxMean } from './figure-shapes.ts';
import { overRuns } from './over-runs.ts';
import type { LevelRecord } from './plain-records.ts';
import type { TopicFigures, TopicRecord } from './topic-figures.ts';

/** In one run; empty for any other source. @param window its length */
export function topicOfRun(topic: TopicRecord | undefined, window: Micros): TopicFigures {
  if (topic === undefined) return {};
  const { lag, pollersMax, provisioned } = topic;
  const level = ({ max, integral }: LevelRecord): MaxMean => ({ max, mean: integral / window });
  return {
    OffsetLag: level(lag),
    pollersMax,
    ...(provisioned && { ProvisionedPollers: level(provisioned.pollers), EventPollerUnit: level(provisioned.units) }),
  };
}

/** Over several runs: maxima are medians with a band. */
export function topicOfRuns(runs: readonly TopicFigures[]): TopicFigures {
  const { OffsetLag, EventPollerUnit } = runs[0]!;
  return {
    ...(OffsetLag === undefined ? {} : { OffsetLag: overRuns(runs.map((run) => run.OffsetLag!)) }),
    ...(EventPollerUnit === undefined ? {} : { EventPollerUnit: overRuns(runs.map((run) => run.EventPollerUnit!)) }),
  };
}
