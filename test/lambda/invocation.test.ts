import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare, scenarioOf } from '../support/scenario.ts';

/** One function at 1 vCPU, called at these whole seconds, an hour after the last one at most. */
function called(
  api: object,
  seconds: readonly number[] = [0],
  more: { assumptions?: object; web?: object } = {},
): Played {
  const files = { 'at.csv': `t_s\n${seconds.join('\n')}\n` };
  return play(
    bare(
      {
        duration: '2h',
        assumptions: more.assumptions ?? {},
        functions: { api: { memorySize: 1_769, ...api } },
        sources: { web: { function: 'api', trace: { file: 'at.csv', time: 't_s' }, ...more.web } },
      },
      files,
    ),
  );
}

/** `seconds from start to answer, status, cold?` of each request. */
function answers({ rows }: Played): string[] {
  return rows.map(({ start_s, end_s, status, cold }) => {
    return `${Math.round((end_s! - start_s!) * 1e6) / 1e6} ${status}${cold ? ' cold' : ''}`;
  });
}

const at = (played: Played) => played.json.functions['api']!;

describe('a cold start', () => {
  it('R3.2: costs the caller sandbox and download, Init, and the first call of the handler', () => {
    const played = called({ init: '200ms', duration: '50ms', coldDuration: '300ms' }, [0, 10], {
      assumptions: { platformOverhead: '100ms' },
    });
    expect(answers(played)).toEqual(['0.6 200 cold', '0.05 200']);
    expect(at(played)).toMatchObject({
      coldStarts: 1,
      initDuration: { mean_ms: 200, max_ms: 200 },
      Duration: { mean_ms: 175, max_ms: 300 },
    });
    expect(played.json.sources['web']?.latencyParts).toEqual({
      retries_ms: 0,
      overhead_ms: 50,
      init_ms: 100,
      run_ms: 175,
    });
  });

  it('R3.2: without an Init phase the start is still cold', () => {
    const played = called({ duration: '50ms' });
    expect(answers(played)).toEqual(['0.05 200 cold']);
    expect(at(played)).toMatchObject({ coldStarts: 1, initDuration: { mean_ms: 0, max_ms: 0 } });
  });

  it('R3.2: sandbox and download take 100 ms for a zip package and 150 ms for an image where nothing is said', () => {
    for (const [kind, overhead_ms] of [
      ['zip', 100],
      ['image', 150],
    ] as const) {
      const { json } = play(
        scenarioOf({
          duration: '10s',
          functions: { api: { init: '0ms', duration: '1s', package: kind } },
          sources: { web: { type: 'invoke', function: 'api', stages: [{ burst: 1 }] } },
        }),
      );
      expect(json.sources['web']?.latencyParts).toEqual({ retries_ms: 0, overhead_ms, init_ms: 0, run_ms: 1_000 });
    }
  });

  it('R3.2: the next request finds the environment warm', () => {
    expect(answers(called({ init: '1s', duration: '1s' }, [0, 5, 10]))).toEqual(['2 200 cold', '1 200', '1 200']);
  });

  it('R3.3: an Init of 10 s is within the limit', () => {
    const played = called({ init: '10s', duration: '1s', timeout: '3s' });
    expect(answers(played)).toEqual(['11 200 cold']);
    expect(at(played)).toMatchObject({ initDuration: { max_ms: 10_000 }, Duration: { max_ms: 1_000 } });
  });

  it('R3.3: a longer one is cut off there and repeated inside the invocation, under the function timeout', () => {
    const played = called({ init: '12s', duration: '1s', timeout: '30s' });
    // 10 s are lost, then 12 s of Init and 1 s of handler within the timeout of 30 s.
    expect(answers(played)).toEqual(['23 200 cold']);
    expect(at(played)).toMatchObject({
      coldStarts: 1,
      Errors: 0,
      initDuration: { max_ms: 10_000 },
      Duration: { max_ms: 13_000 },
      occupied: { mean_ms: 23_000 },
    });
    expect(played.record.functions[0]?.billing[0]).toMatchObject({ requests: 1, billed_ms: 23_000 });
  });

  it('R3.3: the environment is warm afterwards', () => {
    expect(answers(called({ init: '12s', duration: '1s', timeout: '30s' }, [0, 60]))).toEqual(['23 200 cold', '1 200']);
  });

  it('R3.5: with a short timeout the repeated Init fails again, and again with the next request', () => {
    const played = called({ init: '12s', duration: '1s', timeout: '3s' }, [0, 60]);
    expect(answers(played)).toEqual(['13 200 cold', '3 200']);
    expect(at(played)).toMatchObject({
      Invocations: 2,
      Errors: 2,
      coldStarts: 1,
      Duration: { mean_ms: 3_000, max_ms: 3_000 },
    });
    expect(played.json.sources['web']).toMatchObject({ served: 0, failed: 2, failures: { timeout: 2 } });
  });

  it('R3.5: an Init that fails every time makes a function error of the first request and of all that follow', () => {
    const played = called({ init: '2s', initErrors: '100%', duration: '1s', timeout: '10s' }, [0, 60, 120]);
    // 2 s of Init, 2 s of the repeated one; afterwards the environment tries inside each invocation.
    expect(answers(played)).toEqual(['4 200 cold', '2 200', '2 200']);
    expect(at(played)).toMatchObject({ Invocations: 3, Errors: 3, coldStarts: 1, environments: { created: 1 } });
    expect(played.json.sources['web']).toMatchObject({ failures: { error: 3, timeout: 0 } });
  });

  it('R3.5: an Init that fails once in two is repeated inside the invocation', () => {
    const seconds = Array.from({ length: 400 }, (_, k) => 20 * k);
    // Never idle long enough to be used twice.
    const played = play(
      bare(
        {
          duration: '3h',
          assumptions: { idleTimeout: '1s' },
          functions: { api: { memorySize: 1_769, init: '2s', initErrors: '50%', duration: '1s', timeout: '10s' } },
          sources: { web: { function: 'api', trace: { file: 'at.csv', time: 't_s' } } },
        },
        { 'at.csv': `t_s\n${seconds.join('\n')}\n` },
      ),
    );
    const lengths = played.rows.map(({ start_s, end_s }) => end_s! - start_s!);
    const [straight, repeated, failed] = [3, 5, 4].map((length) => lengths.filter((n) => n === length).length);
    expect(straight! + repeated! + failed!).toBe(400);
    // 200 (sd 10), 100 and 100 (sd 8.7).
    expect(Math.abs(straight! - 200)).toBeLessThan(40);
    expect(Math.abs(repeated! - 100)).toBeLessThan(35);
    expect(Math.abs(failed! - 100)).toBeLessThan(35);
    expect(at(played).Errors).toBe(failed);
  });

  it('V-33: a repeated Init counts in Duration, up to the timeout of 3 s', () => {
    // At 128 MB the Init of 250 ms takes 13.8 times as long inside the invocation: 3.455 s.
    const played = called({ memorySize: 128, init: '250ms', initErrors: '100%', duration: '1s', timeout: '3s' });
    expect(at(played).Duration).toMatchObject({ max_ms: 3_000 });
    expect(at(played)).toMatchObject({ Errors: 1 });
    expect(answers(played)).toEqual(['3.25 200 cold']);
  });

  it('V-33: Duration is the repeated Init and the handler, where both fit', () => {
    const played = called({ init: '11s', duration: '500ms', timeout: '20s' });
    expect(at(played)).toMatchObject({ Duration: { max_ms: 11_500 }, Errors: 0 });
  });
});

