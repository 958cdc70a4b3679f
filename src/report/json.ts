/** result.json and compare.json: text whose bytes depend on the result alone. */
import type { Comparison } from '../result/comparison.ts';
import type { ResultJson, RunResult, RunResultJson } from '../result/run-result.ts';

/**
 * The text of result.json: two spaces, keys in the order of the contract, one final newline.
 * What is not a finite number is `null`; absent members are left out.
 */
export function resultJsonText(result: RunResult): string {
  const { perRun, ...json } = inOrder(result.json, TOP_LEVEL);
  const tree = { ...json, perRun: perRun.map((run) => inOrder(run, PER_RUN)) };
  return `${JSON.stringify(tree, null, 2)}\n`;
}

/** The text of compare.json: two spaces, one final newline. */
export function comparisonJsonText(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}

const TOP_LEVEL: readonly (keyof ResultJson)[] = [
  'schemaVersion',
  'complete',
  'ok',
  'verdict',
  'scenario',
  'inputs',
  'seed',
  'runs',
  'duration_s',
  'warmup_s',
  'objectives',
  'causes',
  'account',
  'functions',
  'sources',
  'cost_usd',
  'unfinished',
  'warnings',
  'ci95',
  'perRun',
];

const PER_RUN: readonly (keyof RunResultJson)[] = [
  'run',
  'seed',
  'complete',
  'objectives',
  'account',
  'functions',
  'sources',
  'cost_usd',
  'unfinished',
];

function inOrder<T extends object>(value: T, keys: readonly (keyof T)[]): T {
  const copy: Partial<T> = {};
  for (const key of keys) if (value[key] !== undefined) copy[key] = value[key];
  // Members that a later version adds come after the known ones.
  return { ...copy, ...value };
}
