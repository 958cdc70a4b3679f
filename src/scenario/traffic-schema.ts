/** Keys of `sources.<name>` that say who is called, and with what traffic. */
import * as z from 'zod';
import { MILLISECOND } from '../des/time.ts';
import { MAXIMUM_SYNC_PAYLOAD_KB } from '../lambda/quotas.ts';
import { curveSchema } from './curve-schema.ts';
import { flag, keys, oneOf, text } from './field.ts';
import { handlerTime } from './function-schema.ts';
import { number, rate, sizeInKilobytes, time } from './quantities.ts';
import { stageSchema } from './stage-schema.ts';

/** Shorter states than this are lost in the noise of the arrivals, and a month of them takes for ever to draw. */
const SHORTEST_STATE = 10 * MILLISECOND;

const burstiness = keys({
  ratio: number({ min: 1, max: 1_000 }).describe('Rate while on over the mean rate.'),
  on: time({ min: SHORTEST_STATE, likely: 's' }).describe('Mean length of the on state; at least 10ms.'),
  off: time({ min: SHORTEST_STATE, likely: 's' }).describe('Mean length of the off state; at least 10ms.'),
});

const trace = keys({
  file: text(1_000).describe('CSV file with a header row, relative to the scenario.'),
  time: text(200).optional().describe('Column with the instants; times count from the earliest row.'),
  unit: oneOf(['s', 'ms', 'iso'])
    .optional()
    .describe('Unit of the time column; default: its suffix (_s, _ms), iso where the first value is a date, else s.'),
  count: text(200)
    .optional()
    .describe('Column with the number of requests of each period; without it every row is one request.'),
  period: time({ positive: true, likely: 'm' }).optional().describe('Length of the period of a count; default 1m.'),
  durationColumn: text(200)
    .optional()
    .describe("Column with the handler time of the row's requests; the unit is its suffix (_us, _ms, _s), else ms."),
});

/** What every source has. */
export const basic = {
  function: text(200).describe('What is called: a function, name:version, name:alias or name:$LATEST.'),
  enabled: flag().prefault(true).describe('false: sends nothing.'),
};

/** A source with an arrival process. */
export const traffic = {
  ...basic,
  payload: sizeInKilobytes({ max: MAXIMUM_SYNC_PAYLOAD_KB, reason: 'R5.5' })
    .optional()
    .describe('Size of a request; checked against the quota (R5.5).'),
  duration: handlerTime.optional().describe("Handler time of this source's requests; default: the function's."),
  arrivals: oneOf(['poisson', 'constant', 'bursty']).prefault('poisson').describe('Arrival process.'),
  burstiness: burstiness
    .optional()
    .describe('Two-state modulated Poisson; goes with arrivals: bursty. The mean rate is kept.'),
  rate: rate().optional().describe('Shape of the traffic, one of rate, stages and trace: a steady rate.'),
  curve: curveSchema
    .optional()
    .describe('Goes with rate: how it follows the hours of the day and the days of the week.'),
  stages: z
    .array(z.lazy(() => stageSchema))
    .optional()
    .describe('Shape of the traffic: stretches in order; the last rate holds to the horizon.'),
  trace: trace.optional().describe('Shape of the traffic: replayed from a CSV file.'),
};

/** Schemas that the documentation shows in tables of their own. */
export const trafficParts = { burstiness, trace };

/** The traffic of a source, as the file has it, read. */
export type TrafficSpec = Omit<z.output<z.ZodObject<typeof traffic>>, 'function'>;
