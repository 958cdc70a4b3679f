import { describe, expect, it } from 'vitest';
import { initPreset, firstInvokePenalty, PRESET_RUNTIMES } from '../../src/lambda/init-presets.ts';
import { matchRuntime } from '../../src/lambda/runtimes.ts';
import { ASSUMPTION_NOTES } from '../../src/lambda/assumption-notes.ts';
import type { Assumptions } from '../../src/lambda/assumption-config.ts';
import type { FunctionConfig } from '../../src/lambda/config.ts';
import { accepted, read, refused, scenario } from './reading.ts';

function fn(text: string): FunctionConfig {
  return accepted(
    `duration: 1m\nfunctions: { f: { duration: 10ms${text} } }\nsources: { s: { type: invoke, function: f, rate: 1/s } }\n`,
  ).functions[0]!;
}

function warningsOf(text: string): string[] {
  const file = `duration: 1m\nfunctions: { f: { duration: 10ms${text} } }\nsources: { s: { type: invoke, function: f, rate: 1/s } }\n`;
  return read(file).warnings.map(({ code, message }) => `${code} ${message}`);
}

describe('a function that says only its duration', () => {
  it('has the defaults of AWS', () => {
    expect(fn('')).toMatchObject({
      runtime: null,
      architecture: 'x86_64',
      package: 'zip',
      memorySize: 128,
      ephemeralStorage: 512,
      timeout: 3_000_000,
      reservedConcurrency: null,
      initialEnvironments: 0,
      coldDuration: null,
      errors: { share: 0, kind: 'error', duration: null },
      initErrors: 0,
      calls: [],
      platformOverhead: { kind: 'constant', value: 100_000 },
    });
  });

  it('starts like nodejs22.x, with a warning', () => {
    expect(fn('').init).toEqual(initPreset('nodejs22', 'x86_64', 'zip'));
    expect(fn('').firstInvokePenalty).toBe(11_200);
    expect(warningsOf('')).toEqual([
      'W_DEFAULT_INIT functions.f: the start-up (default: nodejs22 zip x86_64, init p50 145 ms, first invocation 11.2 ms longer, for want of a runtime) is not measured; set init: from REPORT lines of your own',
    ]);
  });
});

describe('init presets', () => {
  it('R13.3: a lognormal through p50 and p90, cut at 1.5 × p99', () => {
    const preset = fn(', runtime: java21, architecture: arm64, package: image').init;
    if (preset.kind !== 'lognormal') throw new Error(preset.kind);
    expect(Math.exp(preset.mu)).toBeCloseTo(306_000, 6);
    expect(Math.exp(preset.mu + 1.2816 * preset.sigma)).toBeCloseTo(470_000, 5);
    expect(preset.max).toBe(1_099_500);
  });

  it('A-43: an image takes 50 ms longer to prepare than a zip', () => {
    expect(fn(', package: image').platformOverhead).toEqual({ kind: 'constant', value: 150_000 });
    const set = accepted(scenario({ top: 'assumptions: { platformOverhead: 0ms }' }));
    expect(set.functions[0]!.platformOverhead).toEqual({ kind: 'constant', value: 0 });
  });

  it('R13.2: the first invocation takes longer, less with more memory', () => {
    const penalty = (runtime: string, memory: number): number =>
      fn(`, runtime: ${runtime}, memorySize: ${String(memory)}`).firstInvokePenalty;
    expect(penalty('dotnet8', 128)).toBe(718_700);
    expect(penalty('dotnet8', 1_024)).toBe(73_700);
    expect(penalty('dotnet8', 10_240)).toBe(73_700);
    expect(penalty('java21', 181)).toBe(
      Math.round((97 * (35 / 97) ** (Math.log(181 / 128) / Math.log(2)) - 1.3) * 1_000),
    );
    expect(penalty('rust', 128)).toBe(0);
    expect(penalty('python3.14', 256)).toBe(700);
  });

  it('where init or coldDuration is given there is no penalty', () => {
    expect(fn(', init: 5ms')).toMatchObject({
      firstInvokePenalty: 0,
      coldDuration: null,
      init: { kind: 'constant', value: 5_000 },
    });
    expect(fn(', coldDuration: 50ms')).toMatchObject({
      firstInvokePenalty: 0,
      coldDuration: { kind: 'constant', value: 50_000 },
    });
    expect(warningsOf(', init: 5ms')).toEqual([]);
    expect(warningsOf(', coldDuration: 50ms')).toHaveLength(1);
  });

  it.each([
    ['nodejs22.x', 'nodejs22', true],
    ['nodejs18.x', 'nodejs20', false],
    ['python3.9', 'python3.11', false],
    ['python3.13', 'python3.13', true],
    ['java8.al2', 'java11', false],
    ['java21', 'java21', true],
    ['dotnet6', 'dotnet8', false],
    ['dotnetcore3.1', 'dotnet8', false],
    ['dotnet9', 'dotnet10', false],
    ['ruby3.2', 'ruby3.4', false],
    ['provided.al2023', 'go', false],
    ['go1.x', 'go', false],
    ['rust', 'rust', true],
    ['cobol', null, false],
    ['nodejs', null, false],
  ])('%s starts like %s', (identifier, measured, exact) => {
    expect(matchRuntime(identifier, PRESET_RUNTIMES)).toEqual(measured === null ? null : { measured, exact });
  });

  it('a runtime without figures takes its neighbour with a warning, one without family is refused', () => {
    expect(warningsOf(', runtime: python3.9')).toContain(
      'W_RUNTIME_PRESET functions.f.runtime: there are no start-up figures for python3.9; those of python3.11 are used; set init to replace them',
    );
    expect(warningsOf(', runtime: python3.9, init: 1ms')).toEqual([]);
    expect(refused(scenario({ api: 'duration: 1s' }).replace('nodejs22.x', 'nodjs22.x')).join()).toMatch(
      /^E_VALUE functions\.api\.runtime: nodjs22\.x is not a known runtime; did you mean nodejs22\.x\?/u,
    );
  });

  it('an unknown runtime has no figures to give', () => {
    expect(() => initPreset('cobol', 'x86_64', 'zip')).toThrow('no init preset for cobol');
    expect(firstInvokePenalty('cobol', 128)).toBe(0);
  });
});

