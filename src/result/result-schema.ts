/** The shape of result.json as a schema: the published JSON Schema comes from it, and tests hold results against it. */
import { z } from 'zod';
import { THROTTLES } from '../lambda/throttle.ts';
import { completion, fanOutFigures } from './fan-out-result-schema.ts';
import { mappingFigures, stream, topicFigures } from './stream-result-schema.ts';
import { asyncFigures, asyncReading } from './async-result-schema.ts';
import { cost } from './cost-result-schema.ts';
import { dependency, dependencyUse } from './dependency-result-schema.ts';
import { deployment } from './deployment-result-schema.ts';
import { fault } from './fault-result-schema.ts';
import { provisionedFigures } from './provisioned-result-schema.ts';
import { messageFigures, queue } from './queue-result-schema.ts';
import { objective, objectivesInRun, precision } from './objective-result-schema.ts';
import { amount, counted, level, maxBand, maximum, name, peak, share, statistics } from './result-schema-parts.ts';

/** The JSON Schema of result.json (draft 7). */
export function resultJsonSchema(): object {
  return z.toJSONSchema(resultSchema, { target: 'draft-7' });
}

const byCause = z
  .strictObject({
    account: counted,
    reserved: counted,
    scalingRate: counted,
    requestRate: counted,
    accountRequestRate: counted,
    source: counted,
  })
  .describe('Throttled attempts by what ran out')
  .meta({ id: 'throttlesByCause' });

const cause = z.enum(['account', 'reserved', 'scalingRate', 'requestRate', 'accountRequestRate', 'source']);
const reason = z.enum([...new Set(THROTTLES.map((throttle) => throttle.reason))]);

const account = z
  .strictObject({
    limit: amount.describe('Account concurrency limit'),
    ConcurrentExecutions: level,
    UnreservedConcurrentExecutions: peak,
    ClaimedAccountConcurrency: peak,
    headroom: z.number().max(1).describe('1 - greatest ClaimedAccountConcurrency / limit'),
    headroomBand: z
      .tuple([z.number().max(1), z.number().max(1)])
      .describe('5th and 95th percentile over the runs; from two runs up')
      .exactOptional(),
    throttles: byCause,
  })
  .meta({ id: 'account' });

const fn = z
  .strictObject({
    Invocations: counted,
    Errors: counted,
    Throttles: counted.describe('Attempts that Lambda answered 429; each retry counts'),
    throttledShare: share.describe('Throttles / (Throttles + Invocations)'),
    throttles: z.partialRecord(reason, amount).describe('By the reason AWS gives; those that occurred'),
    throttlesByCause: byCause,
    holders: z.record(name, share).describe('Mean share of the shared pool at its throttles, by who held it'),
    coldStarts: counted.describe('Invocations that waited for an Init or Restore'),
    coldStartShare: share.describe('coldStarts / Invocations'),
    Duration: statistics,
    initDuration: statistics,
    restoreDuration: statistics.describe('With SnapStart: Restore phases').exactOptional(),
    PostRuntimeExtensionsDuration: statistics
      .describe('With external extensions: their time after the runtime had answered, of invocations that had any')
      .exactOptional(),
    invokeErrors: z
      .partialRecord(z.enum(['ResourceNotReadyException', 'SnapStartTimeoutException', 'ServiceException']), amount)
      .describe('Attempts that Lambda answered with an error of its own: no invocation')
      .exactOptional(),
    networkInterfaces: peak.describe('vpc: legacy-eni: what the greatest number of environments needs').exactOptional(),
    ...fanOutFigures,
    ...dependencyUse,
    occupied: z.strictObject({ mean_ms: amount }).describe('From claim to release of a unit of concurrency'),
    ConcurrentExecutions: level,
    environments: z.strictObject({
      created: counted,
      max: maximum,
      mean: amount,
      idleMean: amount,
      lifetimeMean_s: amount.describe('Of those that ended in the window'),
      maxBand,
    }),
    ...provisionedFigures,
    formula: z.strictObject({
      rate_rps: amount.describe('Offered attempts per second: Invocations and Throttles'),
      duration_s: amount.describe('Mean Duration'),
      concurrency: amount.describe('rate_rps x duration_s'),
      limit: amount.describe('Reserved concurrency, or the unreserved pool'),
    }),
    cost_usd: cost,
    ...asyncFigures,
    IteratorAge: statistics
      .describe('Where a stream invokes it: age of the last record of each batch, at every try')
      .exactOptional(),
  })
  .meta({ id: 'function' });

