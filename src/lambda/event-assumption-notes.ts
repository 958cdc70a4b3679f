/** The assumptions about asynchronous events (R6.3-R6.10). */
import { note, type AssumptionNote } from './assumption-note.ts';

/** */
export const EVENT_NOTES: readonly AssumptionNote[] = [
  note(
    'A-22',
    'functionErrorWaits',
    ['[1m, 2m]', '[45s, 105s]', '[75s, 135s]'],
    'The waits after function errors run from the end of the failed attempt, without jitter; measured with a tolerance of 15 s. Wrong if attempts of a slow handler come closer together.',
  ),
  note(
    'A-23',
    'asyncRetry',
    ['perEventTimers', 'queue', 'perEventTimers'],
    'AWS says "exponentially from 1 second to 5 minutes", and that long queues are read more slowly: U(0.5, 1) × min(300, 2^(k−1)) s by timers of their own fits the one measured run, a line the second sentence. Wrong by how AsyncEventAge grows under a steady overload; where the readings differ both are told.',
  ),
  note(
    'A-24',
    'asyncDuplicates',
    ['0%', '0%', '0.01%'],
    'AWS says that an event may come twice and not how often. The second delivery is run and retried like the first and counts as no event. Wrong if request ids repeat in logs.',
  ),
  note(
    'A-25',
    'asyncPollLatency',
    ['35ms', '10ms', '100ms'],
    'The poller has no rate of its own; the first attempt of a measured event came 35 to 40 ms after it was accepted. Wrong if AsyncEventAge of an idle function is another.',
  ),
];
