/** Measured Init durations and first-invoke penalties by runtime: what a cold start takes where nobody said. */
import type { Distribution } from '../des/distribution.ts';
import { fromMilliseconds, type Micros } from '../des/time.ts';
import type { Architecture, PackageType } from './config.ts';
import { nearestRuntime } from './runtimes.ts';

type Percentiles = readonly [p50_ms: number, p90_ms: number, p99_ms: number];
/** zip x86_64, zip arm64, image x86_64, image arm64. */
type Row = readonly [Percentiles, Percentiles, Percentiles, Percentiles];

/**
 * R13.1: Init Duration, p50 / p90 / p99 in ms, at 512 MB; memory made no difference (R9.4). From the daily files of
 * maxday/lambda-perf, 2026-06-01 to 2026-08-22, hello-world handlers, ten samples a day and configuration.
 */
const INIT_MS: Readonly<Record<string, Row>> = {
  nodejs20: [
    [145, 170, 208],
    [132, 142, 174],
    [274, 550, 803],
    [228, 264, 695],
  ],
  nodejs22: [
    [145, 169, 219],
    [130, 141, 195],
    [297, 553, 792],
    [235, 528, 751],
  ],
  nodejs24: [
    [141, 170, 213],
    [125, 138, 168],
    [280, 593, 829],
    [227, 603, 739],
  ],
  'python3.11': [
    [80, 99, 127],
    [74, 81, 106],
    [155, 263, 348],
    [123, 205, 287],
  ],
  'python3.12': [
    [86, 106, 138],
    [81, 90, 141],
    [166, 283, 399],
    [132, 195, 368],
  ],
  'python3.13': [
    [92, 118, 188],
    [81, 99, 125],
    [162, 292, 392],
    [133, 249, 336],
  ],
  'python3.14': [
    [118, 157, 275],
    [103, 120, 214],
    [186, 363, 469],
    [161, 307, 383],
  ],
  java11: [
    [279, 352, 586],
    [279, 476, 563],
    [377, 668, 795],
    [333, 608, 747],
  ],
  java17: [
    [208, 243, 332],
    [215, 231, 342],
    [309, 435, 714],
    [292, 478, 683],
  ],
  java21: [
    [245, 290, 623],
    [248, 269, 586],
    [345, 554, 813],
    [306, 470, 733],
  ],
  java25: [
    [194, 271, 502],
    [196, 221, 435],
    [248, 495, 658],
    [243, 400, 569],
  ],
  dotnet8: [
    [258, 333, 669],
    [294, 383, 699],
    [403, 680, 859],
    [417, 623, 839],
  ],
  dotnet10: [
    [259, 571, 705],
    [254, 598, 682],
    [403, 716, 895],
    [362, 610, 827],
  ],
  'dotnet10-aot': [
    [73, 86, 119],
    [63, 71, 89],
    [60, 107, 151],
    [50, 77, 123],
  ],
  go: [
    [51, 55, 69],
    [43, 45, 54],
    [48, 84, 120],
    [40, 59, 100],
  ],
  rust: [
    [16, 22, 49],
    [14, 17, 45],
    [36, 61, 144],
    [29, 44, 99],
  ],
  'ruby3.4': [
    [230, 394, 498],
    [242, 395, 432],
    [270, 399, 500],
    [276, 339, 447],
  ],
  llrt: [
    [68, 75, 85],
    [63, 69, 73],
    [59, 131, 236],
    [48, 87, 145],
  ],
  'graalvm-java21': [
    [154, 171, 224],
    [128, 136, 159],
    [91, 212, 382],
    [76, 152, 1_003],
  ],
  'c++11': [
    [67, 93, 135],
    [49, 60, 104],
    [51, 102, 172],
    [41, 80, 126],
  ],
};

/** R13.2, same source: mean Duration of the cold invocation in ms at 128, 256, 512 and 1,024 MB, x86_64 zip. */
const FIRST_INVOKE_MS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  nodejs22: [12.5, 3.5, 3.4, 3.4],
  nodejs24: [22, 6.8, 3.9, 3.7],
  'python3.12': [2.4, 2, 2, 2],
  java21: [97, 35, 32, 7],
  java25: [246, 97, 26, 10],
  dotnet8: [720, 358, 165, 75],
  dotnet10: [797, 389, 182, 81],
  'ruby3.4': [12, 2.7, 2.7, 2.6],
};

