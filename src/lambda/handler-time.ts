/** How handler time depends on memory (R9.3, A-31). */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import { MEMORY_PER_VCPU } from './quotas.ts';

/**
 * The handler time of a request that brings none: laws draw it. Not NaN, for where all such times are whole numbers they
 * are handed on without an object each.
 */
export const NO_HANDLER_TIME: Micros = -1;

/**
 * R9.2, R9.3 (DG/configuration-memory.html), A-31: how many times as long a computation takes as at one vCPU.
 * CPU is proportional to memory up to 1,769 MB; one thread gains nothing beyond. Falsified by a single-threaded
 * handler that still speeds up above 1,769 MB.
 */
export function cpuFactor(memorySize: number): number {
  return 1 / Math.min(memorySize / MEMORY_PER_VCPU, 1);
}

/** a part that waits, whatever the memory, and a part that computes. Both laws in microseconds, independent. */
export function handlerTimeAt(memorySize: number, io: Distribution, cpu: Distribution): Distribution {
  return { kind: 'sum', parts: [io, scaled(cpu, cpuFactor(memorySize))] };
}

/** The law of `factor` × X, factor above 0. A constant of time stays whole. */
export function scaled(law: Distribution, factor: number): Distribution {
  switch (law.kind) {
    case 'constant':
      return { kind: 'constant', value: Math.round(law.value * factor) };
    case 'uniform':
      return { kind: 'uniform', min: law.min * factor, max: law.max * factor };
    case 'exponential':
      return { kind: 'exponential', mean: law.mean * factor };
    case 'lognormal':
      return { kind: 'lognormal', mu: law.mu + Math.log(factor), sigma: law.sigma, max: law.max * factor };
    case 'normal':
      return { kind: 'normal', mean: law.mean * factor, sd: law.sd * factor };
    case 'gamma':
      return { kind: 'gamma', shape: law.shape, scale: law.scale * factor };
    case 'weibull':
      return { kind: 'weibull', shape: law.shape, scale: law.scale * factor };
    case 'pareto':
      return { kind: 'pareto', shape: law.shape, min: law.min * factor, max: law.max * factor };
    case 'empirical':
      return { kind: 'empirical', values: law.values.map((value) => value * factor) };
    case 'mixture':
      return { kind: 'mixture', parts: law.parts.map(({ weight, of }) => ({ weight, of: scaled(of, factor) })) };
    case 'sum':
      return { kind: 'sum', parts: law.parts.map((part) => scaled(part, factor)) };
  }
}
