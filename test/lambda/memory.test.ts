import { describe, expect, it } from 'vitest';
import { cpuFactor, handlerTimeAt, scaled } from '../../src/lambda/handler-time.ts';
import { initPreset, initPresetMedian, PRESET_RUNTIMES } from '../../src/lambda/init-presets.ts';
import { DEFAULT_MEMORY, MAXIMUM_MEMORY, MEMORY_PER_VCPU, MINIMUM_MEMORY } from '../../src/lambda/quotas.ts';
import { play } from '../support/play.ts';
import { bare, scenarioOf } from '../support/scenario.ts';

function memoryOf(memorySize?: number): number {
  return bare({
    duration: '1m',
    functions: { api: { duration: '1s', ...(memorySize !== undefined && { memorySize }) } },
    sources: { web: { function: 'api', rate: '1/s' } },
  }).functions[0]!.memorySize;
}

describe('memory', () => {
  it('R9.1: 128 MB where nothing is said, whole megabytes from 128 to 10,240', () => {
    expect([memoryOf(), memoryOf(128), memoryOf(1_769), memoryOf(10_240)]).toEqual([128, 128, 1_769, 10_240]);
    expect([DEFAULT_MEMORY, MINIMUM_MEMORY, MAXIMUM_MEMORY]).toEqual([128, 128, 10_240]);
    for (const memorySize of [127, 10_241, 512.5])
      expect(() => memoryOf(memorySize), String(memorySize)).toThrow(/E_(RANGE|TYPE)/u);
  });

  it('R9.2: 1,769 MB are one vCPU, and CPU is in proportion to memory', () => {
    expect(MEMORY_PER_VCPU).toBe(1_769);
    expect(cpuFactor(1_769)).toBe(1);
    expect(cpuFactor(256) / cpuFactor(512)).toBe(2);
    expect(cpuFactor(128)).toBeCloseTo(13.82, 2);
  });

  it('R9.3: the part that computes takes 1769 / memory times as long, the part that waits stays', () => {
    const second = { kind: 'constant', value: 1_000_000 } as const;
    const total = (memory: number): number => {
      const law = handlerTimeAt(memory, second, second);
      if (law.kind !== 'sum') throw new Error(law.kind);
      return law.parts.reduce((sum, part) => sum + (part.kind === 'constant' ? part.value : NaN), 0);
    };
    expect(total(1_769)).toBe(2_000_000);
    expect(total(128)).toBe(1_000_000 + 13_820_313);
    // One thread gains nothing above one vCPU.
    expect(total(10_240)).toBe(2_000_000);
  });

  it("R9.3: a computation of AWS's guide halves when memory doubles", () => {
    // 11.722, 6.678, 3.194 and 1.465 s were measured at 128, 256, 512 and 1,024 MB.
    const cpu = 11.722 / cpuFactor(128);
    const measured = [6.678, 3.194, 1.465];
    [256, 512, 1_024].forEach((memory, k) => {
      expect(Math.abs(cpu * cpuFactor(memory) - measured[k]!) / measured[k]!).toBeLessThan(0.15);
    });
  });

  it('R9.3: every law is scaled in its times and in nothing else', () => {
    expect(scaled({ kind: 'uniform', min: 1, max: 3 }, 2)).toEqual({ kind: 'uniform', min: 2, max: 6 });
    expect(scaled({ kind: 'exponential', mean: 3 }, 2)).toEqual({ kind: 'exponential', mean: 6 });
    expect(scaled({ kind: 'gamma', shape: 2, scale: 3 }, 2)).toEqual({ kind: 'gamma', shape: 2, scale: 6 });
    expect(scaled({ kind: 'weibull', shape: 2, scale: 3 }, 2)).toEqual({ kind: 'weibull', shape: 2, scale: 6 });
    expect(scaled({ kind: 'pareto', shape: 2, min: 1, max: 9 }, 2)).toEqual({
      kind: 'pareto',
      shape: 2,
      min: 2,
      max: 18,
    });
    expect(scaled({ kind: 'normal', mean: 5, sd: 1 }, 2)).toEqual({ kind: 'normal', mean: 10, sd: 2 });
    expect(scaled({ kind: 'lognormal', mu: 0, sigma: 1, max: 5 }, Math.E)).toEqual({
      kind: 'lognormal',
      mu: 1,
      sigma: 1,
      max: 5 * Math.E,
    });
  });

  it('R9.3: in a scenario, from end to end', () => {
    const { json } = play(
      bare({
        duration: '1m',
        functions: { api: { memorySize: 512, duration: { io: '100ms', cpu: '200ms' } } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }] } },
      }),
    );
    // 100 + 200 × 1769 / 512 = 791.016 ms.
    expect(json.functions['api']?.Duration.mean_ms).toBeCloseTo(791.016, 3);
  });

  it('R9.4: Init does not depend on memory; the one inside an invocation does', () => {
    const lengths = [128, 1_769].map((memorySize) => {
      const { rows } = play(
        bare({
          duration: '5m',
          functions: { api: { memorySize, init: '1s', duration: '1s', errors: { share: '100%', kind: 'crash' } } },
          sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '1m' }, { burst: 1 }] } },
        }),
      );
      return rows.map(({ end_s }, k) => Math.round((end_s! - 60 * k) * 1e6) / 1e6);
    });
    expect(lengths[0]).toEqual([2, 14.820313]);
    expect(lengths[1]).toEqual([2, 2]);
  });

  it('R9.5: /tmp has 512 MB where nothing is said, and up to 10,240 MB', () => {
    const storage = (ephemeralStorage?: string): number => {
      const { functions } = bare({
        duration: '1m',
        functions: { api: { duration: '1s', ...(ephemeralStorage !== undefined && { ephemeralStorage }) } },
        sources: { web: { function: 'api', rate: '1/s' } },
      });
      return functions[0]!.ephemeralStorage;
    };
    expect([storage(), storage('512MB'), storage('10240MB')]).toEqual([512, 512, 10_240]);
    for (const size of ['511MB', '10241MB']) expect(() => storage(size), size).toThrow('E_RANGE');
  });
});

