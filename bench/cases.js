/** The cases of the bench: what is played, and in how many runs. */

/** Mean handler time of the plain cases; arrivals are Poisson, handler times exponential. */
export const HANDLER_SECONDS = 2;

/**
 * One function and one caller that never tries again: the bare loop does the same work, so these have a ratio to it.
 * @type {readonly { name: string, rate: number, runs: number, invocations: number }[]}
 */
export const PLAIN = [
  // A time series has at most a million buckets: 3 million invocations at 0.9/s in buckets of 1 s are played in four runs.
  { name: 'plain-0.9', rate: 0.9, runs: 4, invocations: 3_000_000 },
  { name: 'plain-100', rate: 100, runs: 1, invocations: 3_000_000 },
  { name: 'plain-1000', rate: 1000, runs: 1, invocations: 3_000_000 },
];

/**
 * What else the model plays: wanted is at least a third of the events per second of `plain-1000`.
 * @type {readonly { name: string, text: string }[]}
 */
export const FURTHER = [
  {
    name: 'async-retries',
    // Events come faster than the reservation lets them be processed for a third of the time, and one in twenty fails.
    text: `version: 1
name: async-retries
duration: 1h
account: { concurrency: 10000 }
functions:
  worker: { runtime: nodejs22.x, memorySize: 256, timeout: 1m, reservedConcurrency: 550, errors: 5%, duration: { exponential: 1s } }
sources:
  events:
    type: async-invoke
    function: worker
    stages: [ { rate: 450/s, for: 20m }, { rate: 650/s, for: 20m }, { rate: 300/s, for: 20m } ]
`,
  },
  {
    name: 'provisioned-spillover',
    // Target tracking follows a wave of traffic minutes late, and what it is short of spills over.
    text: `version: 1
name: provisioned-spillover
duration: 1h
account: { concurrency: 10000 }
functions:
  api:
    runtime: nodejs22.x
    memorySize: 256
    duration: { exponential: 500ms }
    provisionedConcurrency: { min: 100, max: 600, target: 70% }
sources:
  web:
    type: invoke
    function: api
    clients: { retry: none }
    stages: [ { rate: 200/s, for: 10m }, { ramp: 1000/s, for: 15m }, { rate: 1000/s, for: 20m }, { ramp: 200/s, for: 15m } ]
`,
  },
  {
    name: 'calls-3-deep',
    // Two functions wait for the ones below them; the third is called twice at once.
    text: `version: 1
name: calls-3-deep
duration: 1h
account: { concurrency: 10000 }
functions:
  front: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 50ms }, calls: [ { function: middle } ] }
  middle: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 50ms }, calls: [ { function: back, count: 2 } ] }
  back: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 200ms } }
sources:
  web: { type: invoke, function: front, rate: 200/s, clients: { retry: none } }
`,
  },
  {
    name: 'three functions on one dependency',
    // Each waits for the database, which is busy for nine tenths of the time, so that many calls stand in line.
    text: `version: 1
name: three-on-one
duration: 1h
account: { concurrency: 10000 }
dependencies:
  db: { capacity: 60, connections: 20000, service: { exponential: 60ms }, timeout: 5s, degrade: { above: 95%, factor: 1.05 } }
functions:
  page: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 50ms }, uses: [ { dependency: db } ] }
  cart: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 50ms }, uses: [ { dependency: db, calls: 2 } ] }
  list: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 50ms }, uses: [ { dependency: db } ] }
sources:
  pages: { type: invoke, function: page, rate: 300/s, clients: { retry: none } }
  carts: { type: invoke, function: cart, rate: 150/s, clients: { retry: none } }
  lists: { type: invoke, function: list, rate: 250/s, clients: { retry: none } }
`,
  },
  {
    name: 'SQS backlog of a million messages',
    // They wait at t = 0 and are read one by one, as fast as the pollers of one mapping grow.
    text: `version: 1
name: sqs-backlog-of-a-million
duration: 1h
account: { concurrency: 10000 }
queues: { jobs: { backlog: 1000000, visibilityTimeout: 3m } }
functions:
  work: { runtime: nodejs22.x, memorySize: 256, timeout: 30s, duration: { exponential: 1s } }
sources:
  worker: { type: sqs, queue: jobs, function: work, batchSize: 1 }
`,
  },
  {
    name: '64 shards at 50,000 records/s',
    // 50,000 records a second of 100,000 keys; a record is an event, as the arrival of a request is.
    text: `version: 1
name: stream-64-shards
duration: 2m
streams: { clicks: { shards: 64, recordSize: 0.8KB, partitionKeys: { count: 100000 } } }
functions:
  aggregate: { runtime: nodejs22.x, memorySize: 1024, timeout: 1m, duration: { base: 40ms, perRecord: 0.5ms } }
sources:
  mapping: { type: kinesis, stream: clicks, function: aggregate, batchSize: 500, maximumBatchingWindow: 1s }
  producers: { type: kinesis-producer, stream: clicks, rate: 50000/s }
`,
  },
  {
    name: 'functions-500',
    // Five hundred functions share one account for six hours, with a request every two seconds each.
    text: `version: 1
name: functions-500
duration: 6h
account: { concurrency: 10000 }
functions:
${listed((k) => `f${k}: { runtime: nodejs22.x, memorySize: 256, duration: { exponential: 1s } }`)}
sources:
${listed((k) => `s${k}: { type: invoke, function: f${k}, rate: 0.5/s, clients: { retry: none } }`)}
`,
  },
];

/**
 * The scenario of a plain case. Nothing is ever throttled; the idle timeout is the bare loop's.
 * @param {{ rate: number, invocations: number, bucket: string }} setting
 * @returns {string} a scenario file
 */
export function plainText({ rate, invocations, bucket }) {
  return `version: 1
name: plain
duration: ${Math.ceil(invocations / rate)}s
bucket: ${bucket}
account: { concurrency: 10000, scaling: unlimited }
assumptions: { idleTimeout: 10m, platformOverhead: 0ms }
functions:
  f:
    timeout: 15m
    duration: { exponential: ${HANDLER_SECONDS}s }
    init: 0ms
sources:
  s: { type: invoke, function: f, rate: ${rate}/s, clients: { retry: none } }
`;
}

/** Five hundred lines of a map. */
function listed(line) {
  return Array.from({ length: 500 }, (_, k) => `  ${line(String(k))}`).join('\n');
}
