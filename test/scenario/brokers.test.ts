import { describe, expect, it } from 'vitest';
import { readsQueue } from '../../src/workload/config.ts';
import { accepted, read, refused } from './reading.ts';

/** A scenario with a mapping of Amazon MQ, and what else a test says. */
function scenario(mapping = 'broker: rabbitmq', { f = 'timeout: 60s', more = '' } = {}): string {
  return `
duration: 10m
functions: { fulfil: { duration: 1s, init: 0ms, ${f} } }
queues: { jobs: {} }
sources:
  orders: { type: mq, function: fulfil, rate: 5/s${mapping === '' ? '' : `, ${mapping}`} }
${more}`;
}

describe('An MQ source', () => {
  it('R8.10: has 100 messages a batch, a window of 500 ms, and a queue of its own name that keeps messages for ever', () => {
    const { sources, queues } = accepted(scenario());
    const [source] = sources;
    expect(readsQueue(source!) && source.mapping).toMatchObject({
      queue: 'orders',
      batchSize: 100,
      maximumBatchingWindow: 500_000,
      broker: 'rabbitmq',
    });
    expect(queues.find(({ name }) => name === 'orders')).toMatchObject({
      visibilityTimeout: Infinity,
      retention: Infinity,
      deadLetter: null,
    });
  });

  it('need not send anything: a backlog is enough', () => {
    expect(read(scenario('broker: activemq, backlog: 10').replace(', rate: 5/s', '')).errors).toEqual([]);
  });

  it.each([
    ['no broker', '', /^E_MISSING_KEY sources\.orders\.broker: is missing; write activemq or rabbitmq/u],
    ['an unknown broker', 'broker: rabbit', /^E_VALUE sources\.orders\.broker: .*did you mean rabbitmq/u],
    [
      'provisioned pollers',
      'broker: rabbitmq, provisionedPollers: { min: 1 }',
      /^E_UNKNOWN_KEY sources\.orders\.provisionedPollers: unknown key; only sqs and kafka have provisioned mode/u,
    ],
    ['a batch above 10,000', 'broker: rabbitmq, batchSize: 20000', /^E_RANGE sources\.orders\.batchSize/u],
    [
      'a window above 300 s',
      'broker: rabbitmq, maximumBatchingWindow: 301s',
      /^E_RANGE sources\.orders\.maximumBatchingWindow/u,
    ],
    [
      'a backlog that has expired',
      'broker: rabbitmq, retention: 1m, backlog: 5, backlogAge: 2m',
      /^E_RANGE sources\.orders\.backlogAge: 2m is not below the retention of 1m/u,
    ],
    ['partitions', 'broker: rabbitmq, partitions: 8', /^E_UNKNOWN_KEY .*partitions: unknown key; only kafka has them/u],
  ])('refuses %s', (_what, mapping, expected) => {
    expect(refused(scenario(mapping))).toEqual([expect.stringMatching(expected)]);
  });

  it('R3.9: refuses a function that may run for more than 14 minutes', () => {
    expect(refused(scenario('broker: rabbitmq', { f: 'timeout: 15m' }))).toEqual([
      expect.stringMatching(/^E_RANGE functions\.fulfil\.timeout: 15m is above 14m/u),
    ]);
  });

  it('refuses a function that is not there', () => {
    expect(refused(scenario().replace('function: fulfil', 'function: fulfill'))).toEqual([
      expect.stringMatching(/^E_REFERENCE sources\.orders\.function: .*did you mean fulfil/u),
    ]);
  });

  it('keeps its queue to itself: SQS has no part in it', () => {
    const more = '  writer: { type: sqs-producer, queue: orders, rate: 1/s }';
    expect(refused(scenario('broker: rabbitmq', { more }))).toEqual([
      expect.stringMatching(/^E_REFERENCE sources\.writer\.queue: orders is a queue of Amazon MQ/u),
    ]);
    const sends = 'timeout: 60s, calls: [ { queue: orders } ]';
    expect(refused(scenario('broker: rabbitmq', { f: sends }))).toEqual([
      expect.stringMatching(/^E_REFERENCE functions\.fulfil\.calls\.0\.queue: there is no queue orders/u),
    ]);
    const taken = scenario().replace('queues: { jobs: {} }', 'queues: { orders: {} }');
    expect(refused(taken)).toEqual([expect.stringMatching(/^E_CONFLICT sources\.orders: there is a queue orders/u)]);
  });

  it('is what objectives and faults can be about', () => {
    const more = `objectives:
  - { on: orders, expr: "failed < 1%" }
  - { on: orders, expr: "oldest < 1m" }
  - { on: queues.orders, expr: "drain < 1m" }
faults:
  - { at: 1m, for: 1m, on: queues.orders, refuse: 50% }
  - { at: 3m, for: 1m, on: sources.orders, traffic: 3 }
`;
    const { objectives, faults } = accepted(scenario('broker: rabbitmq', { more }));
    expect(objectives.map(({ subject }) => subject.kind)).toEqual(['source', 'queue', 'queue']);
    expect(faults).toHaveLength(2);
  });
});

describe('A key of another kind of source', () => {
  it('is told by whom has it', () => {
    const text = `
duration: 10m
functions: { fulfil: { duration: 1s, init: 0ms } }
sources:
  web: { type: invoke, function: fulfil, rate: 5/s, batchSize: 5, broker: rabbitmq }
`;
    expect(refused(text)).toEqual([
      'E_UNKNOWN_KEY sources.web.batchSize: unknown key; only sqs, kinesis, dynamodb, kafka and mq have one',
      'E_UNKNOWN_KEY sources.web.broker: unknown key; only mq has one',
    ]);
  });
});
