import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillingRecord } from '../../src/result/billing-record.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { requestId } from '../../src/report/log-lines.ts';
import { anyScenario, scenarioFrom } from '../properties/scenarios.ts';
import { billedOf, logged } from '../support/logged.ts';
import { bare, type Content } from '../support/scenario.ts';

const NODE = 'INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:';

/** The log of `api`, called once a second for three seconds; digests are left out. */
function lines(api: object, more: Partial<Content> = {}): readonly string[] {
  const scenario = bare({
    duration: '3s',
    functions: { api: { runtime: 'nodejs22.x', memorySize: 512, duration: '100ms', ...api } },
    sources: { web: { function: 'api', rate: '1/s' } },
    ...more,
  });
  return logged(scenario)
    .logs.get('api')!
    .map((line) => line.replace(/(runtime:)[0-9a-f]{64}$/, '$1'));
}

describe('the log of a function', () => {
  it('R11.31: START, END and REPORT of each invocation, tab-separated; Init Duration on the first alone', () => {
    expect(lines({ init: '80ms', duration: '133.61ms' })).toEqual([
      NODE,
      'START RequestId: 0 Version: $LATEST',
      'END RequestId: 0',
      'REPORT RequestId: 0\tDuration: 133.61 ms\tBilled Duration: 214 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\tInit Duration: 80.00 ms\t',
      'START RequestId: 1 Version: $LATEST',
      'END RequestId: 1',
      'REPORT RequestId: 1\tDuration: 133.61 ms\tBilled Duration: 134 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\t',
      'START RequestId: 2 Version: $LATEST',
      'END RequestId: 2',
      'REPORT RequestId: 2\tDuration: 133.61 ms\tBilled Duration: 134 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\t',
    ]);
  });

  it('R11.31: a timed-out invocation has Status: timeout', () => {
    const [, , report] = lines({ duration: '9s', timeout: '3s' });
    expect(report).toBe(
      'REPORT RequestId: 0\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\tStatus: timeout\t',
    );
  });

  it('R11.31: a crash has an Error Type, an error that the handler returns has none', () => {
    const [, , crash] = lines({ errors: { share: '100%', kind: 'crash' } });
    const [, , error] = lines({ errors: { share: '100%', kind: 'error' } });
    expect(crash?.split('\t').slice(5)).toEqual(['Status: error', 'Error Type: Runtime.ExitError', '']);
    expect(error?.split('\t').slice(5)).toEqual(['Status: error', '']);
  });

  it('R3.5: an Init that fails leaves INIT_REPORT, and REPORT has no Init Duration', () => {
    const [start, init, , again, , report] = lines({ init: '200ms', initErrors: '100%', memorySize: 1769 });
    expect([start, init, again]).toEqual([
      NODE,
      'INIT_REPORT Init Duration: 200.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
      'INIT_REPORT Init Duration: 200.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError',
    ]);
    expect(report).toContain('\tStatus: error\tError Type: Runtime.ExitError\t');
    expect(report).not.toContain('Init Duration');
  });

  it('R3.5: an Init of more than 10 s leaves INIT_REPORT with Status: timeout', () => {
    const [, init] = lines({ init: '11s' });
    expect(init).toBe('INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\t');
  });

  it('R3.7, R11.31: with SnapStart Restore Duration and Billed Restore Duration stand there instead of Init Duration', () => {
    const [start, , report] = lines({ runtime: 'java21', snapStart: true, restore: '400ms', duration: '50.5ms' });
    expect(start).toBe('START RequestId: 0 Version: 1');
    expect(report).toBe(
      'REPORT RequestId: 0\tDuration: 50.50 ms\tBilled Duration: 171 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\tRestore Duration: 400.00 ms\tBilled Restore Duration: 120 ms\t',
    );
  });

  it('R3.6, R11.31: a Restore of more than 10 s leaves RESTORE_REPORT alone', () => {
    expect(lines({ runtime: 'java21', snapStart: true, restore: '12s' })[0]).toBe(
      'RESTORE_REPORT Restore Duration: 10000.00 ms\tStatus: timeout\t',
    );
  });

  it('R11.31: provisioned environments leave INIT_REPORT, and their REPORT has no Init Duration', () => {
    const { logs } = logged(
      bare({
        duration: '10m',
        functions: {
          api: {
            runtime: 'nodejs22.x',
            memorySize: 512,
            init: '800ms',
            duration: '100ms',
            provisionedConcurrency: { min: 1, max: 4, schedule: [{ at: '1m', min: 2 }] },
          },
        },
        sources: { web: { function: 'api', stages: [{ pause: '9m' }, { rate: '1/s', for: '2s' }, { pause: '1m' }] } },
      }),
    );
    const lines = logs.get('api')!;
    // One is there at t = 0, the other is made ready.
    expect(lines.slice(0, 2).map((line) => line.replace(/[0-9a-f]{64}$/, ''))).toEqual([
      NODE,
      'INIT_REPORT Init Duration: 800.00 ms\tPhase: init\t',
    ]);
    const reports = lines.filter((line) => line.startsWith('REPORT '));
    expect(reports.length).toBe(2);
    expect(reports.some((line) => line.includes('Init Duration'))).toBe(false);
  });

  it('R11.31: START names the version that serves', () => {
    const [first] = lines(
      { versions: { 1: { duration: '50ms' } }, aliases: { live: { version: 1 } } },
      { sources: { web: { function: 'api:live', rate: '1/s' } } },
    );
    expect(first).toBe('START RequestId: 0 Version: 1');
  });

  it('names a runtime as Lambda names its versions', () => {
    const named = (runtime: string) => /Version: (\S+)\t/.exec(lines({ runtime, init: '1ms' })[0]!)?.[1];
    expect(['python3.13', 'java21', 'dotnet8', 'provided.al2023', 'ruby3.4'].map(named)).toEqual([
      'python:3.13.v1',
      'java:21.v1',
      'dotnet:8.v1',
      'provided:al2023.v1',
      'ruby:3.4.v1',
    ]);
  });
});

