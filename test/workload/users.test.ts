import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

function loop(clients: object, more: { web?: object; api?: object; top?: object } = {}): Played {
  return play(
    bare({
      duration: '1m',
      functions: { api: { duration: '1s', ...more.api } },
      sources: { web: { function: 'api', arrivals: 'constant', clients: { retry: 'none', ...clients }, ...more.web } },
      ...more.top,
    }),
  );
}

describe('users in a closed loop', () => {
  it('send, wait for the answer, think, and send again', () => {
    const { rows } = loop({ users: 1, thinkTime: '2s' });
    expect(rows.map(({ arrival_s }) => arrival_s)).toEqual(Array.from({ length: 20 }, (_, k) => 3 * k));
  });

  it('are spread over a pause at t = 0, evenly where arrivals are constant', () => {
    const firsts = ({ rows }: Played): readonly number[] => rows.slice(0, 4).map(({ arrival_s }) => arrival_s);
    expect(firsts(loop({ users: 4, thinkTime: '10s' }))).toEqual([0, 2.5, 5, 7.5]);
    const random = firsts(loop({ users: 4, thinkTime: '10s' }, { web: { arrivals: 'poisson' } }));
    expect(new Set(random).size).toBe(4);
    expect(Math.max(...random)).toBeLessThan(10);
  });

  it('are never more in Lambda than there are', () => {
    const { json } = loop({ users: 7 }, { api: { duration: { exponential: '1s' } } });
    expect(json.functions['api']!.ConcurrentExecutions).toMatchObject({ max: 7, mean: expect.closeTo(7, 1) });
  });

  it('wait through all retries: the final answer counts', () => {
    const retry = { maxAttempts: 3, on: [429], backoff: { base: '1s', factor: 1, jitter: 'none' } };
    const { rows } = loop({ users: 1, thinkTime: '5s', retry }, { api: { reservedConcurrency: 0 } });
    // Refused at 0, 1 and 2 s, then 5 s of thought.
    expect(rows.slice(0, 3).map(({ arrival_s, end_s, attempts }) => [arrival_s, end_s, attempts])).toEqual([
      [0, 2, 3],
      [7, 9, 3],
      [14, 16, 3],
    ]);
  });

  it('who are refused at once and do not think come a thousand times a second, not for ever in one instant', () => {
    const { json } = loop({ users: 2 }, { api: { reservedConcurrency: 0 }, top: { duration: '2s' } });
    expect(json.sources['web']!.requests).toBe(4_000);
  });

  it('obey the interactive response time law: users = throughput x (response time + think time)', () => {
    const { json } = loop(
      {
        users: 50,
        thinkTime: { exponential: '2s' },
        retry: { maxAttempts: 20, on: [429], backoff: { base: '100ms' } },
      },
      {
        web: { arrivals: 'poisson' },
        api: { duration: { exponential: '500ms' }, reservedConcurrency: 8 },
        top: { duration: '2h', warmup: '2m' },
      },
    );
    const web = json.sources['web']!;
    const throughput = web.served / (7_200 - 120);
    expect(web.failed / web.requests).toBeLessThan(0.001);
    expect(web.throttledAttempts).toBeGreaterThan(1_000);
    const users = throughput * (web.latency.mean_ms / 1_000 + 2);
    expect(users / 50).toBeGreaterThan(0.99);
    expect(users / 50).toBeLessThan(1.01);
  });
});