describe('an invocation', () => {
  it('R3.8: ends with its timeout, neither earlier nor later', () => {
    expect(answers(called({ duration: '3s', timeout: '3s' }))).toEqual(['3 200 cold']);
    const late = called({ duration: '3001ms', timeout: '3s' });
    expect(answers(late)).toEqual(['3 200 cold']);
    expect([at(called({ duration: '3s', timeout: '3s' })).Errors, at(late).Errors]).toEqual([0, 1]);
  });

  it('R3.8: Init is no part of what the timeout bounds', () => {
    const played = called({ init: '5s', duration: '2s', timeout: '3s' });
    expect(answers(played)).toEqual(['7 200 cold']);
    expect(at(played).Errors).toBe(0);
  });

  it('R3.8: Duration is known when the invocation ends: one that still runs at the horizon has none', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '6s' } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '5s' }, { burst: 1 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 2, Duration: { mean_ms: 6_000 } });
    expect(json.unfinished).toEqual({ requests: 1, invocations: 1, queued: 0 });
  });

  it('R3.9: the timeout is 3 s where nothing is said, whole seconds from 1 to 900', () => {
    const scenario = (timeout?: string) =>
      scenarioOf({
        duration: '1m',
        functions: { api: { init: '1s', duration: '1s', ...(timeout !== undefined && { timeout }) } },
        sources: { web: { type: 'invoke', function: 'api', rate: '1/s' } },
      });
    expect(scenario().functions[0]?.timeout).toBe(3_000_000);
    expect([scenario('1s'), scenario('900s')].map(({ functions }) => functions[0]?.timeout)).toEqual([
      1_000_000, 900_000_000,
    ]);
    for (const timeout of ['0s', '500ms', '1500ms', '901s'])
      expect(() => scenario(timeout), timeout).toThrow('E_RANGE');
  });

  it('R10.7: the Duration of a timed-out invocation is its timeout, and it is billed that and its Init (A-36)', () => {
    const played = called({ init: '84ms', duration: '20s', timeout: '3s' });
    expect(at(played)).toMatchObject({ Duration: { max_ms: 3_000 }, Errors: 1 });
    expect(played.record.functions[0]?.billing[0]).toMatchObject({ requests: 1, billed_ms: 3_084 });
  });
});