it('the bill is the sum of the REPORT lines, whatever the scenario', () => {
  fc.assert(
    fc.property(anyScenario, (content) => {
      expectReportsToAddUp(scenarioFrom(content));
    }),
    { numRuns: 30, seed: 30 },
  );
});

it('the bill is the sum of the REPORT lines, with provisioned concurrency, versions and SnapStart', () => {
  const sum = expectReportsToAddUp(
    bare({
      duration: '3m',
      functions: {
        api: { runtime: 'nodejs22.x', init: '300ms', duration: { exponential: '400ms' }, provisionedConcurrency: 3 },
        split: {
          duration: '100ms',
          versions: { 1: { duration: '50ms' }, 2: { memorySize: 256 } },
          aliases: { live: { version: 1, weights: { 2: '30%' } } },
        },
        snap: { runtime: 'java21', snapStart: true, restore: '700ms', duration: '100ms' },
      },
      sources: {
        web: { function: 'api', rate: '20/s' },
        shop: { function: 'split:live', rate: '5/s' },
        cold: { function: 'snap', rate: '5/s' },
      },
    }),
  );
  for (const part of Object.values(sum)) expect(part).toBeGreaterThan(0);
});

/** @returns the parts of the bill that REPORT lines tell of, over all functions */
function expectReportsToAddUp(scenario: Scenario) {
  const { record, logs } = logged(scenario);
  const sum = { billed_ms: 0, provisionedBilled_ms: 0, restoreBilled_ms: 0 };
  for (const { name, billing } of record.functions) {
    const lines = logs.get(name)!;
    const of = (part: keyof BillingRecord) => billing.reduce((whole, version) => whole + version[part], 0);
    const parts = ['billed_ms', 'provisionedBilled_ms', 'restoreBilled_ms'] as const;
    for (const part of parts) sum[part] += of(part);
    expect(billedOf(lines)).toBe(parts.reduce((whole, part) => whole + of(part), 0));
    expect(lines.filter((line) => line.startsWith('REPORT ')).length).toBe(of('requests'));
  }
  return sum;
}

it('request ids are UUIDs of version 4, for any numbers', () => {
  const uniform = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
  fc.assert(
    fc.property(uniform, uniform, uniform, (a, b, c) => {
      expect(requestId(a, b, c)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
  expect(requestId(0.1, 0.2, 0.3)).not.toBe(requestId(0.1, 0.2, 0.3000001));
});