describe('start-up presets by runtime', () => {
  const init = (runtime: string, more: object = {}) => {
    return scenarioOf({
      duration: '1m',
      functions: { api: { runtime, duration: '1s', ...more } },
      sources: { web: { type: 'invoke', function: 'api', rate: '1/s' } },
    }).functions[0]!;
  };

  it.each([
    ['nodejs22.x', {}, 145],
    ['nodejs22.x', { architecture: 'arm64' }, 130],
    ['python3.13', { package: 'image' }, 162],
    ['java21', { package: 'image', architecture: 'arm64' }, 306],
    ['dotnet10', {}, 259],
    ['provided.al2023', {}, 51],
    ['rust', {}, 16],
  ])('R13.1: the Init of %s %j has a median of %d ms', (runtime, more, median) => {
    const law = init(runtime, more).init;
    if (law.kind !== 'lognormal') throw new Error(law.kind);
    expect(Math.exp(law.mu) / 1_000).toBeCloseTo(median, 6);
  });

  it('R13.1: figures are there for twenty runtimes', () => {
    expect(PRESET_RUNTIMES).toHaveLength(20);
    expect(PRESET_RUNTIMES.every((runtime) => initPresetMedian(runtime, 'x86_64', 'zip') > 0)).toBe(true);
  });

  it.each([
    ['dotnet10', 128, 797 - 1.3],
    ['dotnet10', 1_024, 81 - 1.3],
    ['java21', 512, 32 - 1.3],
    ['nodejs22.x', 10_240, 3.4 - 1.3],
    ['rust', 128, 0],
  ])('R13.2: the first call of a %s handler at %d MB takes %d ms longer', (runtime, memorySize, penalty_ms) => {
    expect(init(runtime, { memorySize }).firstInvokePenalty).toBe(Math.round(penalty_ms * 1_000));
  });

  it('R13.2: between two measured sizes it lies between their figures', () => {
    const { firstInvokePenalty } = init('dotnet10', { memorySize: 362 });
    // The geometric middle of 256 and 512 MB: √(389 × 182) = 266.1 ms.
    expect(firstInvokePenalty / 1_000).toBeGreaterThan(264);
    expect(firstInvokePenalty / 1_000).toBeLessThan(266);
  });

  it('R13.2: whoever gives Init or coldDuration means it', () => {
    expect(init('dotnet10', { init: '1s' }).firstInvokePenalty).toBe(0);
    expect(init('dotnet10', { coldDuration: '1s' }).firstInvokePenalty).toBe(0);
  });

  it('R13.3: a lognormal through p50 and p90, cut at one and a half times p99', () => {
    const law = initPreset('java21', 'x86_64', 'zip');
    if (law.kind !== 'lognormal') throw new Error(law.kind);
    expect(Math.exp(law.mu + 1.2816 * law.sigma)).toBeCloseTo(290_000, 4);
    expect(law.max).toBe(934_500);
  });
});
