import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { Simulation } from '../../src/des/simulation.ts';
import type { InvocationMode } from '../../src/lambda/caller.ts';
import { RANK } from '../../src/lambda/events.ts';
import { LambdaModel } from '../../src/lambda/model.ts';
import { inOrderOfNames } from '../../src/result/order.ts';
import { countBy, play, type Row } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** A function whose versions 1 and 2 take 1 s and 3 s, $LATEST 5 s. */
const api = {
  duration: '5s',
  versions: { '1': { duration: '1s' }, '2': { duration: '3s' } },
  aliases: { live: { version: '1', weights: { '2': '50%' } }, old: { version: '1' } },
};

function spans(rows: readonly Row[]): number[] {
  return rows.map(({ start_s, end_s }) => end_s! - start_s!);
}

describe('versions', () => {
  it('R12.1: a version has what it says of itself, and the rest from its function', () => {
    const scenario = bare({
      duration: '1m',
      functions: {
        api: {
          runtime: 'python3.13',
          memorySize: 512,
          timeout: '10s',
          init: '200ms',
          initialEnvironments: 3,
          duration: { io: '100ms', cpu: '100ms' },
          versions: { '12': { memorySize: 1769, errors: '10%' }, '3': { duration: '1s', init: '0ms', timeout: '2s' } },
        },
      },
    });
    const { versions, ...latest } = scenario.functions[0]!;
    expect(versions.map(({ version }) => version)).toEqual(['3', '12']);
    expect(versions[0]).toMatchObject({ memorySize: 512, timeout: 2e6, init: { value: 0 }, initialEnvironments: 0 });
    expect(versions[1]).toMatchObject({
      memorySize: 1769,
      timeout: 10e6,
      init: { value: 2e5 },
      errors: { share: 0.1 },
    });
    // What computes is as fast as the version's own memory allows (R9.3).
    expect(versions[1]!.duration).toMatchObject({ parts: [{ value: 1e5 }, { value: 1e5 }] });
    expect(latest.duration).toMatchObject({ parts: [{ value: 1e5 }, { value: 345_508 }] });
    expect(latest).toMatchObject({ timeout: 10e6, errors: { share: 0 }, initialEnvironments: 3 });
  });

  it('R12.1: the name alone and name:$LATEST are the function itself, name:1 and an alias a version', () => {
    const calling = (target: string): number[] =>
      spans(
        play(
          bare({
            duration: '10s',
            functions: { api },
            sources: { web: { function: target, stages: [{ burst: 1 }] } },
          }),
        ).rows,
      );
    expect(['api', 'api:$LATEST', 'api:1', 'api:2', 'api:old'].map(calling)).toEqual([[5], [5], [1], [3], [1]]);
  });

  it('R12.3, R3.13: no version uses the environments of another', () => {
    const { rows, json } = play(
      bare({
        duration: '1m',
        functions: { api },
        sources: {
          a: { function: 'api:1', stages: [{ burst: 1 }, { pause: '20s' }, { burst: 1 }] },
          b: { function: 'api:2', stages: [{ pause: '10s' }, { burst: 1 }, { pause: '20s' }, { burst: 1 }] },
          c: { function: 'api:old', stages: [{ pause: '40s' }, { burst: 1 }] },
        },
      }),
    );
    // Environments are numbered within the function. The alias finds the one that version 1 left.
    expect(rows.map(({ arrival_s, environment, cold }) => [arrival_s, environment, cold])).toEqual([
      [0, 0, true],
      [10, 1, true],
      [20, 0, false],
      [30, 1, false],
      [40, 0, false],
    ]);
    expect(json.functions['api']).toMatchObject({ Invocations: 5, coldStarts: 2, environments: { created: 2 } });
  });

  it('R12.3: a version has initial environments of its own', () => {
    const { rows } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '1s', initialEnvironments: 1, versions: { '1': { initialEnvironments: 2 } } } },
        sources: {
          a: { function: 'api:1', stages: [{ burst: 3 }] },
          b: { function: 'api', stages: [{ burst: 2 }] },
        },
      }),
    );
    expect(rows.map(({ source, cold }) => [source, cold])).toEqual([
      ['a', false],
      ['b', false],
      ['a', false],
      ['b', true],
      ['a', true],
    ]);
  });

  it('R12.6: all versions draw on one reservation', () => {
    const { json } = play(
      bare({
        duration: '900ms',
        functions: { api: { ...api, reservedConcurrency: 10 } },
        sources: {
          a: { function: 'api:1', stages: [{ burst: 6 }] },
          b: { function: 'api:2', stages: [{ burst: 6 }] },
        },
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Invocations: 10,
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 2 },
      ConcurrentExecutions: { max: 10 },
    });
  });

  it('R12.3: a request has the same draws on either version', () => {
    const durations = (target: string): number[] =>
      spans(
        play(
          bare({
            duration: '1m',
            functions: {
              api: {
                duration: { exponential: '100ms' },
                versions: { '1': {}, '2': { duration: { exponential: '200ms' } } },
              },
            },
            sources: { web: { function: target, stages: [{ rate: '10/s', for: '20s' }, { pause: '40s' }] } },
          }),
        ).rows,
      );
    const one = durations('api:1');
    const two = durations('api:2');
    expect(one).toEqual(durations('api'));
    expect(two).toHaveLength(200);
    two.forEach((span, k) => expect(span).toBeCloseTo(2 * one[k]!, 5));
  });
});

