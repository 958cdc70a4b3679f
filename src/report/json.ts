/** result.json and compare.json: text whose bytes depend on the result alone. */
import type { Comparison } from '../result/comparison.ts';
import type { ResultJson, RunResult, RunResultJson } from '../result/run-result.ts';

/**
 * The text of result.json: two spaces, keys in the order of the contract, one final newline.
 * What is not a finite number is `null`; absent members are left out.
 */
export function resultJsonText(result: RunResult): string {
  return [...resultJsonPieces(result)].join('');
}

/** The same in pieces, so that hundreds of functions are never one text. */
export function* resultJsonPieces(result: RunResult): Generator<string> {
  const { perRun, ...json } = inOrder(result.json, TOP_LEVEL);
  yield* piecesOf({ ...json, perRun: perRun.map((run) => inOrder(run, PER_RUN)) }, DOWN_TO_A_FUNCTION, '\n');
  yield '\n';
}

/** `perRun`, a run, `functions`. */
const DOWN_TO_A_FUNCTION = 4;

/** @param depth how far down members are pieces of their own @param line where the line of a tree's end begins */
function* piecesOf(tree: object, depth: number, line: string): Generator<string> {
  const isList = Array.isArray(tree);
  const members = Object.entries(tree).filter(([, member]) => member !== undefined);
  if (depth === 0 || members.length === 0) {
    yield JSON.stringify(tree, null, 2).replaceAll('\n', line);
    return;
  }
  let before = isList ? '[' : '{';
  for (const [key, member] of members as [string, unknown][]) {
    yield `${before}${line}  ${isList ? '' : `${JSON.stringify(key)}: `}`;
    if (typeof member === 'object' && member !== null) yield* piecesOf(member, depth - 1, `${line}  `);
    else yield JSON.stringify(member);
    before = ',';
  }
  yield `${line}${isList ? ']' : '}'}`;
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
