/** Keys of `sources.<name>`, by type. */
import * as z from 'zod';
import {
  HTTP_API_TIMEOUT,
  MAXIMUM_ALB_PAYLOAD_KB,
  MAXIMUM_SYNC_PAYLOAD_KB,
  REST_API_DEFAULT_TIMEOUT,
  REST_API_MAXIMUM_TIMEOUT,
  REST_API_MINIMUM_TIMEOUT,
} from '../lambda/quotas.ts';
import { MILLISECOND } from '../des/time.ts';
import type { SourceType } from '../workload/config.ts';
import { clientsSchema } from './clients-schema.ts';
import { curveSchema } from './curve-schema.ts';
import { choice, fieldNotes, flag, isMap, keys, listed, oneOf, text, type Option } from './field.ts';
import { handlerTime } from './function-schema.ts';
import { gatewayKeys, type GatewaySpec } from './gateway-schema.ts';
import { LATER_SOURCE_TYPES } from './later-keys.ts';
import { number, rate, sizeInKilobytes, time } from './quantities.ts';
import { stageSchema } from './stage-schema.ts';
import { stepFunctionsKeys, type StepFunctionsSpec } from './step-functions-schema.ts';
import { showTime } from './units.ts';

const TYPES = ['invoke', 'function-url', 'alb', 'rest-api', 'http-api', 'api-gateway', 'step-functions'] as const;

const TYPE = 'Kind of caller: invoke, function-url, alb, rest-api (also api-gateway), http-api or step-functions.';

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

const common = {
  function: text(200).describe('What is called: a function, name:version, name:alias or name:$LATEST.'),
  enabled: flag().prefault(true).describe('false: sends nothing.'),
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
  clients: clientsSchema.optional().describe('How long callers wait and whether they try again.'),
};

/** What an API has in place of `function`. */
const api = { function: common.function.optional(), ...gatewayKeys };

const plain = keys({
  type: oneOf(['invoke', 'function-url']).describe(TYPE),
  ...common,
});

const alb = keys({
  type: oneOf(['alb']).describe(TYPE),
  ...common,
  payload: sizeInKilobytes({ max: MAXIMUM_ALB_PAYLOAD_KB, reason: 'R5.10' })
    .optional()
    .describe('Size of a request; an ALB refuses more than 1 MB (R5.10).'),
});

const restApi = keys({
  type: oneOf(['rest-api', 'api-gateway'])
    .transform(() => 'rest-api' as const)
    .describe(TYPE),
  ...common,
  ...api,
  integrationTimeout: time({
    min: REST_API_MINIMUM_TIMEOUT,
    max: REST_API_MAXIMUM_TIMEOUT,
    likely: 's',
    reason: 'R5.9',
  })
    .prefault(showTime(REST_API_DEFAULT_TIMEOUT))
    .describe('The API answers after this long whatever the function does; rest-api 29s by default (R5.9).'),
});

const httpApi = keys({
  type: oneOf(['http-api']).describe(TYPE),
  ...common,
  ...api,
  integrationTimeout: time({ min: REST_API_MINIMUM_TIMEOUT, max: HTTP_API_TIMEOUT, likely: 's', reason: 'R5.9' })
    .prefault(showTime(HTTP_API_TIMEOUT))
    .describe('The API answers after this long whatever the function does; http-api at most 30s (R5.9).'),
});

const stepFunctions = keys({
  type: oneOf(['step-functions']).describe(TYPE),
  ...common,
  ...stepFunctionsKeys,
});

/** A source as the file has it, read; an API has a function or routes. */
export type SourceSpec = Omit<z.output<typeof plain>, 'type' | 'function'> &
  GatewaySpec &
  StepFunctionsSpec & {
    readonly type: SourceType;
    readonly function?: string | undefined;
    readonly integrationTimeout?: number | undefined;
  };

/** Of a source whose type is not known nothing but the type can be said. Editors offer no such source. */
const unknownType = z
  .unknown()
  .transform((value, context): SourceSpec => {
    const type = oneOf(TYPES, LATER_SOURCE_TYPES).safeParse(isMap(value) ? value['type'] : undefined);
    for (const issue of type.error?.issues ?? [])
      context.issues.push({ ...issue, input: value, path: ['type'] } as z.core.$ZodRawIssue);
    return z.NEVER;
  })
  .meta({ not: {} });

/** One source; its keys depend on `type`. */
export const sourceSchema: z.ZodType<SourceSpec> = choice<SourceSpec>(
  `a map with type: ${listed(TYPES)}`,
  [],
  [
    ofType(plain, 'invoke', 'function-url'),
    ofType(alb, 'alb'),
    ofType(restApi, 'rest-api', 'api-gateway'),
    ofType(httpApi, 'http-api'),
    ofType(stepFunctions, 'step-functions'),
    { when: (value) => isMap(value) && !isKnownType(value['type']), schema: unknownType },
  ],
);
fieldNotes.add(sourceSchema, { syntax: 'a map' });

/** Schemas that the documentation shows in tables of their own. */
export const sourceParts = { plain, restApi, httpApi, stepFunctions, burstiness, trace };

function ofType(schema: z.ZodType<SourceSpec>, ...types: readonly string[]): Option<SourceSpec> {
  return {
    when: (value) => isMap(value) && typeof value['type'] === 'string' && types.includes(value['type']),
    schema,
  };
}

function isKnownType(type: unknown): boolean {
  return typeof type === 'string' && (TYPES as readonly string[]).includes(type);
}
