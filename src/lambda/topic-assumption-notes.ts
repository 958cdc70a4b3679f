/** The assumptions about mappings of Kafka topics and of Amazon MQ (R8.9, R8.10, R10.14). */
import { note, type AssumptionNote } from './assumption-note.ts';

/** */
export const TOPIC_NOTES: readonly AssumptionNote[] = [
  note(
    'A-49',
    null,
    ['half of the partitions, then as many as lag, after 3 min', 'one', 'one a partition'],
    'AWS gives a topic "a default number" of pollers, looks at the lag every minute and adds or removes some within three. Here each has one batch in hand; they begin with half as many as there are partitions; every minute those are wanted that have more than a batch waiting, half of the present ones after a throttle, and where nothing lags those that were busy; it is done three minutes later, and nothing else is decided meanwhile. Wrong by how soon ConcurrentExecutions follows OffsetLag.',
  ),
  note(
    'A-50',
    null,
    ['100 a minute', '20', 'all at once'],
    'AWS does not say how fast event pollers of a topic come and go between minimum and maximum: like those of a queue, 100 a minute while partitions wait and all are busy, and as many fewer while some are not; none comes after a throttle before the next success. Wrong by how steeply ProvisionedPollers rises.',
  ),
  note(
    'A-51',
    null,
    ['of the minute before', 'pollers alone', '4 pollers'],
    'A unit holds ten pollers by default, and fewer where they read more than its 20 MB/s; AWS does not say over what time. Here the payload of the minute that is over decides for the next one, and mappings of one group pay by pollers × time. Wrong by what EventPollerUnit shows beside EventPollerThroughputInBytes.',
  ),
  note(
    'A-52',
    null,
    ['as A-26, in its place', 'at once', 'every 60 s'],
    'AWS retries the whole batch of a broker until it succeeds or its messages expire, and does not say how often: after 1, 2, 4 … at most 60 s, as streamRetryBackoff says, after errors and throttles alike; meanwhile the batch keeps its place among the five or the one. Wrong by how often a failing batch shows in Invocations.',
  ),
];