const sourceFigures = z.strictObject({
  requests: counted.describe('By arrival; the unfinished included'),
  served: counted.describe('Final answer a success'),
  failed: counted.describe('Any other final answer'),
  failures: z.strictObject({ throttled: counted, error: counted, timeout: counted, other: counted }),
  attempts: counted,
  throttledAttempts: counted,
  throttledShare: share.describe('Requests with at least one throttled attempt / requests'),
  latency: statistics.describe('First attempt to final answer, of served requests'),
  latencyParts: z
    .strictObject({ retries_ms: amount, overhead_ms: amount, init_ms: amount, run_ms: amount })
    .describe('Means that add up to the mean latency'),
  failedLatency: statistics,
  completion,
  cost_usd: cost.describe("The source's share of the bill of the functions it calls"),
  gatewayThrottled: counted.exactOptional().describe('Attempts that the API itself answered 429'),
  ...messageFigures,
  ...mappingFigures,
  ...topicFigures,
});

const routes = z.record(name, sourceFigures.meta({ id: 'route' })).describe('The same figures of each');
const source = sourceFigures.extend({ routes: routes.exactOptional() }).meta({ id: 'source' });

const unfinished = z
  .strictObject({ requests: counted, invocations: counted, queued: counted })
  .describe('What was under way when the run ended')
  .meta({ id: 'unfinished' });

const figures = {
  account,
  functions: z.record(name, fn),
  sources: z.record(name, source),
  queues: z.record(name, queue).exactOptional(),
  streams: z.record(name, stream).exactOptional(),
  dependencies: z.record(name, dependency).exactOptional(),
  cost_usd: cost,
  unfinished,
};

const spread = z.strictObject({ objectives: z.array(z.strictObject({ value: amount.nullable() })), ...figures });

/** Strict: a key that is not described here is a mistake. */
export const resultSchema = z
  .strictObject({
    schemaVersion: z.string().regex(/^1\.\d+\.\d+$/),
    complete: z.boolean().describe('false where the simulation was interrupted'),
    ok: z.boolean().describe('Every objective of level fail is met'),
    verdict: z.string().min(1),
    scenario: z.strictObject({
      name,
      variant: name.exactOptional().describe('Only where it is one: its name'),
      digest: z.string().describe('sha256:<hex> over everything that can change a result'),
    }),
    inputs: z.strictObject({
      model: z.string(),
      prices: z.string(),
      notBilled: z.array(z.string()).describe('What runs with Lambda and stands in no bill of lsim'),
    }),
    seed: z.string(),
    runs: z.int().positive(),
    precision: precision.exactOptional(),
    duration_s: amount.describe('Horizon, warm-up included; of the shortest run where one was interrupted'),
    warmup_s: amount,
    objectives: z.array(objective),
    causes: z.array(
      z.strictObject({
        cause,
        function: name.describe('Whose attempts were refused; with cause source the function that lost most'),
        source: name.describe('With cause source: whose gateway refused them').exactOptional(),
        throttles: amount,
        holders: z.array(z.strictObject({ holder: name, share })),
        text: z.string(),
      }),
    ),
    ...figures,
    deployments: z.array(deployment).exactOptional(),
    faults: z.array(fault).exactOptional(),
    asyncReadings: z
      .array(z.strictObject({ function: name, perEventTimers: asyncReading, queue: asyncReading }))
      .describe('Functions whose events fare differently under the two readings of asyncRetry, in run 1')
      .exactOptional(),
    warnings: z.array(
      z.strictObject({ id: z.string().regex(/^W_[A-Z0-9_]+$/), count: z.int().positive(), text: z.string().min(1) }),
    ),
    ci95: spread.describe('Half the widths of 95 % intervals, under the same paths; from two runs up').exactOptional(),
    standardError: spread.describe('Standard errors, under the same paths; from two runs up').exactOptional(),
    perRun: z.array(
      z.strictObject({
        run: z.int().positive(),
        seed: z.string(),
        complete: z.boolean(),
        objectives: objectivesInRun,
        ...figures,
      }),
    ),
  })
  .describe('result.json of lsim');
