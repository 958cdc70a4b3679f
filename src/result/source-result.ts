/** What a result says of one source: in one run, and over several. */
import { toMilliseconds, toSeconds, type Micros } from '../des/time.ts';
import { completionOfRun, completionOfRuns } from './fan-out-result.ts';
import { leafwise } from './leaves.ts';
import { overRuns, peaksOverRuns, pooledStatistics } from './over-runs.ts';
import type { QueueRecord } from './queue-record.ts';
import { messageFigures } from './queue-result.ts';
import { mean } from './replications.ts';
import type { SourceRecord } from './run-record.ts';
import type { SourceResult } from './run-result.ts';
import type { SourceCost } from './source-cost.ts';
import { statisticsOf } from './statistics.ts';
import { mappingOfRun, mappingOfRuns } from './stream-result.ts';
import { topicOfRun, topicOfRuns } from './topic-result.ts';

/** One source in one run; figures that there is nothing to take of are NaN. @param queues of the run @param window its length */
export function sourceOfRun(
  record: SourceRecord,
  { cost, routes }: SourceCost,
  queues: readonly QueueRecord[],
  window: Micros,
): SourceResult {
  const { requests, served, latencyParts } = record;
  const each = (sum: number): number => toMilliseconds(sum / served);
  return {
    requests,
    served,
    failed: failedOf(record),
    failures: record.failures,
    attempts: record.attempts,
    throttledAttempts: record.throttledAttempts,
    throttledShare: record.throttledRequests / requests,
    latency: statisticsOf(record.latency),
    latencyParts: {
      retries_ms: each(latencyParts.retries),
      overhead_ms: each(latencyParts.overhead),
      init_ms: each(latencyParts.init),
      run_ms: each(latencyParts.run),
    },
    failedLatency: statisticsOf(record.failedLatency),
    ...completionOfRun(record),
    cost_usd: cost,
    ...(record.gatewayThrottled === null ? {} : { gatewayThrottled: record.gatewayThrottled }),
    ...(record.routes.length === 0
      ? {}
      : {
          routes: byName(record.routes, (route, k) =>
            sourceOfRun(route, { cost: routes[k]!, routes: [] }, queues, window),
          ),
        }),
    ...(record.events === null
      ? {}
      : { backlogMax: record.events.backlog.max, drainTime_s: toSeconds(record.events.backlog.drainTime) }),
    ...messageFigures(record, queues, window),
    ...(record.mapping === null ? {} : mappingOfRun(record.mapping)),
    ...topicOfRun(record.topic, window),
  };
}

/** One source over its runs, as `sourceOfRun` gives them, and their records in the same order. */
export function sourceOfRuns(runs: readonly SourceResult[], records: readonly SourceRecord[]): SourceResult {
  return {
    ...leafwise(runs, mean),
    ...peaksOverRuns(runs),
    latency: pooledStatistics(
      runs.map((run) => run.latency),
      records.map((record) => record.latency),
    ),
    failedLatency: pooledStatistics(
      runs.map((run) => run.failedLatency),
      records.map((record) => record.failedLatency),
    ),
    ...completionOfRuns(runs, records),
    ...(runs[0]!.ProvisionedPollers === undefined
      ? {}
      : { ProvisionedPollers: overRuns(runs.map((run) => run.ProvisionedPollers!)) }),
    ...topicOfRuns(runs),
    ...(records[0]!.routes.length === 0 ? {} : { routes: routesOfRuns(runs, records) }),
    ...(records[0]!.mapping === null
      ? {}
      : mappingOfRuns(
          runs,
          records.map((record) => record.mapping!),
        )),
  };
}

function routesOfRuns(
  runs: readonly SourceResult[],
  records: readonly SourceRecord[],
): Readonly<Record<string, SourceResult>> {
  return byName(records[0]!.routes, ({ name }, k) =>
    sourceOfRuns(
      runs.map((run) => run.routes![name]!),
      records.map((record) => record.routes[k]!),
    ),
  );
}

function byName(
  routes: readonly SourceRecord[],
  figures: (route: SourceRecord, k: number) => SourceResult,
): Readonly<Record<string, SourceResult>> {
  return Object.fromEntries(routes.map((route, k) => [route.name, figures(route, k)]));
}

/** Requests with a final answer that is not a success. */
export function failedOf({ failures }: SourceRecord): number {
  return failures.throttled + failures.error + failures.timeout + failures.other;
}
