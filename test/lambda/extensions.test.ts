import { describe, expect, it } from 'vitest';
import { play, series } from '../support/play.ts';
import { answers, called, ofApi } from '../support/calls.ts';
import { bare } from '../support/scenario.ts';

describe('extensions', () => {
  it('R3.2: their Init adds to the Init of the function, and is inside its limit of 10 s', () => {
    const played = called({ init: '200ms', extensions: { init: '300ms' }, duration: '50ms' });
    expect(answers(played)).toEqual(['0.55 200 cold']);
    expect(ofApi(played).initDuration.max_ms).toBe(500);
    const slow = called({ init: '6s', extensions: { init: '6s' }, duration: '1s', timeout: '60s' });
    // 10 s are lost, and 12 s of Init are repeated inside the invocation.
    expect(answers(slow)).toEqual(['23 200 cold']);
  });

  it('R1.15, R3.8: the caller has its answer when the runtime has finished, and the environment stays busy', () => {
    const played = called({ duration: '1s', extensions: { postInvoke: '500ms' } }, [0, 1.2, 10]);
    // At 1.2 s the first environment is still busy with its extension: a second one is needed.
    expect(played.rows.map(({ environment }) => environment)).toEqual([0, 1, 1]);
    expect(answers(played)).toEqual(['1 200 cold', '1 200 cold', '1 200']);
    expect(ofApi(played)).toMatchObject({
      Duration: { mean_ms: 1_500, max_ms: 1_500 },
      PostRuntimeExtensionsDuration: { mean_ms: 500 },
      occupied: { mean_ms: 1_500 },
      Errors: 0,
    });
    expect(played.record.functions[0]?.billing[0]).toMatchObject({ requests: 3, billed_ms: 4_500 });
  });

  it('R1.15: concurrency exceeds the number of outstanding requests', () => {
    const { json } = play(
      bare({
        duration: '60s',
        functions: { api: { duration: '1s', extensions: { postInvoke: '1s' } } },
        sources: { web: { function: 'api', rate: '10/s' } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ ConcurrentExecutions: { max: 20 } });
    expect(json.sources['web']?.latency).toMatchObject({ mean_ms: 1_000, max_ms: 1_000 });
  });

  it('R11.8: PostRuntimeExtensionsDuration is there over time, too', () => {
    const played = called({ duration: '1s', extensions: { postInvoke: '500ms' } });
    const [median] = series(played.record, 'functions.api', 'PostRuntimeExtensionsDuration_p50_ms');
    expect(median).toBeCloseTo(500, -1);
  });

  it('R3.8: function and extensions must both finish within the timeout: 360 s', () => {
    const inTime = called({ duration: '300s', timeout: '360s', extensions: { postInvoke: '60s' } });
    expect(ofApi(inTime)).toMatchObject({ Errors: 0, Duration: { max_ms: 360_000 } });
    const late = called(
      { init: '1s', duration: '300s', timeout: '360s', extensions: { postInvoke: '61s' } },
      [0, 1_000],
    );
    // The caller had its answer; the invocation times out all the same, and the environment is reset.
    expect(answers(late)).toEqual(['301 200 cold', '301 200']);
    expect(late.json.sources['web']).toMatchObject({ served: 2, failed: 0 });
    expect(ofApi(late)).toMatchObject({
      Errors: 2,
      Duration: { max_ms: 360_000 },
      PostRuntimeExtensionsDuration: { mean_ms: 59_500 },
    });
  });

  it('R3.8: a handler that times out or crashes leaves extensions nothing to do', () => {
    const timeout = called({ duration: '5s', timeout: '3s', extensions: { postInvoke: '1s' } });
    expect(ofApi(timeout)).toMatchObject({
      Duration: { max_ms: 3_000 },
      PostRuntimeExtensionsDuration: { mean_ms: 0 },
    });
    const crash = called({
      duration: '1s',
      errors: { share: '100%', kind: 'crash' },
      extensions: { postInvoke: '1s' },
    });
    expect(ofApi(crash)).toMatchObject({ Duration: { max_ms: 1_000 }, Errors: 1 });
    const returned = called({ duration: '1s', errors: '100%', extensions: { postInvoke: '1s' } });
    expect(ofApi(returned)).toMatchObject({ Duration: { max_ms: 2_000 }, Errors: 1 });
  });

  it('R1.15: a client with little patience counts to the answer, not to the end of extensions', () => {
    const web = { clients: { timeout: '2s', retry: 'none' } };
    const played = called({ duration: '1s', timeout: '30s', extensions: { postInvoke: '10s' } }, [0], { web });
    expect(answers(played)).toEqual(['1 200 cold']);
  });

  it('R1.15: an answer before the horizon is final, though the extension runs on', () => {
    const played = called({ duration: '5s', timeout: '30s', extensions: { postInvoke: '10s' } }, [0], {
      duration: '10s',
    });
    expect(played.json.sources['web']).toMatchObject({ served: 1 });
    expect(played.json.unfinished).toEqual({ requests: 0, invocations: 1, queued: 0 });
    expect(ofApi(played)).toMatchObject({ Invocations: 1, Duration: { max_ms: 0 } });
  });

  it.each([
    [{}, 12],
    [{ external: 3 }, 12],
    [{ external: 0 }, 10.5],
    [undefined, 10],
  ])('R3.11: with extensions %j what expires after 10 s is gone at %d s', (extensions, gone) => {
    const api = { duration: '1s', ...(extensions !== undefined && { extensions }) };
    const played = called(api, [0], { assumptions: { idleTimeout: '9s' } });
    expect(ofApi(played).environments).toMatchObject({ max: 1, lifetimeMean_s: gone });
  });

  it('R3.11: an environment that shuts down serves nobody and holds no concurrency', () => {
    const played = called({ duration: '1s', extensions: {} }, [0, 11], { assumptions: { idleTimeout: '9s' } });
    expect(answers(played)).toEqual(['1 200 cold', '1 200 cold']);
    expect(ofApi(played)).toMatchObject({ ConcurrentExecutions: { max: 1 }, environments: { max: 2, created: 2 } });
  });

  it('R3.11: past its age a busy environment shuts down when its invocation has ended', () => {
    const played = called({ duration: '20s', extensions: {} }, [0], { assumptions: { maxLifetime: '15s' } });
    expect(ofApi(played).environments.lifetimeMean_s).toBe(22);
  });
});
