/** Where an axis ends and which of its values are written. */
import { decimals, figure } from '../../result/quantity.ts';
import type { Tick } from './configuration.ts';

/** The ends of an axis and its ticks. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly Tick[];
}

/** From 0 to a round number at or above `top`, with four to six round steps. */
export function linearScale(top: number, unit = ''): Scale {
  const step = roundStep(top > 0 ? top / 5 : 0.2);
  const steps = Math.max(1, Math.ceil(top / step - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, k) => ({
    value: tidy(k * step),
    label: figureOf(k * step, step) + unit,
  }));
  return { min: 0, max: tidy(steps * step), ticks };
}

/** For counts: steps are whole numbers. */
export function countScale(top: number): Scale {
  return linearScale(Math.max(top, 5));
}

/** For counts that end at `top`, with a little room above it and no tick in that room. */
export function snugCountScale(top: number): Scale {
  const { min, ticks } = countScale(top);
  const max = Math.max(5, top * 1.06);
  return { min, max, ticks: ticks.filter(({ value }) => value <= max) };
}

/** From a round number at or below `least` to one at or above `top`; the ticks are 1, 2, 5 × 10ⁿ or only 10ⁿ. */
export function logarithmicScale(least: number, top: number): Scale {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(least)) - 1; power <= Math.ceil(Math.log10(top)); power++) {
    for (const digit of [1, 2, 5]) all.push(tidy(digit * 10 ** power));
  }
  const min = all.findLast((value) => value <= least * (1 + 1e-9)) ?? least;
  const max = all.find((value) => value >= top * (1 - 1e-9)) ?? top;
  const inside = all.filter((value) => value >= min && value <= max);
  const written = inside.length <= 8 ? inside : inside.filter((value) => Number.isInteger(tidy(Math.log10(value))));
  return { min, max, ticks: written.map((value) => ({ value, label: figure(value) })) };
}

/** Without the noise of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  // No 2.5: half a request is none.
  const digits = power === 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  return tidy((digits.find((digit) => digit * power >= atLeast * (1 - 1e-9)) ?? 10) * power);
}

function figureOf(value: number, step: number): string {
  return decimals(value, step.toString().split('.')[1]?.length ?? 0);
}
