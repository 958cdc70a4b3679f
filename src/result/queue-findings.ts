/** What happened to the messages of a queue, and what would help. */
import type { Findings } from './findings.ts';
import { share } from './quantity.ts';
import type { SetupSource } from './setup.ts';

/** Why an objective about a queue is missed; starts with its own punctuation. */
export function ofQueue(findings: Findings, name: string, kind: string): string {
  const { setup } = findings;
  const reader = setup.sources.find((source) => source.enabled && source.mapping?.queue === name);
  if (kind === 'count') {
    const from = setup.queues.find((queue) => queue.deadLetter === name);
    return from === undefined ? '' : ` because ${failureText(findings, from.name)}`;
  }
  if (kind === 'lost') return '; a longer retention or a faster drain would help';
  if (reader === undefined) return ' because nobody reads it';
  return ` because ${limitText(findings, reader)}`;
}

/** What holds a mapping back, and the way out. */
function limitText({ setup, figures }: Findings, reader: SetupSource): string {
  const k = setup.functions.findIndex(({ name }) => name === reader.function);
  const f = figures.functions[k]!;
  const limit = setup.functions[k]!.reservedConcurrency;
  const most = reader.mapping?.maximumConcurrency ?? null;
  if (f.Throttles > 0 && limit !== null)
    return `${reader.function} is throttled at its reserved concurrency of ${String(limit)}; raise it, or set maximumConcurrency: ${String(Math.max(2, limit))} so that its pollers wait instead`;
  if (f.Throttles > 0) return `${reader.function} is throttled; reserve concurrency for it or set maximumConcurrency`;
  if (f.Errors > 0 && f.Errors * 10 > f.Invocations)
    return `${share(f.Errors / f.Invocations)} of its invocations fail; fewer errors or ReportBatchItemFailures would help`;
  if (most !== null && f.ConcurrentExecutions.max >= most)
    return `${reader.name} reads with ${String(most)} batches at once; raise maximumConcurrency, batchSize or shorten ${reader.function}`;
  return `its pollers grow by 300 a minute and reached ${String(Math.round(f.ConcurrentExecutions.max))}; larger batches or a shorter ${reader.function} would help`;
}

/** What made messages of this queue fail. */
function failureText({ setup, figures }: Findings, name: string): string {
  const reader = setup.sources.find((source) => source.mapping?.queue === name);
  const k = setup.functions.findIndex((f) => f.name === reader?.function);
  const f = figures.functions[k];
  if (reader === undefined || f === undefined) return 'messages came there';
  if (f.Throttles > f.Errors)
    return `${reader.function} throttles healthy messages of ${name} until they were received too often; set maximumConcurrency at ${reader.name} no higher than the function's concurrency, or raise maxReceiveCount`;
  return `messages of ${name} failed until they were received too often; fewer errors in ${reader.function} or a higher maxReceiveCount would help`;
}
