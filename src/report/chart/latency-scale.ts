/** The vertical axis of latencies: milliseconds or seconds, linear or logarithmic. */
import type { Axis } from './configuration.ts';
import { leftAxis } from './frame.ts';
import { linearScale, logarithmicScale, tidy } from './ticks.ts';
import { timeUnit } from './time-unit.ts';

/** An axis and the way onto it. */
export interface LatencyScale {
  readonly axis: Axis;
  /** From milliseconds to the axis's unit. */
  readonly position: (milliseconds: number) => number;
  /** Of the axis. */
  readonly unit: string;
}

/** @param values every latency that is drawn, in milliseconds; logarithmic where they span more than a factor of 50 */
export function latencyScale(values: readonly number[], what: string): LatencyScale {
  const positive = values.filter((value) => Number.isFinite(value) && value > 0);
  const top = positive.reduce((most, value) => Math.max(most, value), 0) || 1;
  const least = positive.reduce((less, value) => Math.min(less, value), top);
  const unit = timeUnit(top, least);
  const logarithmic = top / least > 50;
  const scale = logarithmic
    ? logarithmicScale(least / unit.milliseconds, top / unit.milliseconds)
    : linearScale((top * 1.03) / unit.milliseconds);
  const name = `${what} (${unit.name}${logarithmic ? ', logarithmic' : ''})`;
  const axis: Axis = { ...leftAxis(scale, name), type: logarithmic ? 'logarithmic' : 'linear' };
  return { axis, position: (milliseconds) => tidy(milliseconds / unit.milliseconds), unit: unit.name };
}
