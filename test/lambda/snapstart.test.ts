import { describe, expect, it } from 'vitest';
import { billedRestoreMs, initLimit } from '../../src/lambda/cold-start.ts';
import { RESTORE_PRESET_LAW } from '../../src/lambda/init-presets.ts';
import { Streams } from '../../src/des/random.ts';
import { samplerOf } from '../../src/des/sampler.ts';
import { series } from '../support/play.ts';
import { answers, called, ofApi } from '../support/calls.ts';

const JAVA = { runtime: 'java21', snapStart: true };

describe('a function with SnapStart', () => {
  it('R3.6: a new environment resumes a snapshot instead of running Init, and is warm afterwards', () => {
    const played = called({ ...JAVA, init: '5s', restore: '400ms', duration: '50ms' }, [0, 10]);
    expect(answers(played)).toEqual(['0.45 200 cold', '0.05 200']);
    expect(ofApi(played)).toMatchObject({
      Invocations: 2,
      coldStarts: 1,
      Duration: { max_ms: 50 },
      initDuration: { max_ms: 0 },
      restoreDuration: { mean_ms: 400, max_ms: 400 },
      occupied: { mean_ms: 250 },
    });
  });

  it('R3.7: a cold start costs the caller Restore and Duration, and nothing else', () => {
    // The making of the sandbox is part of Restore: no platform overhead on top.
    const played = called({ ...JAVA, restore: '400ms', duration: '50ms', coldDuration: '90ms' }, [0], {
      assumptions: { platformOverhead: '100ms' },
    });
    expect(answers(played)).toEqual(['0.49 200 cold']);
    expect(played.json.sources['web']?.latencyParts).toEqual({
      retries_ms: 0,
      overhead_ms: 0,
      init_ms: 400,
      run_ms: 90,
    });
  });

  it('R3.6: Restore of 10 s is within the limit', () => {
    expect(answers(called({ ...JAVA, restore: '10s', duration: '1s' }))).toEqual(['11 200 cold']);
  });

  it('R3.6: beyond 10 s the caller is answered SnapStartTimeoutException (408), and the code never runs', () => {
    const played = called({ ...JAVA, restore: '12s', duration: '1s' }, [0, 60]);
    expect(answers(played)).toEqual(['10 408 cold', '10 408 cold']);
    expect(ofApi(played)).toMatchObject({
      Invocations: 0,
      Errors: 0,
      Throttles: 0,
      coldStarts: 0,
      invokeErrors: { SnapStartTimeoutException: 2 },
      // It holds concurrency for 10 s and is gone: the next request finds nobody.
      ConcurrentExecutions: { max: 1 },
      environments: { created: 2, lifetimeMean_s: 10 },
    });
    expect(played.json.sources['web']).toMatchObject({ failed: 2, failures: { other: 2, error: 0, timeout: 0 } });
    expect(played.record.functions[0]?.billing[1]).toMatchObject({ requests: 0, billed_ms: 0, restores: 0 });
    expect(played.json.warnings.filter(({ id }) => id === 'W_INVOKE_ERRORS')).toEqual([
      {
        id: 'W_INVOKE_ERRORS',
        count: 1,
        text: 'api: 2 attempts were answered SnapStartTimeoutException: Restore took more than 10 s and the code never ran; a shorter restore, or less work in after-restore hooks',
      },
    ]);
    expect(series(played.record, 'functions.api', 'invokeErrors').filter((n) => n > 0)).toEqual([1, 1]);
  });

  it('R3.6: an SDK does not try again after 408', () => {
    const played = called({ ...JAVA, restore: '12s', duration: '1s' }, [0], {
      web: { clients: { retry: 'sdk2026' } },
    });
    expect(played.rows.map(({ attempts, status }) => `${String(attempts)} ${status}`)).toEqual(['1 408']);
  });

  it.each([
    ['rest-api', '500'],
    ['http-api', '500'],
    ['alb', '502'],
    ['function-url', '408'],
  ])('R5.4: what becomes of it behind %s: %s', (type, status) => {
    const played = called({ ...JAVA, restore: '12s', duration: '1s' }, [0], { web: { type } });
    expect(played.rows.map((row) => row.status)).toEqual([status]);
  });

  it('R3.6: $LATEST has no snapshot and runs Init', () => {
    const api = { ...JAVA, init: '5s', restore: '400ms', duration: '50ms' };
    expect(answers(called(api, [0], { web: { function: 'api:$LATEST' } }))).toEqual(['5.05 200 cold']);
  });

  it('R3.10: after a crash Init runs inside the next invocation, as without SnapStart', () => {
    const errors = { share: '100%', kind: 'crash' };
    const played = called({ ...JAVA, init: '2s', restore: '400ms', duration: '1s', timeout: '10s', errors }, [0, 60]);
    expect(answers(played)).toEqual(['1.4 200 cold', '3 200']);
  });

  it('V-30g: billed are each restore, its billed part, and Duration', () => {
    const played = called({ ...JAVA, restore: '400ms', duration: '50500us' }, [0, 10, 4_000], {
      assumptions: { idleTimeout: '10m' },
    });
    // 30 % of 400 ms are 120 ms; 50.5 ms are 51.
    expect(played.record.functions[0]?.billing[1]).toMatchObject({
      requests: 3,
      restores: 2,
      restoreBilled_ms: 240,
      billed_ms: 153,
      snapStart_s: 7_200,
    });
  });

  it('V-30g: 74,400 restores of 1,024 MB in 31 days, on top of duration and requests', () => {
    // One request every 36 s finds nobody: 2,400 a day. A 31st of the month: restores of $10.40, a cache of $4.03.
    const seconds = Array.from({ length: 2_400 }, (_, k) => 36 * k);
    const python = { runtime: 'python3.13', snapStart: true, memorySize: 1_024, restore: '100ms', duration: '1s' };
    const played = called(python, seconds, { assumptions: { idleTimeout: '1s' }, duration: '24h' });
    expect(played.record.functions[0]?.billing[1]).toMatchObject({ restores: 2_400, snapStart_s: 86_400 });
    const { cost_usd } = ofApi(played);
    expect(31 * cost_usd.snapStartRestore).toBeCloseTo(10.4, 2);
    expect(31 * cost_usd.snapStartCache).toBeCloseTo(4.03, 2);
  });

  it('R13.5: preset snapstart-java: p50 500 ms, p90 600 ms, of which 150 ms are billed', () => {
    const law = samplerOf(RESTORE_PRESET_LAW);
    const stream = new Streams('1').stream('restore');
    const draws = Array.from({ length: 20_000 }, (_, k) => law.sample(stream, k, 0) / 1_000);
    const below = (ms: number) => draws.filter((draw) => draw < ms).length / draws.length;
    // Standard errors 0.0035 and 0.0021.
    expect(Math.abs(below(500) - 0.5)).toBeLessThan(0.014);
    expect(Math.abs(below(600) - 0.9)).toBeLessThan(0.0085);
    expect(billedRestoreMs(500_000)).toBe(150);
    expect(billedRestoreMs(501_000)).toBe(151);
    const played = called({ ...JAVA, duration: '50ms' });
    expect(ofApi(played).restoreDuration?.max_ms).toBeGreaterThan(300);
    const named = called({ ...JAVA, restore: 'snapstart-java', duration: '50ms' });
    expect(named.json.functions).toEqual(played.json.functions);
  });

  it('R3.4: ahead of traffic Init may take 130 s, or as long as the timeout', () => {
    expect(initLimit(true, 3_000_000)).toBe(130_000_000);
    expect(initLimit(true, 900_000_000)).toBe(900_000_000);
    expect(initLimit(false, 900_000_000)).toBe(10_000_000);
  });
});