const FIRST_INVOKE_MEMORY = [128, 256, 512, 1_024] as const;

/** R13.2: what a hello-world handler takes when nothing is cold about it, in ms. */
const HELLO_WORLD_MS = 1.3;

/**
 * R13.5: Restore Duration of Java functions of 1 to 3 GB, p50 / p90 in ms, from public REPORT lines
 * (DG/snapstart-monitoring.html). Few samples; nothing of the kind is known for Python and .NET.
 */
const RESTORE_MS = [500, 600] as const;

/** z of the 90th percentile, as R13.3 rounds it. */
const Z90 = 1.2816;

/** Runtimes with figures of their own. */
export const PRESET_RUNTIMES: readonly string[] = Object.keys(INIT_MS);

/** The preset of a function without `runtime` and `init`. */
export const DEFAULT_PRESET_RUNTIME = 'nodejs22';

/**
 * R13.3, A-43: a lognormal through p50 and p90, cut at 1.5 × p99; microseconds. `runtime` is one of
 * {@link PRESET_RUNTIMES}. Falsified by Init Durations of real functions: import them.
 */
export function initPreset(runtime: string, architecture: Architecture, packageType: PackageType): Distribution {
  const [p50, p90, p99] = percentilesOf(runtime, architecture, packageType);
  return {
    kind: 'lognormal',
    mu: Math.log(fromMilliseconds(p50)),
    sigma: Math.log(p90 / p50) / Z90,
    max: fromMilliseconds(p99 * 1.5),
  };
}

/** R13.5: preset `snapstart-java`, a lognormal through p50 and p90; microseconds. Falsified as {@link initPreset} is. */
export const RESTORE_PRESET_LAW: Distribution = {
  kind: 'lognormal',
  mu: Math.log(fromMilliseconds(RESTORE_MS[0])),
  sigma: Math.log(RESTORE_MS[1] / RESTORE_MS[0]) / Z90,
  max: Infinity,
};

/** R13.5: the median of the preset in ms. */
export const RESTORE_PRESET_MEDIAN = RESTORE_MS[0];

/** R13.1: the median of the preset in ms. */
export function initPresetMedian(runtime: string, architecture: Architecture, packageType: PackageType): number {
  return percentilesOf(runtime, architecture, packageType)[0];
}

/**
 * R13.2: how much longer the first invocation of an environment takes than a later one, in microseconds. Between the
 * measured sizes of memory a straight line of logarithms; beyond 1,024 MB the last value; 0 for families that were
 * not measured.
 */
export function firstInvokePenalty(runtime: string, memorySize: number): Micros {
  const measured = nearestRuntime(runtime, Object.keys(FIRST_INVOKE_MS));
  const means = measured === null ? undefined : FIRST_INVOKE_MS[measured];
  if (means === undefined) return 0;
  return fromMilliseconds(Math.max(0, interpolate(means, memorySize) - HELLO_WORLD_MS));
}

function interpolate(means: readonly number[], memorySize: number): number {
  const memory: readonly number[] = FIRST_INVOKE_MEMORY;
  const above = memory.findIndex((size) => size >= memorySize);
  const last = means.at(-1) ?? 0;
  if (above === -1) return last;
  if (above === 0) return means[0] ?? last;
  const [low, high] = [memory[above - 1] ?? 1, memory[above] ?? 1];
  const [from, to] = [means[above - 1] ?? last, means[above] ?? last];
  const share = Math.log(memorySize / low) / Math.log(high / low);
  return from * (to / from) ** share;
}

function percentilesOf(runtime: string, architecture: Architecture, packageType: PackageType): Percentiles {
  const row = INIT_MS[runtime];
  if (row === undefined) throw new Error(`no init preset for ${runtime}; known are ${PRESET_RUNTIMES.join(', ')}`);
  return row[(packageType === 'image' ? 2 : 0) + (architecture === 'arm64' ? 1 : 0)] ?? row[0];
}
