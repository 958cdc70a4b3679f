/** Keys of `sources.<name>` of those that send asynchronous events: services, schedules, warmers. */
import type * as z from 'zod';
import { DAY, MINUTE, SECOND, toSeconds } from '../des/time.ts';
import {
  LONGEST_FLEXIBLE_WINDOW,
  MAXIMUM_ASYNC_PAYLOAD_KB,
  SCHEDULE_PRECISION,
  SNS_DELIVERY,
} from '../lambda/quotas.ts';
import { keys, oneOf } from './field.ts';
import { timeLaw } from './law-schema.ts';
import { sizeInKilobytes, time, whole } from './quantities.ts';
import { timezone } from './resolve-calendar.ts';
import { cron, every } from './schedule.ts';
import { basic, traffic } from './traffic-schema.ts';
import { showTime } from './units.ts';

const MOST_JOBS = 100_000;

const payload = sizeInKilobytes({ max: MAXIMUM_ASYNC_PAYLOAD_KB, reason: 'R5.5' })
  .optional()
  .describe('Size of an event; each 64 KB above 256 KB is billed as one more request (R6.13).');

const plainEvents = keys({
  type: oneOf(['async-invoke', 's3', 'sns', 'eventbridge']).describe(
    `Kind of sender; Lambda treats all alike (R6.12). ${snsText()}`,
  ),
  ...traffic,
  payload,
});

const schedule = keys({
  type: oneOf(['schedule']).describe('EventBridge Scheduler: events by the calendar or the clock (R6.15).'),
  ...basic,
  payload,
  duration: traffic.duration,
  cron: cron().optional().describe('When it fires, one of cron and every: cron(0 10 ? * MON-FRI *).'),
  every: every().optional().describe('When it fires: at t = 0 and again after every such time.'),
  timezone: timezone().optional().describe("Zone of the cron, daylight saving observed; default: the scenario's."),
  count: whole({ min: 1, max: MOST_JOBS }).prefault(1).describe('How many such schedules there are: events a firing.'),
  precision: time({ max: SCHEDULE_PRECISION, likely: 's', reason: 'R6.15' })
    .prefault(showTime(SCHEDULE_PRECISION))
    .describe('Each event comes some time within this after the firing (R6.15); 0s = all in one instant.'),
  flexibleWindow: time({ max: LONGEST_FLEXIBLE_WINDOW, step: MINUTE, likely: 'm', reason: 'R6.15' })
    .prefault('0s')
    .describe('Flexible time window, in whole minutes: as much longer as that may take (R6.15).'),
});

const warmer = keys({
  type: oneOf(['warmer']).describe('Keeps environments warm by calling the function now and then (R3.21).'),
  ...basic,
  every: every().prefault('5m').describe('How often it calls: at t = 0 and again after every such time.'),
  concurrency: whole({ min: 1, max: MOST_JOBS }).describe('Calls each time: how many environments it can keep warm.'),
  hold: timeLaw.describe('Handler time of a warm-up call; shorter than the calls are apart, they share environments.'),
  spread: time({ max: SECOND * 60, likely: 's' })
    .prefault('0s')
    .describe('The calls of one time come some time within this; 0s = all in one instant.'),
});

/** A source of asynchronous events as the file has it, read. */
export type AsyncSourceSpec = z.output<typeof plainEvents> | z.output<typeof schedule> | z.output<typeof warmer>;

/** Schemas that the documentation shows in tables of their own. */
export const asyncSourceParts = { plainEvents, schedule, warmer };

/** R6.12, V-43: what SNS does before Lambda has accepted an event, which it never refuses. */
function snsText(): string {
  const attempts = SNS_DELIVERY.reduce((sum, phase) => sum + phase.attempts, 0);
  const time = SNS_DELIVERY.reduce((sum, phase) => sum + (phase.attempts * (phase.from + phase.to)) / 2, 0);
  const days = Math.floor(toSeconds(time) / toSeconds(DAY));
  return `SNS would try ${attempts.toLocaleString('en')} times over ${String(days)} days to hand an event over, but Lambda never refuses one`;
}
