import { describe, expect, it } from 'vitest';
import { play, series, type Row } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** One request at each of the seconds. */
function requestsAt(...seconds: readonly number[]): { files: Record<string, string>; source: object } {
  return {
    files: { 'at.csv': `t_s\n${seconds.join('\n')}\n` },
    source: { function: 'api', trace: { file: 'at.csv', time: 't_s' } },
  };
}

/** `12 A` reused, `12 B cold` created. */
function story(rows: readonly Row[]): string[] {
  return rows.map(({ start_s, environment, cold }) => {
    return `${start_s} ${'ABCDEFGH'[environment!]}${cold ? ' cold' : ''}`;
  });
}

/** A function of 1 s with these assumptions, called at these seconds after a first call at 0. */
function calls(assumptions: object, seconds: readonly number[], duration = '1s'): string[] {
  const { files, source } = requestsAt(0, ...seconds);
  const scenario = bare(
    { duration: '1d', assumptions, functions: { api: { duration } }, sources: { web: source } },
    files,
  );
  return story(play(scenario).rows);
}

describe('the life of an environment', () => {
  it('R3.1: Init, then one invocation after another, then it is stopped', () => {
    const { rows, json } = play(
      bare({
        duration: '100s',
        assumptions: { idleTimeout: '10s' },
        functions: { api: { init: '2s', duration: '1s' } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '5s' }, { burst: 1 }] } },
      }),
    );
    expect(rows.map(({ start_s, end_s, environment, cold }) => [start_s, end_s, environment, cold])).toEqual([
      [0, 3, 0, true],
      [5, 6, 0, false],
    ]);
    // Stopped at 6 + 10 s: it lived 16 s of 100.
    expect(json.functions['api']?.environments).toEqual({
      created: 1,
      max: 1,
      mean: 0.16,
      idleMean: 0.12,
      lifetimeMean_s: 16,
    });
  });

  it('R3.12: a frozen environment is thawed by the next request at no cost', () => {
    const { rows, json } = play(
      bare({
        duration: '1h',
        functions: { api: { init: '2s', duration: '1s' } },
        sources: { web: { function: 'api', rate: '1/min' } },
      }),
    );
    expect(rows.filter(({ cold }) => cold)).toHaveLength(1);
    expect(new Set(rows.map(({ environment }) => environment))).toEqual(new Set([0]));
    expect(new Set(rows.slice(1).map(({ start_s, end_s }) => end_s! - start_s!))).toEqual(new Set([1]));
    expect(json.functions['api']).toMatchObject({ Invocations: 60, coldStarts: 1 });
  });

  it('R3.12: one environment serves thousands of requests', () => {
    const { json } = play(
      bare({
        duration: '1h',
        functions: { api: { duration: '900ms' } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 3_600, environments: { created: 1 } });
  });

  it('R3.13: functions do not share environments', () => {
    const { rows } = play(
      bare({
        duration: '10s',
        functions: { a: { duration: '1s' }, b: { duration: '1s' } },
        sources: {
          one: { function: 'a', stages: [{ burst: 1 }] },
          two: { function: 'b', stages: [{ pause: '5s' }, { burst: 1 }] },
        },
      }),
    );
    expect(rows.map(({ fn, environment, cold }) => [fn, environment, cold])).toEqual([
      ['a', 0, true],
      ['b', 0, true],
    ]);
  });

  it('R2.9: when demand falls, what is not needed is stopped', () => {
    const { record } = play(
      bare({
        duration: '15m',
        bucket: '1m',
        assumptions: { idleTimeout: '5m' },
        functions: { api: { duration: '500ms' } },
        sources: { web: { function: 'api', stages: [{ rate: '100/s', for: '1m' }, { rate: '2/s' }] } },
      }),
    );
    // 50 environments for 100 a second; one for 2 a second; the others go at 6 min, 5 after their last use.
    expect(series(record, 'functions.api', 'environments')).toEqual([
      50, 50, 50, 50, 50, 50, 50, 1, 1, 1, 1, 1, 1, 1, 1,
    ]);
  });

  it('environments that are there at t = 0 are idle and warm', () => {
    const { rows, json } = play(
      bare({
        duration: '10s',
        functions: { api: { init: '5s', duration: '1s', initialEnvironments: 2 } },
        sources: { web: { function: 'api', stages: [{ burst: 3 }] } },
      }),
    );
    expect(story(rows)).toEqual(['0 B', '0 A', '0 C cold']);
    expect(json.functions['api']?.environments).toMatchObject({ created: 1, max: 3 });
  });
});

