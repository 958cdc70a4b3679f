import { describe, expect, it } from 'vitest';
import { RANK } from '../../src/lambda/events.ts';
import { play, type Row } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** One request at each of the whole seconds. */
function at(...seconds: readonly number[]): object {
  const stages = seconds.flatMap((second, k) => {
    const pause = second - (seconds[k - 1] ?? 0);
    return [...(pause > 0 ? [{ pause: `${pause}s` }] : []), { burst: 1 }];
  });
  return { function: 'api', stages };
}

function story(rows: readonly Row[]): string[] {
  return rows.map(({ source, arrival_s, start_s, end_s, status, cold }) => {
    return `${arrival_s} ${source}: ${start_s ?? '-'} to ${end_s ?? '-'} ${status}${cold ? ' cold' : ''}`;
  });
}

describe('the order of one instant', () => {
  it('is release, expire, control, retry, arrive, poll', () => {
    expect(Object.keys(RANK).sort((a, b) => RANK[a as keyof typeof RANK] - RANK[b as keyof typeof RANK])).toEqual([
      'release',
      'expire',
      'control',
      'retry',
      'arrive',
      'poll',
    ]);
  });

  it('rung 1: who finishes makes room for who arrives in the same microsecond', () => {
    const { rows } = play(
      bare({
        duration: '10s',
        account: { concurrency: 1 },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(rows.every(({ status, environment }) => status === '200' && environment === 0)).toBe(true);
    expect(rows).toHaveLength(10);
  });

  it('rung 1 before rung 2: an environment past its age is stopped by the end of its invocation', () => {
    const { rows, json } = play(
      bare({
        duration: '30s',
        assumptions: { maxLifetime: '5s' },
        functions: { api: { duration: '5s' } },
        sources: { web: at(0, 5) },
      }),
    );
    expect(story(rows)).toEqual(['0 web: 0 to 5 200 cold', '5 web: 5 to 10 200 cold']);
    expect(json.functions['api']?.environments).toMatchObject({ created: 2, lifetimeMean_s: 5 });
  });

  it('rung 2: idle for exactly the idle timeout it is gone when a request arrives', () => {
    const { rows } = play(
      bare({
        duration: '100s',
        assumptions: { idleTimeout: '10s' },
        functions: { api: { duration: '1s' } },
        sources: { web: at(0, 11) },
      }),
    );
    expect(story(rows)).toEqual(['0 web: 0 to 1 200 cold', '11 web: 11 to 12 200 cold']);
  });

  it('rung 2 before rung 4: a retry of that instant finds it gone, too', () => {
    const { rows } = play(
      bare({
        duration: '100s',
        account: { concurrency: 1 },
        assumptions: { idleTimeout: '10s' },
        functions: { api: { duration: '2s' } },
        sources: {
          first: at(0),
          // Throttled at t = 1 s; its only retry comes at t = 12 s = 2 + 10.
          second: { ...at(1), clients: { retry: { maxAttempts: 2, backoff: { base: '11s', jitter: 'none' } } } },
        },
      }),
    );
    expect(story(rows)).toEqual(['0 first: 0 to 2 200 cold', '1 second: 12 to 14 200 cold']);
  });

  it('rung 3: the warm-up ends before a request of that instant arrives, which counts', () => {
    const { json } = play(
      bare({
        duration: '20s',
        warmup: '10s',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(json.sources['web']?.requests).toBe(10);
    expect(json.functions['api']).toMatchObject({ Invocations: 10, coldStarts: 0 });
  });

  it('rung 3: the warm-up ends after the release of that instant, which leaves nothing in flight', () => {
    const { json } = play(
      bare({
        duration: '20s',
        warmup: '10s',
        functions: { api: { duration: '10s' } },
        sources: { web: { function: 'api', stages: [{ burst: 7 }, { pause: '12s' }, { burst: 1 }] } },
      }),
    );
    expect(json.functions['api']?.ConcurrentExecutions).toEqual({ max: 1, mean: 0.8 });
    expect(json.functions['api']).toMatchObject({ Invocations: 1, coldStarts: 0 });
  });

  it('rung 3: a new draw of the background is there before who arrives at the full minute', () => {
    const { rows } = play(
      bare({
        duration: '1h',
        account: { concurrency: 10, background: { concurrency: { empirical: [0, 10] } } },
        functions: { api: { duration: '0ms' } },
        sources: {
          full: { function: 'api', rate: '1/min' },
          half: { function: 'api', stages: [{ pause: '30s' }, { rate: '1/min' }] },
        },
      }),
    );
    // Each minute's draw decides both requests of that minute alike.
    const statuses = (name: string): string[] => rows.filter((row) => row.source === name).map((row) => row.status);
    expect(statuses('full')).toEqual(statuses('half'));
    expect(new Set(statuses('full'))).toEqual(new Set(['200', '429']));
  });

  it('rung 4 before rung 5: who tries again is served before who arrives', () => {
    const { rows } = play(
      bare({
        duration: '30s',
        account: { concurrency: 1 },
        functions: { api: { duration: '5s' } },
        sources: {
          // The names would put `a` first; the retry of `z` comes first nevertheless.
          a: at(6),
          b: at(0),
          z: { ...at(1), clients: { retry: { maxAttempts: 2, backoff: { base: '5s', jitter: 'none' } } } },
        },
      }),
    );
    expect(story(rows)).toEqual(['0 b: 0 to 5 200 cold', '1 z: 6 to 11 200', '6 a: - to 6 429']);
  });

  it('rung 5: sources whose requests arrive at once take turns in the order of their names', () => {
    const source = { function: 'api', stages: [{ burst: 2 }] };
    const named = (names: readonly string[]): string[] => {
      const { rows } = play(
        bare({
          duration: '5s',
          functions: { api: { duration: '1s' } },
          sources: Object.fromEntries(names.map((name) => [name, source])),
        }),
      );
      return rows.map((row) => `${row.source} ${row.environment!}`);
    };
    expect(named(['a', 'b'])).toEqual(['a 0', 'b 1', 'a 2', 'b 3']);
    expect(named(['b', 'a'])).toEqual(named(['a', 'b']));
  });

  it('rung 6: a poller finds all messages that came in the microsecond in which it looks', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { work: { duration: '1s', timeout: '30s' } },
        queues: { jobs: {} },
        sources: {
          worker: {
            type: 'sqs',
            queue: 'jobs',
            function: 'work',
            batchSize: 10,
            stages: [{ pause: '1s' }, { burst: 10 }],
          },
        },
      }),
    );
    expect(json.functions['work']?.Invocations).toBe(1);
  });

  it('requests of one instant are served in the order in which they arrived', () => {
    const { rows } = play(
      bare({
        duration: '5s',
        account: { concurrency: 2 },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', stages: [{ burst: 4 }] } },
      }),
    );
    expect(rows.map(({ status }) => status)).toEqual(['200', '200', '429', '429']);
  });
});
