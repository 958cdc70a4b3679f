/** Reads an objective's expression: `p(99) latency < 1s in any 1m`. */
import type { Comparison, ObjectiveUnit } from '../result/objective.ts';
import { nearest } from './nearest.ts';
import { quotable } from './source-text.ts';
import { readShare, readTime, type Problem } from './units.ts';

/** What the metric is taken of. */
export type SubjectKind = 'source' | 'function' | 'queue' | 'mapping' | 'stream' | 'dependency' | 'account';

/** One metric in the words of the grammar. */
interface MetricForm {
  readonly name: string;
  /** `p(99) latency`, `mean latency`, or the bare name. */
  readonly takes: readonly ('nothing' | 'percentile' | 'mean')[];
  readonly unit: ObjectiveUnit;
  readonly on: readonly SubjectKind[];
}

const FORMS: readonly MetricForm[] = [
  { name: 'failed', takes: ['nothing'], unit: 'share', on: ['source', 'mapping'] },
  { name: 'throttled', takes: ['nothing'], unit: 'share', on: ['source', 'mapping', 'function', 'account'] },
  { name: 'throttledAttempts', takes: ['nothing'], unit: 'share', on: ['source', 'mapping'] },
  { name: 'latency', takes: ['percentile', 'mean'], unit: 'ms', on: ['source', 'mapping'] },
  { name: 'completion', takes: ['percentile', 'mean'], unit: 'ms', on: ['source'] },
  { name: 'iteratorAge', takes: ['percentile'], unit: 'ms', on: ['mapping', 'stream'] },
  { name: 'errors', takes: ['nothing'], unit: 'share', on: ['function', 'account'] },
  { name: 'duration', takes: ['percentile'], unit: 'ms', on: ['function'] },
  { name: 'init', takes: ['percentile'], unit: 'ms', on: ['function'] },
  { name: 'coldStartShare', takes: ['nothing'], unit: 'share', on: ['function'] },
  { name: 'spillover', takes: ['nothing'], unit: 'share', on: ['function'] },
  { name: 'concurrency', takes: ['nothing'], unit: 'count', on: ['function', 'account'] },
  { name: 'dropped', takes: ['nothing'], unit: 'count', on: ['function'] },
  { name: 'eventAge', takes: ['percentile'], unit: 'ms', on: ['function'] },
  { name: 'oldest', takes: ['nothing'], unit: 'ms', on: ['queue', 'mapping', 'stream'] },
  { name: 'drain', takes: ['nothing'], unit: 'ms', on: ['queue', 'mapping', 'stream'] },
  { name: 'backlog', takes: ['nothing'], unit: 'count', on: ['queue', 'mapping', 'stream'] },
  { name: 'lost', takes: ['nothing'], unit: 'count', on: ['queue', 'mapping', 'stream'] },
  { name: 'count', takes: ['nothing'], unit: 'count', on: ['queue'] },
  { name: 'utilisation', takes: ['nothing'], unit: 'share', on: ['dependency'] },
  { name: 'wait', takes: ['percentile'], unit: 'ms', on: ['dependency'] },
  { name: 'rejected', takes: ['nothing'], unit: 'share', on: ['dependency'] },
  { name: 'connections', takes: ['nothing'], unit: 'count', on: ['dependency'] },
  { name: 'headroom', takes: ['nothing'], unit: 'share', on: ['account'] },
  { name: 'cost', takes: ['nothing'], unit: 'usd', on: ['account'] },
];

/** Whether an expression asks for something that only queues have. */
export function asksForQueue(text: string): boolean {
  const metric = SHAPE.exec(text)?.[3] ?? '';
  return FORMS.some(({ name, on }) => name === metric && on.includes('queue'));
}

/** An expression, read; `q` is the percentile, `null` for a mean or a plain metric. */
export interface Expression {
  readonly metric: string;
  readonly q: number | null;
  readonly mean: boolean;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly unit: ObjectiveUnit;
  readonly window: 'run' | '1m';
}

const COUNTS = new Map([
  ['backlog', 'counts messages or records, write backlog < 10000'],
  ['lost', 'counts messages or records, write lost == 0'],
  ['count', 'counts messages, write count == 0'],
  ['concurrency', 'counts environments, write concurrency < 900'],
  ['connections', 'counts connections, write connections < 90'],
  ['dropped', 'counts events, write dropped == 0, or as a share of those received dropped < 0.1%'],
]);

const SHAPE = /^\s*(?:p\(\s*([^)]*?)\s*\)\s*|(mean)\s+)?([\p{L}_][\p{L}\d_]*)\s*(<=|>=|==|<|>)\s*(.+?)\s*$/u;
const GRAMMAR = 'write metric, comparison, value: p(99) latency < 1s';

