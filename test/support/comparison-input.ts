/** Comparisons of hand-made results. */
import { compareResults, type ComparedSide, type ComparisonInput } from '../../src/result/compare.ts';
import type { Comparison } from '../../src/result/comparison.ts';
import type { AccountResult, ObjectiveResult, ResultJson } from '../../src/result/run-result.ts';
import { accountResult, objectiveResult, runResult } from './run-result.ts';

/** A result of as many runs as there are means of the account's concurrency; seeds count up from `seed`. */
export function resultOf(
  means: readonly number[],
  over: Partial<ResultJson> & { readonly values?: readonly number[] } = {},
  seed = 1,
): ResultJson {
  const { values, ...json } = over;
  const account = (mean: number): AccountResult => accountResult({ ConcurrentExecutions: { max: 100, mean } });
  const whole = account(means.reduce((sum, mean) => sum + mean, 0) / means.length);
  const { json: plain } = runResult({ ...json, account: whole, seed: seed.toString(), runs: means.length });
  const perRun = means.map((mean, index) => ({
    ...plain.perRun[0]!,
    run: index + 1,
    seed: (seed + index).toString(),
    account: account(mean),
    ...(values === undefined ? {} : { objectives: [{ value: values[index]! }] }),
  }));
  return { ...plain, perRun };
}

/** A share below 0.1, of four runs. */
export function objectiveAt(value: number, over: Partial<ObjectiveResult> = {}): ObjectiveResult {
  const ok = value < 0.1;
  return objectiveResult({
    expr: 'failed < 10%',
    threshold: 0.1,
    value,
    ok,
    ci95: 0.001,
    runsMeeting: ok ? 4 : 0,
    ...over,
  });
}

/** Compares two results as `lsim compare` would by default. */
export function compared(
  base: ResultJson | null,
  head: ResultJson | null,
  over: Partial<ComparisonInput> = {},
): Comparison {
  return compareResults({
    lsim: '0.0.0',
    base: comparedSide('base.yaml', base),
    head: comparedSide('head.yaml', head),
    minChange: 0.01,
    failOn: 'new-failure',
    configuration: [],
    concurrency: null,
    notes: [],
    reproduce: 'lsim compare base.yaml head.yaml',
    ...over,
  });
}

function comparedSide(label: string, json: ResultJson | null): ComparedSide {
  const status = json === null ? 'invalid' : 'simulated';
  const exitCode = json === null ? 3 : null;
  const remedies = ['more would help'];
  return { label, status, file: label, variant: null, ref: null, problems: [], json, exitCode, remedies };
}