describe('idle expiry', () => {
  it('R3.14: idle for less than the idle timeout it is warm, for exactly that long it is gone', () => {
    expect(calls({ idleTimeout: '10m' }, [600.999999])).toEqual(['0 A cold', '600.999999 A']);
    expect(calls({ idleTimeout: '10m' }, [601])).toEqual(['0 A cold', '601 B cold']);
  });

  it('R3.14: the time counts anew from the end of each invocation', () => {
    expect(calls({ idleTimeout: '10m' }, [500, 1_000, 1_500, 2_102])).toEqual([
      '0 A cold',
      '500 A',
      '1000 A',
      '1500 A',
      '2102 B cold',
    ]);
  });

  it('R3.14: while it serves it does not expire', () => {
    expect(calls({ idleTimeout: '10s' }, [105], '100s')).toEqual(['0 A cold', '105 A']);
  });

  it('R3.14: never, where the timeout is none', () => {
    expect(calls({ idleTimeout: 'none' }, [86_000])).toEqual(['0 A cold', '86000 A']);
  });

  it.each([
    ['mikhail2021', 300, 420],
    ['observed2020', 640, 640],
    ['fixed10', 600, 600],
    ['seed2021', 600, 1_200],
    ['y2017', 2_700, 3_600],
  ])('R3.14: %s: warm until %d s, gone after %d s', (idleTimeout, earliest, latest) => {
    // Many environments, for the time is drawn for each.
    const { json, record } = play(
      bare({
        duration: '2h',
        bucket: '1s',
        assumptions: { idleTimeout },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', stages: [{ burst: 200 }] } },
      }),
    );
    const environments = series(record, 'functions.api', 'environments');
    expect(environments[earliest]).toBe(200);
    expect(environments[latest + 2]).toBe(0);
    const lifetime = json.functions['api']!.environments.lifetimeMean_s;
    // The mean of 200 uniforms lies within 4 standard errors of the middle.
    expect(Math.abs(lifetime - 1 - (earliest + latest) / 2)).toBeLessThanOrEqual(
      (4 * (latest - earliest)) / Math.sqrt(2_400),
    );
  });

  it('R3.14: A-11: the time is drawn once for each environment, at its creation', () => {
    // A hundred visits, each 301 s after the last: an environment that outlives one pause outlives them all.
    const seconds = Array.from({ length: 100 }, (_, k) => 361 * (k + 1));
    const lines = calls({ idleTimeout: 'mikhail2021' }, seconds);
    const survivor = lines.findIndex((line, k) => k > 0 && !line.endsWith('cold'));
    expect(survivor).toBeGreaterThan(0);
    expect(lines.slice(survivor).every((line) => !line.endsWith('cold'))).toBe(true);
  });

  it.each([
    ['now', 360, 60],
    ['era2021', 360, 60],
    ['era2020', 640, 0],
  ])('R3.14: the bundle %s expires after %d s, give or take %d', (era, middle, spread) => {
    const { json } = play(
      bare({
        duration: '2h',
        assumptions: { era, idleTimeout: undefined },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }] } },
      }),
    );
    const lifetime = json.functions['api']!.environments.lifetimeMean_s - 1;
    expect(lifetime).toBeGreaterThanOrEqual(middle - spread);
    expect(lifetime).toBeLessThanOrEqual(middle + spread);
  });
});