describe('function errors', () => {
  it('are a share, or a share with kind and duration', () => {
    expect(fn(', errors: 0.2%').errors).toEqual({ share: 0.002, kind: 'error', duration: null });
    expect(fn(', errors: { share: 5%, kind: crash, duration: 1s }').errors).toEqual({
      share: 0.05,
      kind: 'crash',
      duration: { kind: 'constant', value: 1_000_000 },
    });
    expect(fn(', initErrors: 100%').initErrors).toBe(1);
  });
});

describe('assumptions', () => {
  const of = (text: string): Assumptions => accepted(scenario({ top: `assumptions: { ${text} }` })).assumptions;

  it('are those of now by default', () => {
    expect(accepted(scenario()).assumptions).toEqual({
      idleTimeout: { kind: 'uniform', min: 300_000_000, max: 420_000_000 },
      maxLifetime: { kind: 'constant', value: 7_200_000_000 },
      reusePolicy: 'mru',
      platformOverhead: null,
      rpsModel: 'total',
      rpsBurst: 1_000_000,
      rpsCountsThrottled: false,
      scalingBurst: 'bucket',
      growthLimit: true,
      legacyRefill: 'continuous',
      suppressedInitFactor: 'auto',
      packageTerm: 0,
      proactiveInit: 0,
      rebindOnWarmFree: false,
      initBilling: 'all-2025',
      billingStep: 1_000,
      roundLikeAws: false,
      httpApiThrottleStatus: 500,
      functionErrorWaits: [60_000_000, 120_000_000],
      asyncRetry: 'perEventTimers',
      asyncDuplicates: 0,
      asyncPollLatency: 35_000,
      sqsThrottle: 'docs',
      sqsPollerGrowth: 300,
      streamRetryBackoff: { base: 1_000_000, factor: 2, cap: 60_000_000 },
      provisionedPreparation: { kind: 'constant', value: 90_000_000 },
      lowAlarmPeriods: 15,
      metricDelay: 60_000_000,
    });
  });

  it('A-11: come in eras, and what is said beats the era', () => {
    expect(of('era: era2020')).toMatchObject({
      idleTimeout: { value: 640_000_000 },
      billingStep: 100_000,
      maxLifetime: { value: 7_200_000_000 },
    });
    expect(of('era: era2021')).toMatchObject({
      idleTimeout: { min: 300_000_000 },
      billingStep: 1_000,
      initBilling: 'legacy-managed-zip-free',
    });
    expect(of('era: era2020, idleTimeout: fixed10, billingStep: 1ms')).toMatchObject({
      idleTimeout: { value: 600_000_000 },
      billingStep: 1_000,
    });
    expect(of('era: era2020, maxLifetime: none')).toMatchObject({ maxLifetime: null });
  });

  it.each([
    ['none', null],
    ['mikhail2021', { kind: 'uniform', min: 300_000_000, max: 420_000_000 }],
    ['observed2020', { kind: 'constant', value: 640_000_000 }],
    ['fixed10', { kind: 'constant', value: 600_000_000 }],
    ['seed2021', { kind: 'uniform', min: 600_000_000, max: 1_200_000_000 }],
    ['y2017', { kind: 'uniform', min: 2_700_000_000, max: 3_600_000_000 }],
    ['{ exponential: 10m }', { kind: 'exponential', mean: 600_000_000 }],
    ['640s', { kind: 'constant', value: 640_000_000 }],
  ])('idleTimeout %s', (text, law) => {
    expect(of(`idleTimeout: ${text}`).idleTimeout).toEqual(law);
  });

  it('maxLifetime has presets too', () => {
    expect(of('maxLifetime: uniform2to8h').maxLifetime).toEqual({
      kind: 'uniform',
      min: 7_200_000_000,
      max: 28_800_000_000,
    });
    expect(refused(scenario({ top: 'assumptions: { maxLifetime: fixed10 }' })).join()).toContain(
      'expected none, observed2020 or uniform2to8h',
    );
  });

  it('every default of the notes is what an empty file assumes, and low and high are accepted', () => {
    const plain = accepted(scenario()).digest;
    const knobs = ASSUMPTION_NOTES.filter(({ key }) => key !== null && key !== 'platformOverhead');
    expect(knobs.length).toBeGreaterThan(10);
    for (const { key, default: usual, low, high } of knobs) {
      expect(accepted(scenario(), { set: [`assumptions.${String(key)}=${usual}`] }).digest).toBe(plain);
      for (const end of [low, high]) accepted(scenario(), { set: [`assumptions.${String(key)}=${end}`] });
    }
  });
});
