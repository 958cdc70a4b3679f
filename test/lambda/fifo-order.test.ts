/** Laws of FIFO queues, and what becomes of a batch, asked of the model itself. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stream } from '../../src/des/random.ts';
import { Simulation } from '../../src/des/simulation.ts';
import { settleBatch } from '../../src/lambda/batch-outcome.ts';
import { BatchTable } from '../../src/lambda/batch-table.ts';
import { QUEUE_EVENTS } from '../../src/lambda/events.ts';
import { MessageQueue } from '../../src/lambda/message-queue.ts';
import { MessageTable, NONE } from '../../src/lambda/message-table.ts';
import type { QueueMonitor } from '../../src/lambda/queue-monitor.ts';

const VISIBILITY = 30_000_000;

/** Nobody listens. */
const DEAF: QueueMonitor = {
  entered: () => undefined,
  hidden: () => undefined,
  shown: () => undefined,
  left: () => undefined,
  oldest: () => undefined,
  polled: () => undefined,
  refused: () => undefined,
  invoked: () => undefined,
  failed: () => undefined,
  itemFailed: () => undefined,
  pollers: () => undefined,
  unfinished: () => undefined,
  turnedAway: () => undefined,
};

function queueOf(fifo: boolean, simulation: Simulation, monitor: QueueMonitor = DEAF): MessageQueue {
  const config = {
    name: 'jobs',
    fifo,
    visibilityTimeout: VISIBILITY,
    retention: 86_400_000_000,
    maxReceiveCount: null,
    deadLetter: null,
    messageGroups: null,
    backlog: 0,
    backlogAge: 0,
    messageSize: 0,
  };
  return new MessageQueue(0, config, new MessageTable(), simulation, monitor);
}

/** Lets time pass; only the queue has events. */
function advance(simulation: Simulation, queue: MessageQueue, until: number): void {
  const handler = {
    handle: (_kind: number, code: number) => {
      if (code % QUEUE_EVENTS === 0) queue.due();
    },
  };
  simulation.run(handler, until, 9, Infinity);
}

/** What somebody does with a queue: sends to a group, receives so many, deletes or forgets what was received first, waits. */
const acts = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('send' as const), n: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ act: fc.constant('receive' as const), n: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ act: fc.constant('delete' as const), n: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ act: fc.constant('wait' as const), n: fc.integer({ min: 1, max: 40 }) }),
  ),
  { maxLength: 80 },
);

it('R8.4: within a group of a FIFO queue order is never violated, and a message is held by one at a time', () => {
  fc.assert(
    fc.property(acts, (script) => {
      const simulation = new Simulation();
      const queue = queueOf(true, simulation);
      const { table } = queue;
      /** Rows received and not deleted, with their receipts, in the order of their receive. */
      const held: { row: number; receipt: number; group: number; number: number }[] = [];
      /** The last number that was deleted, by group. */
      const done = new Map<number, number>();
      let sent = 0;
      let deleted = 0;
      for (const { act, n } of script) {
        if (act === 'send') {
          queue.send(NONE, simulation.now, n);
          sent++;
        } else if (act === 'receive') {
          const locked = new Set(
            held.filter(({ row, receipt }) => table.receipt[row] === receipt).map((one) => one.group),
          );
          for (let k = 0; k < n; k++) {
            const row = queue.receive();
            if (row === NONE) break;
            const group = table.groupOf(row);
            // Nobody gets a message of a group of which another receive holds one.
            expect(locked.has(group)).toBe(false);
            held.push({ row, receipt: table.receipt[row]!, group, number: table.number[row]! });
          }
          queue.endReceive();
        } else if (act === 'delete') {
          for (const { row, receipt, group, number } of held.splice(0, n)) {
            if (table.receipt[row] !== receipt) continue;
            expect(number).toBeGreaterThan(done.get(group) ?? -1);
            done.set(group, number);
            queue.delete(row, 'processed', null);
            deleted++;
          }
        } else advance(simulation, queue, simulation.now + n * 1_000_000);
      }
      // What is not deleted is still there, once.
      held.length = 0;
      advance(simulation, queue, simulation.now + VISIBILITY + 1);
      const seen: number[] = [];
      for (let row = queue.receive(); row !== NONE; row = queue.receive()) seen.push(table.number[row]!);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length + deleted).toBe(sent);
    }),
    { numRuns: 300 },
  );
});

it('V-26, R8.7: of id1 … id5 the response names id2 and id4: three are deleted, two are visible again after the timeout', () => {
  const simulation = new Simulation();
  const ends: string[] = [];
  let failures = 0;
  const monitor = { ...DEAF, left: () => void ends.push('deleted'), itemFailed: () => (failures += 1) };
  const queue = queueOf(false, simulation, monitor);
  for (let k = 0; k < 5; k++) queue.send(NONE, 0, 0);
  const batch = new BatchTable().open(0, 0);
  for (let k = 0; k < 5; k++) {
    const row = queue.receive();
    batch.add(row, queue.table.receipt[row]!);
  }
  const named = { uniform: (number: number) => ([1, 3].includes(number) ? 0 : 1) } as unknown as Stream;
  settleBatch(batch, queue, 0.5, named, monitor);
  expect([ends.length, failures, queue.visibleMessages]).toEqual([3, 2, 0]);
  advance(simulation, queue, VISIBILITY + 1);
  expect(queue.visibleMessages).toBe(2);
  const again = [queue.receive(), queue.receive()].map((row) => queue.table.number[row]);
  expect(again).toEqual([1, 3]);
});