describe('a function error', () => {
  it('R3.10: that is returned keeps the environment as it is', () => {
    const played = called({ init: '1s', duration: '1s', errors: '100%' }, [0, 60, 120]);
    expect(answers(played)).toEqual(['2 200 cold', '1 200', '1 200']);
    expect(at(played)).toMatchObject({ Errors: 3, environments: { created: 1 } });
  });

  it.each(['crash', 'out-of-memory'])('R3.10: a %s resets it: the next invocation runs Init inside itself', (kind) => {
    const played = called({ init: '1s', duration: '2s', errors: { share: '100%', kind } }, [0, 60, 120]);
    expect(answers(played)).toEqual(['3 200 cold', '3 200', '3 200']);
    expect(at(played)).toMatchObject({
      Errors: 3,
      coldStarts: 1,
      environments: { created: 1 },
      initDuration: { max_ms: 1_000 },
      Duration: { mean_ms: 8_000 / 3, max_ms: 3_000 },
    });
  });

  it('R3.10: a timeout resets it, too', () => {
    const played = called({ init: '1s', duration: '5s', timeout: '3s' }, [0, 60]);
    expect(answers(played)).toEqual(['4 200 cold', '3 200']);
    // 1 s of Init leaves 2 s of the timeout for the handler; both end in Duration = 3 s.
    expect(at(played)).toMatchObject({ Errors: 2, coldStarts: 1, Duration: { mean_ms: 3_000 } });
  });

  it('R3.10: a repeated Init is slower at little memory: max(1, 1769 / memory) times (A-32)', () => {
    const second = (memorySize: number, assumptions: object = {}): number => {
      const played = called(
        { memorySize, init: '1s', duration: '1s', timeout: '60s', errors: { share: '100%', kind: 'crash' } },
        [0, 60],
        {
          assumptions,
        },
      );
      return played.rows[1]!.end_s! - 60;
    };
    expect(second(1_769)).toBe(2);
    expect(second(10_240)).toBe(2);
    expect(second(128)).toBeCloseTo(1 + 1_769 / 128, 5);
    expect(second(1_024)).toBeCloseTo(1 + 1_769 / 1_024, 5);
    expect(second(128, { suppressedInitFactor: 1 })).toBe(2);
    expect(second(1_769, { suppressedInitFactor: 3.5 })).toBe(4.5);
  });

  it('R3.10: after one good invocation the environment is as before', () => {
    // The request of 60 s fails in a third of the cases: look for a crash that is followed by two successes.
    const seconds = Array.from({ length: 100 }, (_, k) => 60 * k);
    const played = called({ init: '1s', duration: '2s', errors: { share: '30%', kind: 'crash' } }, seconds);
    const failed = played.rows.map((_, k) => k > 0 && lengthOf(played, k) === 3);
    // Whoever follows a crash takes a second longer; nobody else does.
    expect(failed.filter(Boolean).length).toBeGreaterThan(15);
    expect(at(played).Errors).toBeGreaterThanOrEqual(failed.filter(Boolean).length);
    expect(at(played).Errors).toBeLessThanOrEqual(failed.filter(Boolean).length + 1);
    expect(played.json.functions['api']?.coldStarts).toBe(1);
  });

  it('R3.10: a hang lasts until the timeout', () => {
    const played = called({ duration: '1s', timeout: '7s', errors: { share: '100%', kind: 'hang' } }, [0, 60]);
    expect(answers(played)).toEqual(['7 200 cold', '7 200']);
    expect(played.json.sources['web']).toMatchObject({ failures: { timeout: 2, error: 0 } });
  });

  it('takes the time that is given for errors', () => {
    const played = called({ duration: '1s', errors: { share: '100%', duration: '10ms' } }, [0, 60]);
    expect(answers(played)).toEqual(['0.01 200 cold', '0.01 200']);
  });

  it('comes to its share of the attempts', () => {
    const { json } = play(
      bare({
        duration: '100s',
        functions: { api: { duration: '10ms', errors: '20%' } },
        sources: { web: { function: 'api', rate: '100/s' } },
      }),
    );
    // 2,000 of 10,000; standard deviation 40.
    expect(Math.abs(json.functions['api']!.Errors - 2_000)).toBeLessThan(160);
  });

  it('R3.11: no extension is registered, so shutdown takes no time: what expires is gone that instant', () => {
    const played = called({ duration: '1s' }, [0], { assumptions: { idleTimeout: '9s' } });
    expect(at(played).environments).toMatchObject({ max: 1, lifetimeMean_s: 10 });
  });
});

function lengthOf({ rows }: Played, k: number): number {
  return rows[k]!.end_s! - rows[k]!.start_s!;
}
