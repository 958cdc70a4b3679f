import { describe, expect, it } from 'vitest';
import { networkInterfaces } from '../../src/lambda/vpc.ts';
import { play } from '../support/play.ts';
import { answers, called, ofApi } from '../support/calls.ts';
import { bare } from '../support/scenario.ts';

const DAY = 86_400;

describe('a function in a VPC', () => {
  it('V-42, R9.8: 100 at once of 1.5 GB need 50 interfaces', () => {
    expect(networkInterfaces(100, 1_536)).toBe(50);
    expect([networkInterfaces(0, 1_536), networkInterfaces(1, 128), networkInterfaces(25, 128)]).toEqual([0, 1, 2]);
    const { json } = play(
      bare({
        duration: '2m',
        functions: { api: { memorySize: 1_536, duration: '1s', vpc: 'legacy-eni' } },
        sources: { web: { function: 'api', stages: [{ burst: 100 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ networkInterfaces: { max: 50 }, environments: { max: 100 } });
  });

  it('R9.8: before 2019 a new interface took 10 to 30 s, outside Init Duration and not billed (A-34)', () => {
    const seconds = Array.from({ length: 400 }, (_, k) => 100 * k);
    const played = called({ init: '1s', duration: '1s', memorySize: 1_769, vpc: 'legacy-eni' }, seconds, {
      assumptions: { idleTimeout: '1s' },
      duration: '12h',
    });
    const waits = played.rows.map(({ arrival_s, end_s }) => end_s! - arrival_s - 2);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30);
    // Uniform: mean 20 s, standard error 5.77 / 20 = 0.29.
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.abs(mean - 20)).toBeLessThan(1.2);
    expect(ofApi(played)).toMatchObject({
      initDuration: { max_ms: 1_000 },
      Duration: { max_ms: 1_000 },
      networkInterfaces: { max: 1 },
    });
    expect(played.json.sources['web']?.latencyParts.overhead_ms).toBeCloseTo(mean * 1_000, 3);
    expect(played.record.functions[0]?.billing[0]?.billed_ms).toBe(400 * 2_000);
  });

  it('R9.8: environments share an interface of 3 GB, and wait for it together', () => {
    const played = called({ duration: '1s', memorySize: 1_536, vpc: 'legacy-eni' }, [0, 0, 40, 40, 40]);
    const lengths = played.rows.map(({ arrival_s, end_s }) => end_s! - arrival_s);
    // Two share the first; the one that comes later, when both are busy, needs another.
    expect(lengths[0]).toBeGreaterThan(10);
    expect(lengths[1]).toBe(lengths[0]);
    expect(lengths.slice(2, 4)).toEqual([1, 1]);
    expect(lengths[4]).toBeGreaterThan(10);
    expect(ofApi(played).networkInterfaces).toEqual({ max: 2 });
  });

  it('R9.8: today a cold start costs nothing more', () => {
    for (const vpc of ['none', 'hyperplane']) {
      const played = called({ init: '1s', duration: '1s', vpc });
      expect(answers(played)).toEqual(['2 200 cold']);
      expect(ofApi(played).networkInterfaces).toBeUndefined();
    }
  });

  it('R3.20: after 14 idle days the next invocation fails, and the function is Pending for 90 s', () => {
    const used = 60;
    const inactive = used + 14 * DAY;
    const seconds = [used, inactive, inactive + 89, inactive + 90, inactive + 100];
    const played = called({ duration: '1s', vpc: 'hyperplane' }, seconds, { duration: '20d' });
    expect(answers(played)).toEqual(['1 200 cold', '0 502', '0 502', '1 200', '1 200']);
    expect(ofApi(played)).toMatchObject({
      Invocations: 3,
      Errors: 0,
      Throttles: 0,
      invokeErrors: { ResourceNotReadyException: 2 },
    });
    expect(played.json.sources['web']).toMatchObject({ served: 3, failures: { other: 2 } });
    expect(played.rows[1]).toMatchObject({ start_s: null, environment: null });
  });

  it('R3.20: idle for less than 14 days it stays Active, and without a VPC it always does', () => {
    const close = called({ duration: '1s', vpc: 'hyperplane' }, [60, 59 + 14 * DAY], { duration: '20d' });
    expect(answers(close)).toEqual(['1 200 cold', '1 200']);
    const none = called({ duration: '1s' }, [60, 60 + 15 * DAY], { duration: '20d' });
    expect(answers(none)).toEqual(['1 200 cold', '1 200']);
  });

  it('R3.20, R5.8: a client that retries 5xx comes back until the function is Active', () => {
    const clients = {
      retry: { maxAttempts: 5, on: ['5xx'], backoff: { base: '30s', factor: 1, cap: '30s', jitter: 'none' } },
    };
    const played = called({ duration: '1s', vpc: 'hyperplane' }, [60, 60 + 15 * DAY], {
      duration: '20d',
      web: { clients },
    });
    // Refused at 0, 30 and 60 s, served at 90 s.
    expect(answers(played)).toEqual(['1 200 cold', '91 200']);
    expect(played.rows.map(({ attempts }) => attempts)).toEqual([1, 4]);
  });
});
