/** Start-up, memory and billing as measured on AWS Lambda; samples of the data, typed in with their source. */
import { describe, expect, it } from 'vitest';
import { billedMs } from '../../src/lambda/billing.ts';
import { handlerTimeAt } from '../../src/lambda/handler-time.ts';
import { initPresetMedian } from '../../src/lambda/init-presets.ts';
import { meanOf } from '../../src/des/sampler.ts';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/**
 * maxday/lambda-perf, 22 August 2026, zip: median over 128, 256, 512 and 1,024 MB of the p50 of Init Duration (ten
 * samples each), x86_64 and arm64, in ms.
 */
const MEASURED_INIT: readonly (readonly [runtime: string, x86: number, arm: number])[] = [
  ['nodejs20', 139.6, 131.8],
  ['nodejs22', 138.3, 130.2],
  ['nodejs24', 131.9, 120.6],
  ['python3.11', 75.7, 73.8],
  ['python3.12', 82.9, 81.8],
  ['python3.13', 85, 80.6],
  ['python3.14', 102.8, 101],
  ['java11', 277, 310.6],
  ['java17', 201.6, 222.3],
  ['java21', 236.8, 256.2],
  ['java25', 184.3, 199.6],
  ['dotnet8', 247.3, 297.2],
  ['dotnet10', 242.4, 248.8],
  ['dotnet10-aot', 72.1, 62.4],
  ['go', 49.6, 43.2],
  ['rust', 15.4, 13.7],
  ['ruby3.4', 231.4, 235.2],
  ['llrt', 67.9, 63.6],
  ['graalvm-java21', 152.4, 124.1],
  ['c++11', 63.7, 49.5],
];

describe('Init of hello-world handlers, August 2026', () => {
  const errors = MEASURED_INIT.flatMap(([runtime, x86, arm]) => [
    Math.abs(initPresetMedian(runtime, 'x86_64', 'zip') / x86 - 1),
    Math.abs(initPresetMedian(runtime, 'arm64', 'zip') / arm - 1),
  ]);

  it('R13.1: the presets are within 10 % in at least nine of ten cells, and none is beyond 25 %', () => {
    expect(errors).toHaveLength(40);
    expect(errors.filter((error) => error <= 0.1).length).toBeGreaterThanOrEqual(36);
    expect(Math.max(...errors)).toBeLessThan(0.25);
  });
});

describe('REPORT lines of 2022', () => {
  // Of 4,000 rows of a study of cold starts: package, Duration, Init Duration, Billed Duration in ms.
  it.each([
    ['zip', 117.34, 429.08, 118],
    ['zip', 8_170.23, 458.45, 8_171],
    ['zip', 5_946.43, 630.99, 5_947],
    ['zip', 99.57, 0, 100],
    ['zip', 196.49, 507.06, 197],
    ['image', 357.43, 165.1, 523],
    ['image', 152.35, 0, 153],
    ['image', 46.98, 0, 47],
    ['image', 262.77, 1_121.78, 1_385],
    ['image', 409.51, 1_098.73, 1_509],
    ['image', 1_067.52, 1_072.17, 2_140],
  ])('R10.6: a %s of Duration %d ms and Init %d ms was billed %d ms', (kind, duration, init, billed) => {
    const micros = (ms: number): number => Math.round(ms * 1_000);
    expect(billedMs(micros(duration), micros(init), 1_000, kind === 'image')).toBe(billed);
  });
});

describe('handlers that only compute', () => {
  // SLAPP 2021, one function, 100 calls at each size of memory: mean Duration in ms.
  it.each([
    [128, 2_898],
    [512, 700],
    [1_024, 344.5],
    [1_792, 202.7],
    [3_008, 200.6],
  ])('R9.3: at %d MB the model is within 25 %% of the %d ms that were measured', (memorySize, measured) => {
    const law = handlerTimeAt(memorySize, { kind: 'constant', value: 0 }, { kind: 'constant', value: 202_700 });
    expect(Math.abs(meanOf(law) / 1_000 / measured - 1)).toBeLessThan(0.25);
  });

  it('V-40, R9.3: a first invocation that computes shrinks with memory as measured, within 25 %', () => {
    // .NET 10, first invocation, 2026: 797 ms at 128 MB is 57.7 ms at one vCPU.
    const cpu = `${String((797 * 128) / 1_769)}ms`;
    const first = (memorySize: number): number => {
      const { json } = play(
        bare({
          duration: '1m',
          functions: { api: { memorySize, duration: { io: '0ms', cpu } } },
          sources: { web: { function: 'api', stages: [{ burst: 1 }] } },
        }),
      );
      return json.functions['api']!.Duration.mean_ms;
    };
    const model = [128, 256, 512, 1_024].map(first);
    expect(model.map(Math.round)).toEqual([797, 399, 199, 100]);
    for (const [k, measured] of [797, 389, 182, 81].entries())
      expect(Math.abs(model[k]! / measured - 1)).toBeLessThan(0.25);
  });
});
