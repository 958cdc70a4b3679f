/** The assumptions about queues and the mappings that read them (R8.1, R8.6). */
import { note, type AssumptionNote } from './assumption-note.ts';

/** */
export const QUEUE_NOTES: readonly AssumptionNote[] = [
  note(
    'A-29',
    'sqsPollerGrowth',
    ['300/min', '60/min', '300/min'],
    'Pollers grow continuously, 5 a second, while a backlog waits and all of them are busy; while some are not they shrink at the same pace to 5, and after five idle minutes there are 2. Wrong if ConcurrentExecutions of a mapping with a backlog grows in steps.',
  ),
  note(
    'A-30',
    'sqsThrottle',
    ['docs', 'docs', 'observed2019'],
    'AWS says that a throttled batch is retried with reduced concurrency until its visibility timeout ends: after 1, 2, 4 … at most 20 s, pollers halved, down to 2, regrown after a success while no batch waits. Field reports since 2019 say that it is given up sooner and healthy messages reach the dead-letter queue: after 3 tries, and pollers keep receiving. Wrong by how many messages reach it at a reserved concurrency of 1.',
  ),
  note(
    'A-48',
    null,
    ['one poller a failed batch', 'none', 'half'],
    'AWS says that function errors reduce concurrency and not by how much: a failed batch takes one poller away, and none comes back before the next success. Wrong if a mapping at a few per cent of errors runs at full concurrency, or at 2.',
  ),
  note(
    'A-46',
    null,
    ['one request a batch', 'as default', 'no request'],
    'Mappings invoke synchronously, so each batch spends a token of the request-rate quotas, however many records it has. Wrong if a mapping is never throttled for them.',
  ),
];
