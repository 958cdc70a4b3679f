/** What the schema found → findings with code, place and the way out. */
import type * as z from 'zod';
import { didYouMean } from './nearest.ts';
import { toPlain, nodeAt, type Path } from './tree.ts';
import { kindOf } from './hints.ts';
import type { Workbench } from './workbench.ts';

type Issue = z.core.$ZodIssue;

/** Reports every issue, unknown keys first. */
export function reportIssues(bench: Workbench, issues: readonly Issue[]): void {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') reportUnknownKeys(bench, pathOf(issue), issue);
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const path = pathOf(issue);
    // What could not even be read as YAML is told already.
    if (bench.report.knows(path)) continue;
    const { code, what } = explain(bench, path, issue);
    bench.error(code, path, what);
  }
}

function reportUnknownKeys(bench: Workbench, path: Path, issue: z.core.$ZodIssueUnrecognizedKeys): void {
  const known = issue.message.split(' ').filter((word) => word !== '');
  for (const key of issue.keys) {
    bench.keyError('E_UNKNOWN_KEY', [...path, key], `unknown key${unknownHint(path, key, known)}`);
  }
}

/** Keys that some kinds of source have and others do not. */
const OF_APIS: readonly string[] = ['integrationTimeout', 'throttle', 'authorizer', 'routes'];
/** Keys of a function that its versions do not have. */
const OF_FUNCTIONS: readonly string[] = ['reservedConcurrency', 'tenants'];
const OF_STEP_FUNCTIONS: readonly string[] = ['map', 'retry'];
/** Keys of event source mappings, and the kinds of source that have them. */
const OF_MAPPINGS: Readonly<Record<string, string>> = {
  batchSize: 'sqs, kinesis, dynamodb, kafka and mq have one',
  maximumBatchingWindow: 'sqs, kinesis, dynamodb, kafka and mq have one',
  provisionedPollers: 'sqs and kafka have provisioned mode',
  partitions: 'kafka has them',
  broker: 'mq has one',
  parallelizationFactor: 'kinesis and dynamodb have one',
};

function unknownHint(path: Path, key: string, known: readonly string[]): string {
  if (path[2] === 'versions' && OF_FUNCTIONS.includes(key)) return `; all versions share it, write it at the function`;
  const near = didYouMean(key, known);
  if (near !== '') return near;
  if (OF_APIS.includes(key)) return `; only rest-api and http-api have ${key === 'routes' ? 'them' : 'one'}`;
  if (OF_STEP_FUNCTIONS.includes(key)) return '; only step-functions has one';
  if (path[0] === 'sources' && key in OF_MAPPINGS) return `; only ${OF_MAPPINGS[key]!}`;
  return known.length === 0 ? '' : `; known here: ${known.slice(0, 24).join(', ')}${known.length > 24 ? ' …' : ''}`;
}

function explain(bench: Workbench, path: Path, issue: Issue): { readonly code: string; readonly what: string } {
  const node = nodeAt(bench.root, path);
  if (issue.code === 'custom') {
    const params: Readonly<Record<string, unknown>> = issue.params ?? {};
    const code = params['code'];
    return { code: typeof code === 'string' ? code : 'E_VALUE', what: issue.message };
  }
  if (issue.code === 'invalid_type') {
    const expected = issue.expected === 'array' ? 'a list' : 'a map';
    if (node === undefined) return { code: 'E_MISSING_KEY', what: `is missing; write ${exampleOf(path) ?? expected}` };
    return { code: 'E_TYPE', what: `expected ${expected}, found ${kindOf(toPlain(node))}${shapeHint(path)}` };
  }
  return { code: 'E_VALUE', what: issue.message };
}

function exampleOf(path: Path): string | null {
  if (path.length !== 1) return null;
  if (path[0] === 'functions') return 'functions: { checkout: { duration: 120ms } }';
  return path[0] === 'sources' ? 'sources: { shop: { type: invoke, function: checkout, rate: 50/s } }' : null;
}

function shapeHint(path: Path): string {
  if (path.length === 1 && (path[0] === 'functions' || path[0] === 'sources' || path[0] === 'variants'))
    return '; write one entry per name, such as checkout: { … }';
  if (path.length === 1 && path[0] === 'deployments')
    return '; write a list: - { at: 20m, function: pricing, alias: live, to: "42" }';
  if (path.length === 1 && path[0] === 'faults')
    return '; write a list: - { at: 5m, for: 1m, on: functions.checkout, errors: 50% }';
  if (path.length === 1 && path[0] === 'objectives') return '; write a list: - { on: shop, expr: "failed < 0.1%" }';
  if (path.at(-1) === 'stages') return '; write a list: [ { rate: 50/s, for: 10m } ]';
  return '';
}

function pathOf(issue: Issue): Path {
  return issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
}