describe('aliases', () => {
  function shares(weight: string, requests: number): Record<string, number> {
    const { rows } = play(
      bare({
        duration: '1m',
        account: { concurrency: 100_000, scaling: 'unlimited' },
        functions: { api: { ...api, aliases: { live: { version: '1', weights: { '2': weight } } } } },
        sources: { web: { function: 'api:live', stages: [{ burst: requests }] } },
      }),
    );
    return countBy(rows, ({ start_s, end_s }) => String(end_s! - start_s!));
  }

  it('V-38, R12.2: a weight of 3 % gives the other version 3 % of 10,000 invocations, within three sigma', () => {
    const { '1': first = 0, '3': second = 0 } = shares('3%', 10_000);
    expect(first + second).toBe(10_000);
    expect(second).toBeGreaterThan(300 - 51);
    expect(second).toBeLessThan(300 + 51);
  });

  it('R12.2: weights of 0 % and 100 % leave nothing to chance', () => {
    expect(shares('0%', 1_000)).toEqual({ '1': 1_000 });
    expect(shares('100%', 1_000)).toEqual({ '3': 1_000 });
  });

  it('R12.2: a larger weight takes over the requests that a smaller one had, and more', () => {
    const second = (weight: string): Set<number> => {
      const { rows } = play(
        bare({
          duration: '1m',
          functions: { api: { ...api, aliases: { live: { version: '1', weights: { '2': weight } } } } },
          sources: { web: { function: 'api:live', rate: '20/s' } },
        }),
      );
      return new Set(rows.filter(({ start_s, end_s }) => end_s! - start_s! > 2).map(({ arrival_s }) => arrival_s));
    };
    const few = second('10%');
    const many = second('30%');
    expect(few.size).toBeGreaterThan(80);
    expect(many.size).toBeGreaterThan(300);
    expect([...few].filter((arrival) => !many.has(arrival))).toEqual([]);
  });

  it('R12.2: each attempt is drawn anew', () => {
    const { rows } = play(
      bare({
        duration: '1m',
        functions: {
          api: {
            duration: '0ms',
            versions: { '1': { errors: '100%' }, '2': {} },
            aliases: { live: { version: '1', weights: { '2': '50%' } } },
          },
        },
        sources: {
          web: {
            type: 'function-url',
            function: 'api:live',
            rate: '20/s',
            clients: {
              retry: { maxAttempts: 2, on: ['5xx'], backoff: { base: '1ms', factor: 1, cap: '1ms', jitter: 'none' } },
            },
          },
        },
      }),
    );
    // Half of 1,200 fail at first, and half of those again.
    const { '200': served = 0, '502': failed = 0 } = countBy(rows, ({ status }) => status);
    expect(served + failed).toBe(1_200);
    expect(Math.abs(failed - 300)).toBeLessThan(3 * Math.sqrt(1_200 * 0.25 * 0.75));
  });
});

describe('ways of calling', () => {
  /** How many of 200 requests of no length at once are admitted by an account of 10. */
  function admitted(mode: InvocationMode): number {
    const scenario = bare({ duration: '1s', account: { concurrency: 10 }, functions: { api: { duration: '0ms' } } });
    const simulation = new Simulation();
    const ignored = (): void => undefined;
    const monitor = {
      throttled: ignored,
      refused: ignored,
      restoreFailed: ignored,
      started: ignored,
      completed: ignored,
      loopStopped: ignored,
      released: ignored,
      environmentCreated: ignored,
      environmentEnded: ignored,
      backgroundChanged: ignored,
      provisionedChanged: ignored,
      provisionedInit: ignored,
    };
    const config = { ...scenario, functions: inOrderOfNames(scenario.functions) };
    const streams = new Streams('1');
    const model = new LambdaModel(config, simulation, streams, monitor, { ended: ignored });
    const caller = model.caller(0, { source: 'web', qualifier: '$LATEST', mode, duration: null });
    let count = 0;
    const handler = { handle: (_kind: number, environment: number) => model.release(environment) };
    for (let request = 0; request < 200; request++) {
      if (model.invoke(caller, request, 0, NaN) < 0) count++;
      simulation.run(handler, 0, RANK.expire, Infinity);
    }
    return count;
  }

  it('R1.11: the request-rate quota counts synchronous calls and mappings, not asynchronous events', () => {
    expect(admitted('sync')).toBe(100);
    expect(admitted('mapping')).toBe(100);
    expect(admitted('async')).toBe(200);
  });
});
