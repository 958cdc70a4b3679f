/** What to try where an objective about a queue is missed: as much more concurrency as it is missed by, or a cap. */
import type { RunResult } from '../../result/run-result.ts';
import type { SetupSource } from '../../result/setup.ts';
import { MAXIMUM_STREAM_BATCH, MQ_CONCURRENCY } from '../../lambda/quotas.ts';
import { segment, wholesome } from './setting.ts';

/** A value for `--set`; `null` where no objective about a queue is missed, or nothing is known to help. */
export function queueSetting({ json, setup }: RunResult): string | null {
  for (const [k, { subject, threshold }] of setup.objectives.entries()) {
    const { ok, value } = json.objectives[k]!;
    if (ok || subject.kind !== 'queue') continue;
    const { kind } = subject.metric;
    const name =
      kind === 'count' ? setup.queues.find((queue) => queue.deadLetter === subject.name)?.name : subject.name;
    const reader = setup.sources.find((source) => source.enabled && source.mapping?.queue === name);
    if (reader === undefined) continue;
    const missedBy = threshold > 0 && value !== null ? Math.min(MOST, Math.max(LEAST, value / threshold)) : LEAST;
    const setting = kind === 'count' ? capFor({ json, setup }, reader) : moreFor({ setup }, reader, missedBy);
    if (setting !== null) return setting;
  }
  return null;
}

const LEAST = 1.2;
const MOST = 10;

/** R8.3: a mapping that asks for no more than the function may have throttles no healthy message into a dead-letter queue. */
function capFor(
  { json, setup }: Pick<RunResult, 'json' | 'setup'>,
  { name, function: fn, mapping }: SetupSource,
): string | null {
  const reserved = setup.functions.find((f) => f.name === fn)?.reservedConcurrency ?? null;
  const { Throttles = 0, Errors = 0 } = json.functions[fn] ?? {};
  const path = segment(name);
  if (reserved === null || path === null || Throttles <= Errors) return null;
  const cap = Math.max(2, reserved);
  if ((mapping?.maximumConcurrency ?? Infinity) <= cap) return null;
  return `sources.${path}.maximumConcurrency=${String(cap)}`;
}

/** What holds it back, raised by as much as the objective is missed by: the backlog then drains at least as much faster. */
function moreFor(
  { setup }: Pick<RunResult, 'setup'>,
  { name, function: fn, mapping }: SetupSource,
  factor: number,
): string | null {
  const reserved = setup.functions.find((f) => f.name === fn)?.reservedConcurrency ?? Infinity;
  if (mapping?.broker !== undefined && reserved >= MQ_CONCURRENCY[mapping.broker])
    return largerBatches(name, mapping.batchSize, factor);
  const cap = mapping?.maximumConcurrency ?? Infinity;
  const path = cap <= reserved ? segment(name) : segment(fn);
  const least = Math.min(cap, reserved);
  if (path === null || least === Infinity || least === 0) return null;
  const value = wholesome(factor * least);
  if (cap <= reserved)
    return value > reserved || value > 1_000 ? null : `sources.${path}.maximumConcurrency=${String(value)}`;
  return value > setup.account.concurrency - KEPT_UNRESERVED
    ? null
    : `functions.${path}.reservedConcurrency=${String(value)}`;
}

/** R8.10: no concurrency gives a broker's mapping more batches at once. */
function largerBatches(name: string, batchSize: number, factor: number): string | null {
  const path = segment(name);
  const size = Math.min(MAXIMUM_STREAM_BATCH, wholesome(factor * batchSize));
  return path === null || size <= batchSize ? null : `sources.${path}.batchSize=${String(size)}`;
}

/** R1.7: what AWS keeps for functions without a reservation. */
const KEPT_UNRESERVED = 100;
