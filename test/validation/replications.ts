/** Figures over independent runs, with the standard error that the runs themselves show. */
import { expect } from 'vitest';
import type { RunResultJson } from '../../src/result/run-result.ts';
import { simulate } from '../../src/simulate.ts';
import { bare, type Content } from '../support/scenario.ts';

/** Three standard errors: 1 honest figure of 100 from 16 runs lies further off; seeds are fixed. */
const STANDARD_ERRORS = 3;

/** The runs of a scenario with nothing in it but what the content says (`bare`). */
export function runsOf(content: Content, runs: number): readonly RunResultJson[] {
  return simulate({ ...bare(content), runs }).json.perRun;
}

/** Mean and its standard error. */
export function estimate(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/**
 * Expects the mean of some runs to lie within three of its standard errors of a figure.
 * @param resolution what the figure itself is rounded to
 */
export function expectMean(values: readonly number[], figure: number, resolution = 0): void {
  const { mean, error } = estimate(values);
  expect(Math.abs(mean - figure), `${mean} ± ${error} for ${figure}`).toBeLessThanOrEqual(
    STANDARD_ERRORS * error + resolution / 2,
  );
}
