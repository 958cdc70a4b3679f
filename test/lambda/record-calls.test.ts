import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/**
 * A batch of five at t = 0, each of whose records calls `db`. It serves four calls at once without a line, and a call
 * of a second function `busy` holds one or all of them: see `others`.
 */
function batch(source: object, rest: { db: object; uses?: object[]; [key: string]: unknown }): Played {
  const { db, uses = [{ dependency: 'db', callsPerRecord: 1 }], ...others } = rest;
  return play(
    bare({
      duration: '5m',
      functions: { f: { duration: '0ms', timeout: '20s', uses } },
      dependencies: { db },
      sources: { m: { function: 'f', batchSize: 5, stages: [{ burst: 5 }], ...source } },
      ...others,
    }),
  );
}

const REPORTS = { functionResponseTypes: ['ReportBatchItemFailures'] };

/** Everything fails until t = 12 s; a call takes 1 s, a refused one nothing. */
const OUTAGE = {
  db: { service: '1s', errorAfter: '0s' },
  faults: [{ at: '0s', for: '12s', on: 'dependencies.db', refuse: '100%' }],
};

/** From the third second on calls are refused, for ten seconds. */
const THIRD_FAILS = {
  db: { service: '1s', errorAfter: '0s' },
  faults: [{ at: '1500ms', for: '10s', on: 'dependencies.db', refuse: '100%' }],
};

describe('R8.7: a call that is made for one message fails', () => {
  const queue = { type: 'sqs', queue: 'jobs' };
  const queues = { jobs: { visibilityTimeout: '30s' } };

  it('the messages whose calls were refused come back, the others are deleted, and there is no error', () => {
    const { json } = batch({ ...queue, ...REPORTS }, { ...THIRD_FAILS, queues });
    // Calls at 0 and 1 s are served; those of the third to fifth message are refused at 2 s, all in one instant.
    expect(json.functions['f']).toMatchObject({ Invocations: 2, Errors: 0, Duration: { max_ms: 3_000 } });
    expect(json.queues!['jobs']).toMatchObject({ sent: 5, processed: 5 });
    expect(json.sources['m']!.latency).toMatchObject({ max_ms: 33_000 });
  });

  it('all come back where the function does not report them', () => {
    const { json } = batch(queue, { ...THIRD_FAILS, queues });
    expect(json.functions['f']).toMatchObject({ Invocations: 2, Errors: 1, Duration: { max_ms: 5_000 } });
    expect(json.sources['m']!.latency).toMatchObject({ max_ms: 35_000 });
  });

  it('a call that is made once an invocation is the whole batch: an error', () => {
    const uses = [{ dependency: 'db', calls: 1, callsPerRecord: 1 }];
    const { json } = batch({ ...queue, ...REPORTS }, { ...OUTAGE, uses, queues });
    expect(json.functions['f']).toMatchObject({ Invocations: 2, Errors: 1, Duration: { max_ms: 6_000 } });
  });

  it('no further call is made for a message whose call failed', () => {
    const uses = [
      { dependency: 'db', callsPerRecord: 2 },
      { dependency: 'db', callsPerRecord: 1 },
    ];
    const { json } = batch({ ...queue, ...REPORTS }, { ...OUTAGE, uses, queues });
    // Five are refused at once, one a message; at 30 s all fifteen are made.
    expect(json.dependencies!['db']).toMatchObject({ calls: 20, rejected: 5 });
  });

  it('of a FIFO queue the handler stops at the first one and returns all behind it', () => {
    const fifo = { jobs: { visibilityTimeout: '30s', fifo: true } };
    const { json } = batch({ ...queue, ...REPORTS }, { ...THIRD_FAILS, queues: fifo });
    expect(json.dependencies!['db']).toMatchObject({ calls: 6, rejected: 1 });
    expect(json.queues!['jobs']).toMatchObject({ sent: 5, processed: 5 });
  });

  it('a function that times out over it reports nothing', () => {
    const db = { service: '10s', errorAfter: '0s' };
    const { json } = batch({ ...queue, ...REPORTS }, { db, queues });
    expect(json.functions['f']!.Errors).toBeGreaterThan(0);
    expect(json.queues!['jobs']).toMatchObject({ processed: 0 });
  });
});

describe('R7.10: a call that is made for one record fails', () => {
  const stream = { type: 'kinesis', stream: 's' };
  const streams = { s: { shards: 1, recordSize: '1KB' } };

  it('the checkpoint moves to that record, and the batch goes on from there', () => {
    const { json } = batch({ ...stream, ...REPORTS }, { ...THIRD_FAILS, streams });
    // Records of t = 0 are read at 0 s: two served by 2 s, the third refused; after waits of 1, 2, 4 and 8 s, at
    // 3, 5, 9 and 17 s, the remaining three are served.
    expect(json.functions['f']).toMatchObject({ Invocations: 5, Errors: 0 });
    expect(json.dependencies!['db']).toMatchObject({ calls: 9, rejected: 4 });
    expect(json.sources['m']).toMatchObject({ served: 5, latency: { max_ms: 20_000 } });
  });

  it('all are tried again where the function does not report it', () => {
    const { json } = batch(stream, { ...THIRD_FAILS, streams });
    // Attempts at 0 (until 2 s), 3, 5, 9 and 17 s, the last one with five calls.
    expect(json.functions['f']).toMatchObject({ Invocations: 5, Errors: 4 });
    expect(json.sources['m']).toMatchObject({ served: 5, latency: { max_ms: 22_000 } });
  });

  it('attempts are used up by a record that is reported again and again', () => {
    const { json } = batch({ ...stream, ...REPORTS, maximumRetryAttempts: 1 }, { ...OUTAGE, streams });
    // The first call is refused at 0 and 1 s: the batch is given up.
    expect(json.functions['f']).toMatchObject({ Invocations: 2, Errors: 0 });
    expect(json.sources['m']).toMatchObject({ served: 0, lost: 5 });
  });
});
