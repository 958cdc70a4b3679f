import { expect, it } from 'vitest';
import { countBy, play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

it('requests.csv has a line for each message of a source: when it was sent, its last batch, how it ended, its receives', () => {
  const { rows, json } = play(
    bare({
      duration: '10m',
      functions: { work: { duration: '2s', init: '1s', timeout: '10s', errors: '50%' } },
      queues: {
        jobs: { backlog: 3, visibilityTimeout: '1m', maxReceiveCount: 2, deadLetter: 'dead' },
        dead: {},
        other: {},
      },
      sources: {
        worker: { type: 'sqs', queue: 'jobs', function: 'work', batchSize: 1, filter: { pass: '80%' } },
        producer: { type: 'sqs-producer', queue: 'jobs', stages: [{ rate: '1/s', for: '40s' }] },
        idle: { type: 'sqs-producer', queue: 'other', stages: [{ burst: 2 }] },
        back: { type: 'redrive', from: 'dead', at: '5m' },
      },
    }),
  );
  const of = (name: string) => rows.filter(({ source }) => source === name);
  const { served, filtered, deadLettered } = json.sources['producer']!;
  // The rate holds to the horizon: what came last is still there.
  const { unfinished = 0, ...ends } = countBy(of('producer'), ({ status }) => status);
  expect(ends).toEqual({ '200': served, filtered, 'dead-lettered': deadLettered });
  expect(served + filtered! + deadLettered! + unfinished).toBe(of('producer').length);
  for (const { status, fn, arrival_s, start_s, end_s, environment } of rows) {
    if (status !== '200') continue;
    expect(fn).toBe('work');
    expect(start_s).toBeGreaterThanOrEqual(arrival_s);
    expect(end_s).toBeGreaterThanOrEqual(start_s! + 2 - 1e-6);
    expect(environment).toBeGreaterThanOrEqual(0);
  }
  expect(of('idle')).toMatchObject(
    Array(2).fill({ fn: '', status: 'unfinished', start_s: null, end_s: null, attempts: 0 }),
  );
  expect(of('back')).toHaveLength(json.sources['back']!.requests);
  expect(rows.some(({ cold }) => cold)).toBe(true);
});
