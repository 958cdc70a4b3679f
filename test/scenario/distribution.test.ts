import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/des/distribution.ts';
import { accepted, folder, refused, scenario } from './reading.ts';

function law(text: string, files: Readonly<Record<string, string>> = {}): Distribution {
  return accepted(scenario({ api: `duration: ${text}` }), { files: folder(files) }).functions[0]!.duration;
}

function problem(text: string, files: Readonly<Record<string, string>> = {}): string {
  return refused(scenario({ api: `duration: ${text}` }), { files: folder(files) }).join('\n');
}

const Z99 = 2.3263478740408408;

describe('a distribution of times', () => {
  it('is a constant in whole microseconds, rounded once', () => {
    expect(law('120ms')).toEqual({ kind: 'constant', value: 120_000 });
    expect(law('1.0005ms')).toEqual({ kind: 'constant', value: 1_001 });
    expect(law('0.1s')).toEqual({ kind: 'constant', value: 100_000 });
    expect(law('1h2m3.5s')).toEqual({ kind: 'constant', value: 3_723_500_000 });
    expect(law('0ms')).toEqual({ kind: 'constant', value: 0 });
  });

  it('is the lognormal through p50 and p99', () => {
    const found = law('{ p50: 120ms, p99: 900ms }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    expect(Math.exp(found.mu)).toBeCloseTo(120_000, 6);
    expect(Math.exp(found.mu + Z99 * found.sigma)).toBeCloseTo(900_000, 5);
    expect(found.max).toBe(Infinity);
  });

  it('is the lognormal through any two percentiles, in any order', () => {
    const found = law('{ p99.9: 800ms, p5: 20ms }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    expect(Math.exp(found.mu - 1.6448536269514722 * found.sigma)).toBeCloseTo(20_000, 5);
    expect(Math.exp(found.mu + 3.090232306167813 * found.sigma)).toBeCloseTo(800_000, 4);
  });

  it('is the narrower lognormal with this mean and p99', () => {
    const found = law('{ mean: 60ms, p99: 400ms }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    expect(found.sigma).toBeCloseTo(Z99 - Math.sqrt(Z99 * Z99 - 2 * Math.log(400 / 60)), 12);
    expect(Math.exp(found.mu + found.sigma ** 2 / 2)).toBeCloseTo(60_000, 6);
    expect(Math.exp(found.mu + Z99 * found.sigma)).toBeCloseTo(400_000, 5);
  });

  it('does not exist as lognormal where p99 is more than 14.9 times the mean, or below it', () => {
    expect(problem('{ mean: 10ms, p99: 150ms }')).toContain('14.9 times at most');
    expect(law('{ mean: 10ms, p99: 149ms }').kind).toBe('lognormal');
    expect(problem('{ mean: 10ms, p99: 9ms }')).toContain('p99 is below the mean');
    expect(law('{ mean: 10ms, p99: 10ms }')).toEqual({ kind: 'constant', value: 10_000 });
  });

  it('takes exactly two percentiles, from p1 to p99.9, rising', () => {
    expect(problem('{ p50: 1ms }')).toContain('exactly two percentiles');
    expect(problem('{ p50: 1ms, p90: 2ms, p99: 3ms }')).toContain('exactly two percentiles');
    expect(problem('{ p50: 9ms, p99: 3ms }')).toContain('p99 is below p50');
    expect(problem('{ p50: 9ms, p100: 30ms }')).toContain('p1 to p99.9');
    expect(problem('{ p50: 0ms, p99: 30ms }')).toContain('p50 must be above 0');
    expect(problem('{ mean: 10ms, p95: 30ms }')).toContain('{ mean, p99 }');
  });

  it('is a law by name', () => {
    expect(law('{ exponential: 2s }')).toEqual({ kind: 'exponential', mean: 2_000_000 });
    expect(law('{ normal: { mean: 100ms, sd: 20ms } }')).toEqual({ kind: 'normal', mean: 100_000, sd: 20_000 });
    expect(law('{ uniform: [1s, 3s] }')).toEqual({ kind: 'uniform', min: 1_000_000, max: 3_000_000 });
    expect(law('{ gamma: { mean: 100ms, sd: 50ms } }')).toEqual({ kind: 'gamma', shape: 4, scale: 25_000 });
    expect(law('{ weibull: { shape: 1.5, scale: 100ms } }')).toEqual({ kind: 'weibull', shape: 1.5, scale: 100_000 });
    expect(law('{ pareto: { shape: 1.2, min: 50ms, max: 10s } }')).toEqual({
      kind: 'pareto',
      shape: 1.2,
      min: 50_000,
      max: 10_000_000,
    });
    expect(law('{ empirical: [110ms, 130ms] }')).toEqual({
      kind: 'empirical',
      values: Float64Array.of(110_000, 130_000),
    });
  });

  it('is the lognormal with this mean and deviation', () => {
    const found = law('{ lognormal: { mean: 100ms, sd: 50ms } }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    const { mu, sigma } = found;
    expect(Math.exp(mu + sigma ** 2 / 2)).toBeCloseTo(100_000, 6);
    expect(Math.sqrt(Math.exp(sigma ** 2) - 1)).toBeCloseTo(0.5, 12);
  });

  it('is a mixture of distributions, of mixtures too', () => {
    const inner = '{ mixture: [ { weight: 1, of: 1ms }, { weight: 2, of: { exponential: 2ms } } ] }';
    expect(law(`{ mixture: [ { weight: 9, of: 10ms }, { weight: 1, of: ${inner} } ] }`)).toEqual({
      kind: 'mixture',
      parts: [
        { weight: 9, of: { kind: 'constant', value: 10_000 } },
        {
          weight: 1,
          of: {
            kind: 'mixture',
            parts: [
              { weight: 1, of: { kind: 'constant', value: 1_000 } },
              { weight: 2, of: { kind: 'exponential', mean: 2_000 } },
            ],
          },
        },
      ],
    });
  });

  it('is refused with the key that is wrong', () => {
    expect(problem('{ exponentail: 2s }')).toBe(
      'E_UNKNOWN_KEY functions.api.duration.exponentail: unknown key; did you mean exponential?',
    );
    expect(problem('{ exponential: 0s }')).toContain('functions.api.duration.exponential: 0ms must be above 0ms');
    expect(problem('{ uniform: [3s, 1s] }')).toContain('[least, greatest]');
    expect(problem('{ uniform: [3s] }')).toContain('two values');
    expect(problem('{ pareto: { shape: 1, min: 2s, max: 1s } }')).toContain('max must be above min');
    expect(problem('{ empirical: [] }')).toContain('has no values');
    expect(problem('{ empirical: [5, 6ms] }')).toBe(
      'E_UNIT functions.api.duration.empirical.0: 5 has no unit; did you mean 5ms?',
    );
    expect(problem('{ mixture: [] }')).toContain('has no parts');
    expect(problem('{ mixture: [ { weight: 0, of: 1s } ] }')).toContain('mixture.0.weight: 0 must be above 0');
    expect(problem('{ gamma: { mean: 1s } }')).toBe(
      'E_MISSING_KEY functions.api.duration.gamma.sd: is missing; write a time',
    );
    expect(problem('{ exponential: 1s, p50: 3ms }')).toContain('E_UNKNOWN_KEY functions.api.duration.p50');
    expect(problem('[1s, 2s]')).toContain('E_TYPE functions.api.duration: expected a distribution');
    expect(problem('{ p50: 1us, p99: 300d }')).toContain('ten orders of magnitude');
  });
});

describe('an empirical distribution in a CSV file', () => {
  it('reads bare numbers in the unit of the column, milliseconds without one', () => {
    const files = { 'd.csv': '\uFEFFname,a_ms,b_s,c_us,d\r\n"x, y",1.5,2,3,4\r\nz,10,0.25,7,8\r\n' };
    const values = (column: string): Distribution => law(`{ empirical: { file: d.csv, column: ${column} } }`, files);
    expect(values('a_ms')).toEqual({ kind: 'empirical', values: Float64Array.of(1_500, 10_000) });
    expect(values('b_s')).toEqual({ kind: 'empirical', values: Float64Array.of(2_000_000, 250_000) });
    expect(values('c_us')).toEqual({ kind: 'empirical', values: Float64Array.of(3, 7) });
    expect(values('d')).toEqual({ kind: 'empirical', values: Float64Array.of(4_000, 8_000) });
  });

  it('reads cells with units', () => {
    expect(law('{ empirical: { file: d.csv, column: t } }', { 'd.csv': 't\n1.5s\n20ms\n' })).toEqual({
      kind: 'empirical',
      values: Float64Array.of(1_500_000, 20_000),
    });
  });

  it('names the columns there are', () => {
    expect(problem('{ empirical: { file: d.csv, column: durtion } }', { 'd.csv': 'duration,other\n1,2\n' })).toBe(
      'E_TRACE functions.api.duration.empirical.column: d.csv has no column durtion; did you mean duration? (it has duration, other)',
    );
    expect(problem('{ empirical: { file: d.csv, column: b } }', { 'd.csv': 'a;b\n1;2\n' })).toContain(
      'separate columns with commas',
    );
  });

  it('tells a file that is missing, empty or has no rows', () => {
    expect(problem('{ empirical: { file: no.csv, column: b } }')).toContain(
      'E_FILE_MISSING functions.api.duration.empirical.file: no.csv does not exist; paths are relative to the scenario',
    );
    expect(problem('{ empirical: { file: d.csv, column: b } }', { 'd.csv': '' })).toContain('is empty');
    expect(problem('{ empirical: { file: d.csv, column: b } }', { 'd.csv': 'b\n' })).toContain(
      'has a header and no rows',
    );
  });
});

describe('handler time by memory', () => {
  it('R9.3: cpu at 1 vCPU is scaled by memory up to 1,769 MB, io is not', () => {
    const at = (memory: number): Distribution =>
      accepted(scenario({ api: `memorySize: ${String(memory)}, duration: { io: 30ms, cpu: { exponential: 100ms } }` }))
        .functions[0]!.duration;
    const io = { kind: 'constant', value: 30_000 };
    expect(at(1_769)).toEqual({ kind: 'sum', parts: [io, { kind: 'exponential', mean: 100_000 }] });
    expect(at(10_240)).toEqual({ kind: 'sum', parts: [io, { kind: 'exponential', mean: 100_000 }] });
    const small = at(128);
    if (small.kind !== 'sum' || small.parts[1]?.kind !== 'exponential') throw new Error(small.kind);
    expect(small.parts[1].mean).toBeCloseTo((100_000 * 1_769) / 128, 6);
  });

  it('a source may override it, at the memory of its function', () => {
    const text = scenario({ api: 'memorySize: 1769, duration: 1s', web: 'rate: 1/s, duration: { io: 1ms, cpu: 2ms }' });
    expect(accepted(text).sources[0]!.duration).toEqual({
      kind: 'sum',
      parts: [
        { kind: 'constant', value: 1_000 },
        { kind: 'constant', value: 2_000 },
      ],
    });
  });
});
