/** The shape of what result.json says of queues. */
import { z } from 'zod';
import { amount, counted, level, maxBand, statistics } from './result-schema-parts.ts';

const backlog = {
  backlogMax: amount.describe("Greatest number of visible messages; over several runs the median of the runs' maxima"),
  backlogMaxBand: maxBand,
  drainTime_s: amount.describe(
    'From then until none was visible or the mapping had caught up; else from when it began to the end of the run',
  ),
  oldestAgeMax_s: amount.describe('Greatest age of the oldest message, received ones included'),
  oldestAgeMaxBand_s: maxBand,
};

/** One queue. */
export const queue = z
  .strictObject({
    sent: counted.describe('Messages that were sent here'),
    moved: counted.describe('Messages that came from other queues: in a dead-letter queue those that failed'),
    received: counted.describe('Receives: a message that comes again counts again'),
    processed: counted.describe('Deleted after a success'),
    filtered: counted.describe('Deleted because no filter let them pass'),
    deadLettered: counted.describe('Moved to the dead-letter queue'),
    lost: counted.describe('Deleted at the end of their retention, or by the recursion guard (R9.9)'),
    redriven: counted.describe('Moved back to the queue that they came from'),
    remaining: z.strictObject({ visible: counted, inFlight: counted }).describe('At the end of the run'),
    visible: level,
    inFlight: level,
    ...backlog,
    messageAge: statistics.describe('From sending to deletion, of processed messages'),
  })
  .meta({ id: 'queue' });

/** What a source of messages has in addition. */
export const messageFigures = {
  filtered: counted.describe('Of messages and records: done unread because no filter let them pass').exactOptional(),
  deadLettered: counted
    .describe(
      'Of messages: moved to the dead-letter queue; of records: given up and told to onFailure; they count as failed',
    )
    .exactOptional(),
  lost: counted
    .describe('Deleted at the end of their retention, or records given up that nobody has; they count as failed')
    .exactOptional(),
  backlogMax: counted.describe('Most waiting events, visible messages, or records that were not done').exactOptional(),
  drainTime_s: amount
    .describe(
      'From then until none waited (of records: 1 % of that) or the mapping had caught up; else to the end of the run',
    )
    .exactOptional(),
  oldestAgeMax_s: amount.describe('Greatest age of a message or record').exactOptional(),
  backlogMaxBand: maxBand,
  oldestAgeMaxBand_s: maxBand,
  eventCount: z
    .strictObject({
      PolledEventCount: counted,
      FilteredOutEventCount: counted,
      InvokedEventCount: counted,
      FailedInvokeEventCount: counted,
      DeletedEventCount: counted.describe('Of queues').exactOptional(),
      DroppedEventCount: counted.describe('Of streams: records that were given up').exactOptional(),
      OnFailureDestinationDeliveredEventCount: counted.describe('Of streams').exactOptional(),
    })
    .describe("The mapping's EventCount metrics: messages or records, each as often as it comes")
    .exactOptional(),
  pollersMax: amount.describe('Batches that the mapping might have in hand at once, at most').exactOptional(),
  ProvisionedPollers: level.describe('Event pollers of provisioned mode').exactOptional(),
  pollersMaxBand: maxBand,
};