/** The expression, or what is wrong with it and how to write it. `kind` decides which metrics fit. */
export function readExpression(text: string, kind: SubjectKind): Expression | Problem {
  if (text.trim() === '') return refuse(`is empty; ${GRAMMAR}`);
  const match = SHAPE.exec(text);
  if (match === null) return refuse(`${quotable(text)} cannot be read; ${GRAMMAR}${comparisonHint(text)}`);
  const [, percentile, mean, metric = '', comparison = '<', rest = ''] = match;
  const form = formOf(metric, kind);
  if ('problem' in form) return form;
  const statistic = percentile !== undefined ? 'percentile' : mean !== undefined ? 'mean' : 'nothing';
  if (!form.takes.includes(statistic)) return refuse(`${metric} is written ${spellings(form).join(' or ')}`);
  const q = percentile === undefined ? null : percentileOf(percentile);
  if (q !== null && typeof q !== 'number') return q;
  const window = /^(.*?)\s+in\s+any\s+(.+)$/u.exec(rest);
  if (window !== null && window[2] !== '1m')
    return refuse(`in any ${quotable(window[2] ?? '')} is not known; write in any 1m`);
  if (window !== null && form.unit === 'usd') return refuse('cost is of the whole run; leave out in any 1m');
  if (window !== null && isOfWholeRun(form.name, kind))
    return refuse(`${form.name} is of the whole run; leave out in any 1m`);
  const wanted = (window?.[1] ?? rest).trim();
  // Dropped events are counted, or measured against those received.
  const unit = metric === 'dropped' && wanted.includes('%') ? 'share' : form.unit;
  const threshold = readThreshold(wanted, form.name, unit);
  if ('problem' in threshold) return threshold;
  return {
    metric,
    q,
    mean: mean !== undefined,
    comparison: comparison as Comparison,
    threshold: threshold.value,
    unit,
    window: window === null ? 'run' : '1m',
  };
}

/** Whether no single minute has the metric. */
function isOfWholeRun(metric: string, kind: SubjectKind): boolean {
  if (metric === 'drain' || metric === 'completion' || kind === 'stream') return true;
  return kind === 'mapping' && (metric === 'oldest' || metric === 'backlog');
}

function aOf(kind: SubjectKind): string {
  return kind === 'account' ? 'the account' : `a ${kind}`;
}

function formOf(metric: string, kind: SubjectKind): MetricForm | Problem {
  const fitting = FORMS.filter((form) => form.on.includes(kind));
  const form = fitting.find(({ name }) => name === metric);
  if (form !== undefined) return form;
  const near = nearest(
    metric,
    fitting.map(({ name }) => name),
  );
  const hint = near === null ? '' : `; did you mean ${near}?`;
  const subject = aOf(kind);
  return refuse(`${subject} has no metric ${quotable(metric)}${hint} (${fitting.flatMap(spellings).join(', ')})`);
}

function spellings(form: MetricForm): readonly string[] {
  return form.takes.map((takes) =>
    takes === 'nothing' ? form.name : takes === 'mean' ? `mean ${form.name}` : `p(99) ${form.name}`,
  );
}

function percentileOf(text: string): number | Problem {
  const q = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : NaN;
  return q > 0 && q <= 100
    ? q
    : refuse(`p(${quotable(text)}) is not a percentile; write a number above 0 and up to 100, such as p(99.9)`);
}

function readThreshold(text: string, name: string, unit: ObjectiveUnit): { readonly value: number } | Problem {
  if (/^0+(?:\.0+)?$/u.test(text)) return { value: 0 };
  switch (unit) {
    case 'share':
      return readSharing(text);
    case 'ms': {
      const time = readTime(bare(text) ?? text);
      return 'value' in time ? { value: time.value / 1_000 } : refuse(time.problem);
    }
    case 'count':
      return bare(text) === null
        ? refuse(`${quotable(text)} is not a plain number; ${name} ${COUNTS.get(name) ?? 'is a count'}`)
        : { value: Number(text) };
    case 'usd': {
      const match = /^\$?\s*(\d+(?:\.\d+)?|\.\d+)\s*(?:USD)?$/u.exec(text);
      return match === null
        ? refuse(`${quotable(text)} is not an amount; write cost < $12 or cost < 12 USD`)
        : { value: Number(match[1]) };
    }
  }
}

function readSharing(text: string): { readonly value: number } | Problem {
  const share = readShare(bare(text) ?? text);
  if (!('value' in share)) return refuse(share.problem);
  return share.value <= 1 ? share : refuse(`${quotable(text)} is above 100%`);
}

/** The number that a text without unit is. */
function bare(text: string): number | null {
  return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : null;
}

function comparisonHint(text: string): string {
  if (/[^<>=!]=[^=]/u.test(text) || text.includes('!=')) return ' (comparisons: <, <=, >, >=, ==)';
  return '';
}

/** `E_VALUE` stands for `E_OBJECTIVE` until the caller names it: a problem has no code of its own for objectives. */
function refuse(problem: string): Problem {
  return { code: 'E_VALUE', problem };
}
