/** Keys of `sources.<name>`, by type. */
import * as z from 'zod';
import {
  ASYNC_SOURCE_TYPES,
  HTTP_API_TIMEOUT,
  MAXIMUM_ALB_PAYLOAD_KB,
  REST_API_DEFAULT_TIMEOUT,
  REST_API_MAXIMUM_TIMEOUT,
  REST_API_MINIMUM_TIMEOUT,
} from '../lambda/quotas.ts';
import type { SourceType } from '../workload/config.ts';
import { asyncSourceParts, type AsyncSourceSpec } from './async-source-schema.ts';
import { brokerParts, type BrokerSourceSpec } from './broker-schema.ts';
import { clientsSchema } from './clients-schema.ts';
import { choice, fieldNotes, isMap, keys, listed, oneOf, type Option } from './field.ts';
import { gatewayKeys, type GatewaySpec } from './gateway-schema.ts';
import { queueSourceParts, type ProducerSpec, type QueueSourceSpec, type RedriveSpec } from './queue-source-schema.ts';
import { sizeInKilobytes, time } from './quantities.ts';
import { traffic, trafficParts } from './traffic-schema.ts';
import { streamParts, type StreamMappingSpec, type StreamProducerSpec } from './stream-schema.ts';
import { stepFunctionsKeys, type StepFunctionsSpec } from './step-functions-schema.ts';
import { showTime } from './units.ts';

const CALLERS = ['invoke', 'function-url', 'alb', 'rest-api', 'http-api', 'api-gateway', 'step-functions'] as const;

const TYPES = [
  ...CALLERS,
  ...ASYNC_SOURCE_TYPES,
  'sqs',
  'sqs-producer',
  'redrive',
  'kinesis',
  'dynamodb',
  'kafka',
  'mq',
  'kinesis-producer',
] as const;

const TYPE = 'Kind of caller: invoke, function-url, alb, rest-api (also api-gateway), http-api or step-functions.';

const common = {
  ...traffic,
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

/** Any source as the file has it, read. */
export type AnySourceSpec =
  | SourceSpec
  | AsyncSourceSpec
  | BrokerSourceSpec
  | QueueSourceSpec
  | ProducerSpec
  | RedriveSpec
  | StreamMappingSpec
  | StreamProducerSpec;

/** Of a source whose type is not known nothing but the type can be said. Editors offer no such source. */
const unknownType = z
  .unknown()
  .transform((value, context): AnySourceSpec => {
    const type = oneOf(TYPES).safeParse(isMap(value) ? value['type'] : undefined);
    for (const issue of type.error?.issues ?? [])
      context.issues.push({ ...issue, input: value, path: ['type'] } as z.core.$ZodRawIssue);
    return z.NEVER;
  })
  .meta({ not: {} });

/** One source; its keys depend on `type`. */
export const sourceSchema: z.ZodType<AnySourceSpec> = choice<AnySourceSpec>(
  `a map with type: ${listed(TYPES)}`,
  [],
  [
    ofType(plain, 'invoke', 'function-url'),
    ofType(alb, 'alb'),
    ofType(restApi, 'rest-api', 'api-gateway'),
    ofType(httpApi, 'http-api'),
    ofType(stepFunctions, 'step-functions'),
    ofType(asyncSourceParts.plainEvents, 'async-invoke', 's3', 'sns', 'eventbridge'),
    ofType(asyncSourceParts.schedule, 'schedule'),
    ofType(asyncSourceParts.warmer, 'warmer'),
    ofType(queueSourceParts.sqs, 'sqs'),
    ofType(queueSourceParts.producer, 'sqs-producer'),
    ofType(queueSourceParts.redrive, 'redrive'),
    ofType(streamParts.kinesis, 'kinesis'),
    ofType(streamParts.dynamodb, 'dynamodb'),
    ofType(streamParts.kafka, 'kafka'),
    ofType(brokerParts.mq, 'mq'),
    ofType(streamParts.streamProducer, 'kinesis-producer'),
    { when: (value) => isMap(value) && !isKnownType(value['type']), schema: unknownType },
  ],
);
fieldNotes.add(sourceSchema, { syntax: 'a map' });

/** Schemas that the documentation shows in tables of their own. */
export const sourceParts = {
  plain,
  alb,
  restApi,
  httpApi,
  stepFunctions,
  ...asyncSourceParts,
  ...queueSourceParts,
  ...streamParts,
  ...brokerParts,
  ...trafficParts,
};

function ofType(schema: z.ZodType<AnySourceSpec>, ...types: readonly string[]): Option<AnySourceSpec> {
  return {
    when: (value) => isMap(value) && typeof value['type'] === 'string' && types.includes(value['type']),
    schema,
  };
}

function isKnownType(type: unknown): boolean {
  return typeof type === 'string' && (TYPES as readonly string[]).includes(type);
}
