/** The queues of the file, those inside mappings included → queues as the model wants them. */
import { DEFAULT_RETENTION, DEFAULT_VISIBILITY_TIMEOUT, RECOMMENDED_RECEIVE_COUNT } from '../lambda/quotas.ts';
import type { QueueConfig } from '../lambda/queue-config.ts';
import { checkDeadLetterRounds } from './dead-letter-rounds.ts';
import { checkQueueName } from './queue-names.ts';
import { queueKeys, type QueueSpec } from './queue-schema.ts';
import type { QueueSourceSpec } from './queue-source-schema.ts';
import type { AnySourceSpec } from './source-schema.ts';
import type { BrokerSourceSpec } from './broker-schema.ts';
import { brokerQueue } from './broker-queue.ts';
import { quotable } from './source-text.ts';
import { keysAt, type Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** A queue, and where it stands in the file. */
export interface PlacedQueue {
  readonly config: QueueConfig;
  readonly path: Path;
  /** A queue of Amazon MQ, which only its own mapping knows. */
  readonly isBrokers: boolean;
}

/** All queues by name; what is wrong with one is told. */
export function resolveQueues(
  bench: Workbench,
  queues: readonly (readonly [string, QueueSpec])[],
  sources: readonly (readonly [string, AnySourceSpec])[],
): ReadonlyMap<string, PlacedQueue> {
  const placed = new Map<string, PlacedQueue>();
  for (const [name, spec] of queues) placed.set(name, placedQueue(bench, name, spec, ['queues', name]));
  for (const [name, spec] of sources) {
    const inline = queueInside(bench, name, spec);
    if (inline === null) continue;
    if (keysAt(bench.root, ['queues']).includes(name)) {
      bench.error(
        'E_CONFLICT',
        inline.path,
        `there is a queue ${quotable(name)} in queues, too; name it with queue: ${quotable(name)}, or call one of them otherwise`,
      );
    } else placed.set(name, inline.place());
  }
  for (const queue of placed.values()) checkDeadLetter(bench, queue, placed);
  checkDeadLetterRounds(bench, placed);
  return placed;
}

/** The name of the queue that a mapping reads. */
export function queueNameOf(source: string, { queue }: QueueSourceSpec): string {
  return typeof queue === 'string' ? queue : source;
}

/** `null` with an error where there is no such queue. */
export function findQueue(
  bench: Workbench,
  path: Path,
  name: string,
  queues: ReadonlyMap<string, PlacedQueue>,
): PlacedQueue | null {
  const found = queues.get(name);
  if (found?.isBrokers === true) {
    bench.error('E_REFERENCE', path, `${quotable(name)} is a queue of Amazon MQ, which only its own mapping knows`);
    return null;
  }
  if (found !== undefined) return found;
  // One that is wrong elsewhere is there all the same.
  checkQueueName(bench, path, name);
  return null;
}

/** What stands inside a mapping, and how it becomes a queue; `null` where there is none. */
function queueInside(
  bench: Workbench,
  name: string,
  spec: AnySourceSpec,
): { readonly path: Path; readonly place: () => PlacedQueue } | null {
  if (spec.type === 'mq') {
    const path: Path = ['sources', name];
    return { path, place: () => placedBrokerQueue(bench, name, spec, path) };
  }
  const inline = spec.type === 'sqs' ? inlineQueue(bench, name, spec) : null;
  return inline && { path: inline.path, place: () => placedQueue(bench, name, inline.spec, inline.path) };
}

function placedBrokerQueue(bench: Workbench, name: string, spec: BrokerSourceSpec, path: Path): PlacedQueue {
  const { backlog, backlogAge, retention = Infinity } = spec;
  checkBacklog(bench, path, { backlog, backlogAge, retention });
  return { path, config: brokerQueue(name, spec), isBrokers: true };
}

/** The queue that stands inside a mapping; `null` where the mapping names one. */
function inlineQueue(
  bench: Workbench,
  source: string,
  spec: QueueSourceSpec,
): { readonly spec: QueueSpec; readonly path: Path } | null {
  const path: Path = ['sources', source];
  const own = Object.keys(queueKeys).filter((key) => spec[key as keyof QueueSpec] !== undefined);
  if (spec.queue === undefined) return { spec, path };
  const [first] = own;
  if (first !== undefined)
    bench.keyError(
      'E_CONFLICT',
      [...path, first],
      typeof spec.queue === 'string'
        ? `is a key of the queue, which has a place of its own; write it at queues.${quotable(spec.queue, 40)}`
        : 'is a key of the queue; write it inside queue',
    );
  return typeof spec.queue === 'string' ? null : { spec: spec.queue, path: [...path, 'queue'] };
}

function placedQueue(bench: Workbench, name: string, spec: QueueSpec, path: Path): PlacedQueue {
  const { fifo = false, retention = DEFAULT_RETENTION, backlog = 0, backlogAge, messageGroups } = spec;
  checkBacklog(bench, path, { backlog, backlogAge, retention });
  return {
    path,
    isBrokers: false,
    config: {
      name,
      fifo,
      visibilityTimeout: spec.visibilityTimeout ?? DEFAULT_VISIBILITY_TIMEOUT,
      retention,
      maxReceiveCount: spec.maxReceiveCount ?? null,
      deadLetter: spec.deadLetter ?? null,
      messageGroups:
        messageGroups === undefined ? null : { count: messageGroups.count, zipf: messageGroups.skew?.zipf ?? 0 },
      backlog,
      backlogAge: backlogAge ?? 0,
      messageSize: spec.messageSize ?? 0,
    },
  };
}

function checkBacklog(
  bench: Workbench,
  path: Path,
  {
    backlog,
    backlogAge,
    retention,
  }: { readonly backlog: number; readonly backlogAge: number | undefined; readonly retention: number },
): void {
  if (backlogAge !== undefined && backlog === 0)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'backlog'],
      'is missing; backlogAge is the age of its oldest message: backlog: 1000',
    );
  if (backlogAge !== undefined && backlogAge >= retention)
    bench.error(
      'E_RANGE',
      [...path, 'backlogAge'],
      `${showTime(backlogAge)} is not below the retention of ${showTime(retention)}: such messages are gone; lower it or raise retention`,
    );
}

/** R8.5: a redrive policy has both parts, and both queues are of one kind (SQS/sqs-dead-letter-queues.html). */
function checkDeadLetter(
  bench: Workbench,
  { config, path }: PlacedQueue,
  queues: ReadonlyMap<string, PlacedQueue>,
): void {
  const { name, maxReceiveCount, deadLetter, fifo } = config;
  if (maxReceiveCount !== null && deadLetter === null)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'deadLetter'],
      'is missing; maxReceiveCount goes with deadLetter: other-queue',
    );
  if (deadLetter === null) return;
  if (maxReceiveCount === null)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'maxReceiveCount'],
      `is missing; deadLetter goes with maxReceiveCount: ${String(RECOMMENDED_RECEIVE_COUNT)}`,
    );
  if (deadLetter === name) {
    bench.error('E_CONFLICT', [...path, 'deadLetter'], 'is the queue itself; name another queue');
    return;
  }
  const other = findQueue(bench, [...path, 'deadLetter'], deadLetter, queues);
  if (other !== null && other.config.fifo !== fifo)
    bench.error(
      'E_CONFLICT',
      [...path, 'deadLetter'],
      `of a ${fifo ? 'FIFO' : 'standard'} queue is one, too, and ${quotable(deadLetter)} is none; write fifo: ${String(fifo)} there`,
    );
}
