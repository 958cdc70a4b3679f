/** What happened to the messages of a queue, and what would help. */
import type { Findings } from './findings.ts';
import { toSeconds } from '../des/time.ts';
import { plural, share, span } from './quantity.ts';
import type { QueueResult } from './queue-figures.ts';
import type { FunctionResult } from './run-result.ts';
import { brokerLimit } from './broker-findings.ts';
import type { Setup, SetupSource } from './setup.ts';

/** Why an objective about a queue is missed; starts with its own punctuation. */
export function ofQueue(findings: Findings, name: string, kind: string): string {
  const { setup } = findings;
  const reader = setup.sources.find((source) => source.enabled && source.mapping?.queue === name);
  if (kind === 'count') {
    const from = setup.queues.find((queue) => queue.deadLetter === name);
    return from === undefined ? '' : ` because ${failureText(setup, functionsIn(findings), from.name)}`;
  }
  if (kind === 'lost') return `; ${LOST_REMEDY}`;
  if (reader === undefined) return ' because nobody reads it';
  return ` because ${limitText(findings, reader)}`;
}

/** The queue that the messages of a source which calls no function go to; `null` = it has to do with none. */
export function queueOfWriter({ queues }: Setup, { queue, redrive }: SetupSource): string | null {
  if (queue !== undefined || redrive === undefined) return queue ?? null;
  return queues.find(({ deadLetter }) => deadLetter === redrive.from)?.name ?? null;
}

/** What holds a mapping back, and the way out. */
function limitText({ setup, figures }: Findings, reader: SetupSource): string {
  const k = setup.functions.findIndex(({ name }) => name === reader.function);
  const f = figures.functions[k]!;
  if (reader.mapping?.broker !== undefined) return brokerLimit(reader, f);
  const limit = setup.functions[k]!.reservedConcurrency;
  const most = reader.mapping?.maximumConcurrency ?? null;
  if (f.Throttles > 0 && limit !== null)
    return `${reader.function} is throttled at its reserved concurrency of ${String(limit)}; raise it, or set maximumConcurrency: ${String(Math.max(2, limit))} so that its pollers wait instead`;
  if (f.Throttles > 0) return `${reader.function} is throttled; reserve concurrency for it or set maximumConcurrency`;
  if (f.Errors > 0 && f.Errors * 10 > f.Invocations)
    return `${share(f.Errors / f.Invocations)} of its invocations fail; fewer errors or ReportBatchItemFailures would help`;
  if (most !== null && f.ConcurrentExecutions.max >= most)
    return `${reader.name} reads with ${String(most)} batches at once; raise maximumConcurrency, batchSize or shorten ${reader.function}`;
  if (setup.queues.some((queue) => queue.name === reader.mapping?.queue && queue.fifo))
    return `a message group has one batch in flight at a time, and ${String(Math.round(f.ConcurrentExecutions.max))} groups were busy at most; more groups, larger batches or a shorter ${reader.function} would help`;
  return `its pollers grow by 300 a minute and reached ${String(Math.round(f.ConcurrentExecutions.max))}; larger batches or a shorter ${reader.function} would help`;
}

/** Figures of a function by its name. */
type FunctionOf = (name: string) => FunctionResult | undefined;

/** `12 messages of jobs went to dead: work fails …`; empty where none did. */
export function sentOnText(setup: Setup, functionOf: FunctionOf, name: string, { deadLettered }: QueueResult): string {
  const { deadLetter = null } = setup.queues.find((queue) => queue.name === name) ?? {};
  if (deadLettered === 0 || deadLetter === null) return '';
  return `${plural(deadLettered, 'message')} of ${name} went to ${deadLetter}: ${failureText(setup, functionOf, name, 'they')}`;
}

/** `12 messages of jobs are lost: …`; empty where none is. */
export function lostText({ queues }: Setup, name: string, { lost }: QueueResult): string {
  const retention = queues.find((queue) => queue.name === name)?.retention ?? NaN;
  if (lost === 0) return '';
  return `${plural(lost, 'message')} of ${name} ${lost === 1 ? 'is' : 'are'} lost, deleted unprocessed after ${span(toSeconds(retention))}; ${LOST_REMEDY}`;
}

/** Whether a backlog was worked off: what waits at the end of a run is next to nothing of it. */
export function isDrained({ backlogMax, remaining }: Pick<QueueResult, 'backlogMax' | 'remaining'>): boolean {
  return remaining.visible <= NEXT_TO_NOTHING * backlogMax;
}

const NEXT_TO_NOTHING = 0.01;

const LOST_REMEDY = 'a longer retention or a faster drain would help';

function functionsIn({ setup, figures }: Findings): FunctionOf {
  return (name) => figures.functions[setup.functions.findIndex((f) => f.name === name)];
}

/** What made messages of this queue fail. @param who they are, as the sentence calls them */
function failureText({ sources }: Setup, functionOf: FunctionOf, name: string, who = `messages of ${name}`): string {
  const reader = sources.find((source) => source.mapping?.queue === name);
  const f = reader === undefined ? undefined : functionOf(reader.function);
  if (reader === undefined || f === undefined) return 'messages came there';
  if (f.Throttles > f.Errors)
    return `${reader.function} throttles healthy messages of ${name} until they were received too often; set maximumConcurrency at ${reader.name} no higher than the function's concurrency, or raise maxReceiveCount`;
  return `${who} failed until they were received too often; fewer errors in ${reader.function} or a higher maxReceiveCount would help`;
}
