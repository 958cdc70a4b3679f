import { describe, expect, it } from 'vitest';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** A queue whose messages failed before t = 0 and wait in `dead`; nobody fails any more but as the test says. */
function redriven(dead: object, task: object, work: object = {}, jobs: object = {}): Played {
  return play(
    bare({
      duration: '10m',
      bucket: '1s',
      functions: { work: { duration: '100ms', timeout: '10s', ...work } },
      queues: {
        jobs: { visibilityTimeout: '60s', maxReceiveCount: 1, deadLetter: 'dead', ...jobs },
        dead: { retention: '14d', ...dead },
      },
      sources: {
        worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1 },
        back: { type: 'redrive', from: 'dead', at: '2m', rate: '10/s', ...task },
      },
    }),
  );
}

describe('R8.5: a redrive task', () => {
  it('moves what is visible when it begins, evenly spaced, the oldest first', () => {
    const played = redriven({ backlog: 25, backlogAge: '1h' }, {});
    const { jobs, dead } = played.json.queues!;
    expect(dead).toMatchObject({ redriven: 25, remaining: { visible: 0, inFlight: 0 } });
    expect(jobs).toMatchObject({ sent: 0, moved: 25, processed: 25 });
    // Ten in each of two seconds, and five.
    const invocations = series(played.record, 'functions.work', 'Invocations');
    expect([120, 121, 122, 123].map((second) => invocations[second] ?? 0)).toEqual([10, 10, 5, 0]);
  });

  it('makes them new: age and retention begin again, and they are requests of its own', () => {
    const { json } = redriven({ backlog: 5, backlogAge: '13d' }, {});
    expect(json.queues!['jobs']).toMatchObject({ processed: 5, lost: 0 });
    expect(json.queues!['jobs']!.messageAge.max_ms).toBe(100);
    expect(json.sources['back']).toMatchObject({ requests: 5, served: 5, failed: 0 });
    expect(json.sources['back']!.latency.max_ms).toBe(100);
  });

  it('leaves what fails again where it lands: nothing goes round', () => {
    const { json } = redriven({ backlog: 5 }, {}, { errors: '100%' });
    expect(json.queues!['dead']).toMatchObject({ redriven: 5, moved: 5, remaining: { visible: 5 } });
    expect(json.sources['back']).toMatchObject({ requests: 5, served: 0, failed: 5, failures: { error: 5 } });
  });

  it('takes each message back to the queue that it came from', () => {
    const { json } = play(
      bare({
        duration: '10m',
        functions: {
          bad: { duration: '1s', errors: '100%', timeout: '10s' },
          slow: { duration: '1s', errors: '100%', timeout: '10s' },
        },
        queues: {
          a: { visibilityTimeout: '60s', maxReceiveCount: 1, deadLetter: 'dead', backlog: 3 },
          b: { visibilityTimeout: '60s', maxReceiveCount: 1, deadLetter: 'dead', backlog: 4 },
          dead: {},
        },
        sources: {
          'a reader': { type: 'sqs', queue: 'a', function: 'bad' },
          'b reader': { type: 'sqs', queue: 'b', function: 'slow' },
          back: { type: 'redrive', from: 'dead', at: '5m', rate: '500/s' },
        },
      }),
    );
    expect(json.queues!['a']).toMatchObject({ moved: 3, deadLettered: 6 });
    expect(json.queues!['b']).toMatchObject({ moved: 4, deadLettered: 8 });
    expect(json.queues!['dead']).toMatchObject({ moved: 14, redriven: 7 });
  });

  it('does nothing when it is switched off, or where nothing is there', () => {
    expect(redriven({ backlog: 5 }, { enabled: false }).json.queues!['dead']).toMatchObject({ redriven: 0 });
    expect(redriven({}, {}).json.sources['back']).toMatchObject({ requests: 0 });
  });
});