describe('maximum age', () => {
  it('R3.15: an environment of that age is not used again, however busy it is', () => {
    expect(calls({ maxLifetime: '2h' }, [3_600, 7_199, 7_200])).toEqual([
      '0 A cold',
      '3600 A',
      '7199 A',
      '7200 B cold',
    ]);
  });

  it('R3.15: one that is idle at that age is stopped then', () => {
    const { files, source } = requestsAt(0, 100);
    const { json } = play(
      bare(
        {
          duration: '3h',
          assumptions: { maxLifetime: '2h' },
          functions: { api: { duration: '1s' } },
          sources: { web: source },
        },
        files,
      ),
    );
    expect(json.functions['api']?.environments.lifetimeMean_s).toBe(7_200);
  });

  it('R3.15: one that is busy at that age ends what it does and is stopped then', () => {
    const { files, source } = requestsAt(0, 7_190, 7_260);
    const { json, rows } = play(
      bare(
        {
          duration: '9000s',
          assumptions: { maxLifetime: '2h' },
          functions: { api: { duration: '50s' } },
          sources: { web: source },
        },
        files,
      ),
    );
    expect(story(rows)).toEqual(['0 A cold', '7190 A', '7260 B cold']);
    expect(json.functions['api']?.environments).toMatchObject({ created: 2, lifetimeMean_s: 7_240 });
  });

  it('R3.15: two hours where nothing is said, and presets', () => {
    const lived = (maxLifetime: object): number => {
      const { json } = play(
        bare({
          duration: '10h',
          assumptions: { idleTimeout: 'none', ...maxLifetime },
          functions: { api: { duration: '1s', initialEnvironments: 300 } },
        }),
      );
      return json.functions['api']!.environments.lifetimeMean_s / 3_600;
    };
    expect(lived({ maxLifetime: 'observed2020' })).toBe(2);
    // Uniform from 2 to 8 h: mean 5 h, standard error 0.1 h.
    expect(Math.abs(lived({ maxLifetime: 'uniform2to8h' }) - 5)).toBeLessThan(0.4);
    expect(lived({ maxLifetime: 'none' })).toBe(0);
  });

  it('R3.15: whichever comes first, idle timeout or age, stops it', () => {
    expect(calls({ maxLifetime: '10s', idleTimeout: '5s' }, [5, 9, 11])).toEqual([
      '0 A cold',
      '5 A',
      '9 A',
      '11 B cold',
    ]);
  });
});

describe('reuse', () => {
  /** Five environments at once, then one request at a time every 3 min, with an idle timeout of 10 min. */
  function afterABurst(reusePolicy: string): { left: number; created: number } {
    const { record, json } = play(
      bare({
        duration: '2h',
        bucket: '1m',
        assumptions: { reusePolicy, idleTimeout: '10m' },
        functions: { api: { duration: '1s' } },
        sources: {
          burst: { function: 'api', stages: [{ burst: 5 }] },
          web: { function: 'api', stages: [{ pause: '3m' }, { rate: '20/h' }] },
        },
      }),
    );
    const levels = series(record, 'functions.api', 'environments');
    return { left: levels.at(-1)!, created: json.functions['api']!.environments.created };
  }

  it('R3.16: the one used last lets surplus environments expire', () => {
    expect(afterABurst('mru')).toEqual({ left: 1, created: 5 });
  });

  it('R3.16: so does the newest', () => {
    expect(afterABurst('newest')).toEqual({ left: 1, created: 5 });
  });

  it('R3.16: the one idle longest keeps those alive that a turn reaches in time', () => {
    // In 10 min three requests come: each of four environments waits 4 × 3 min, so only three survive.
    expect(afterABurst('lru')).toEqual({ left: 3, created: 5 });
  });

  it('R3.16: where nothing is said it is the one used last', () => {
    const { rows } = play(
      bare({
        duration: '20s',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', stages: [{ burst: 2 }, { pause: '5s' }, { rate: '1/s' }] } },
      }),
    );
    // A and B end in this order: B is taken again and again.
    expect(new Set(rows.slice(2).map(({ environment }) => environment))).toEqual(new Set([1]));
  });

  it('R3.19: a request never waits for a busy environment: idle, new or throttled', () => {
    const { rows } = play(
      bare({
        duration: '10s',
        account: { concurrency: 3 },
        functions: { api: { duration: '2s', initialEnvironments: 1 } },
        sources: { web: { function: 'api', stages: [{ burst: 4 }] } },
      }),
    );
    expect(rows.map(({ start_s, environment, cold, status }) => [start_s, environment, cold, status])).toEqual([
      [0, 0, false, '200'],
      [0, 1, true, '200'],
      [0, 2, true, '200'],
      [null, null, false, '429'],
    ]);
  });

  it('R3.19: who started an Init waits for it, even if another environment becomes free earlier', () => {
    const { files, source } = requestsAt(0, 1);
    const { rows } = play(
      bare(
        {
          duration: '60s',
          functions: { api: { init: '10s', duration: '1s', initialEnvironments: 1 } },
          sources: { busy: { function: 'api', stages: [{ burst: 1 }], duration: '2s' }, web: source },
        },
        files,
      ),
    );
    // The warm one is taken by `busy` until t = 2 s; the request of t = 1 s sits out its own Init until t = 12 s.
    expect(rows.map(({ source: name, start_s, end_s, cold }) => [name, start_s, end_s, cold])).toEqual([
      ['busy', 0, 2, false],
      ['web', 0, 11, true],
      ['web', 1, 12, true],
    ]);
  });
});
