import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** An event a second for ten seconds to `mail`. */
function events(mail: object, queue: object = {}, rest: object = {}): Played {
  return play(
    bare({
      duration: '20m',
      functions: { mail: { duration: '1s', timeout: '10s', maximumRetryAttempts: 0, ...mail } },
      queues: { records: queue },
      sources: {
        hook: {
          type: 's3',
          function: 'mail',
          stages: [
            { rate: '1/s', for: '10s' },
            { rate: '0/s', for: '1m' },
          ],
        },
      },
      ...rest,
    }),
  );
}

describe('R6.7: the record of an event goes as a message into the queue of the scenario', () => {
  it.each([
    ['onFailure', '100%', { to: 'records', type: 'sqs' }],
    ['onFailure', '100%', { to: 'records' }],
    ['deadLetter', '100%', { to: 'records' }],
    ['onSuccess', '0%', { to: 'records', type: 'sqs' }],
  ])('%s with errors %s: %o', (place, errors, destination) => {
    const { json } = events({ errors, [place]: destination });
    expect(json.queues!['records']).toMatchObject({ sent: 10, moved: 0, remaining: { visible: 10 } });
  });

  it('a delivery that fails does not arrive there', () => {
    const { json } = events({ errors: '100%', onFailure: { to: 'records', failing: '100%' } });
    expect(json.queues!['records']!.sent).toBe(0);
  });

  it('nor where the queue refuses it: a delivery that failed', () => {
    const faults = [{ at: '0s', for: '20m', on: 'queues.records', refuse: '100%' }];
    const { json } = events({ errors: '100%', onFailure: { to: 'records' } }, {}, { faults });
    expect(json.queues!['records']!.sent).toBe(0);
    expect(json.functions['mail']).toMatchObject({ DestinationDeliveryFailures: 10 });
  });

  it('and a mapping may read it', () => {
    const { json } = play(
      bare({
        duration: '20m',
        functions: {
          mail: { duration: '1s', errors: '100%', maximumRetryAttempts: 0, onFailure: { to: 'records' } },
          repair: { duration: '2s', timeout: '5s' },
        },
        queues: { records: { visibilityTimeout: '30s' } },
        sources: {
          hook: { type: 's3', function: 'mail', stages: [{ burst: 7 }] },
          repairs: { type: 'sqs', queue: 'records', function: 'repair', batchSize: 1 },
        },
      }),
    );
    expect(json.functions['repair']).toMatchObject({ Invocations: 7 });
    expect(json.queues!['records']).toMatchObject({ sent: 7, processed: 7 });
    // They are nobody's requests.
    expect(json.sources['repairs']).toMatchObject({ requests: 0 });
  });
});

describe('A handler sends messages to a queue when its own work is done', () => {
  const web = { type: 'invoke', function: 'api', stages: [{ burst: 4 }] };

  it('as many as it calls, and waits for none of them', () => {
    const { json } = play(
      bare({
        duration: '5m',
        functions: {
          api: { duration: '1s', calls: [{ queue: 'jobs', mode: 'sqs', count: 3 }] },
          work: { duration: '2s', timeout: '10s' },
        },
        queues: { jobs: {} },
        sources: { web, worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1 } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 4, Duration: { max_ms: 1_000 } });
    expect(json.queues!['jobs']).toMatchObject({ sent: 12, processed: 12 });
  });

  describe('and where the queue refuses one, that is the error of the handler', () => {
    const refusing = (api: object, share = '100%'): Played =>
      play(
        bare({
          duration: '5m',
          functions: { api: { duration: '1s', calls: [{ queue: 'jobs', count: 3 }], ...api } },
          queues: { jobs: {} },
          sources: { web: { type: 'invoke', function: 'api', arrivals: 'constant', rate: '1/s' } },
          // It is said at t + 1 s whether the queue takes the messages of the request of t.
          faults: [{ at: '100s', for: '100s', on: 'queues.jobs', refuse: share }],
        }),
      );

    it('for as long as it does', () => {
      const { json } = refusing({});
      expect(json.functions['api']).toMatchObject({ Invocations: 300, Errors: 100, Duration: { max_ms: 1_000 } });
      expect(json.sources['web']).toMatchObject({ failures: { error: 100 } });
      // Those of the request of 299 s would be sent at the very end, where a run stops.
      expect(json.queues!['jobs']!.sent).toBe(3 * 199);
    });

    it('at the first of three that is not taken: the others are not sent', () => {
      const { json } = refusing({}, '50%');
      // 1 − 0.5³ of a hundred fail.
      expect(json.functions['api']!.Errors).toBeGreaterThanOrEqual(75);
      expect(json.functions['api']!.Errors).toBeLessThan(100);
      const of100 = json.queues!['jobs']!.sent - 597;
      // Messages before the first that is refused: 0.5 + 0.25 + 0.125 a request.
      expect(of100).toBeGreaterThan(50);
      expect(of100).toBeLessThan(125);
    });

    it('not where the call is not made', () => {
      const { json } = refusing({ calls: [{ queue: 'jobs', probability: '0%' }] });
      expect(json.functions['api']).toMatchObject({ Invocations: 300, Errors: 0 });
    });
  });

  it('and one that fails sends none', () => {
    const { json } = play(
      bare({
        duration: '5m',
        functions: { api: { duration: '1s', errors: '100%', calls: [{ queue: 'jobs' }] } },
        queues: { jobs: {} },
        sources: { web },
      }),
    );
    expect(json.queues!['jobs']).toMatchObject({ sent: 0 });
  });

  it('R9.9: a loop through a queue is stopped when it has come back too often; its dead-letter queue has the message', () => {
    const loop = (queue: object): Played =>
      play(
        bare({
          duration: '10m',
          functions: { work: { duration: '1s', timeout: '5s', calls: [{ queue: 'jobs' }] } },
          queues: { jobs: { backlog: 1, visibilityTimeout: '30s', ...queue }, dead: {} },
          sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1 } },
        }),
      );
    const kept = loop({ maxReceiveCount: 5, deadLetter: 'dead' }).json;
    expect(kept.functions['work']).toMatchObject({ Invocations: 17, RecursiveInvocationsDropped: 1 });
    expect(kept.queues!['jobs']).toMatchObject({ sent: 17, processed: 17, deadLettered: 1, remaining: { visible: 0 } });
    expect(kept.queues!['dead']).toMatchObject({ moved: 1 });
    expect(loop({}).json.queues!['jobs']).toMatchObject({ processed: 17, lost: 1 });
  });
});
