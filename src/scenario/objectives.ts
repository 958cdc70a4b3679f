/** The objectives of the file → what they ask of which source, function or of the account. */
import type {
  AccountMetric,
  BacklogMetric,
  DependencyMetric,
  FunctionMetric,
  Objective,
  ObjectiveSubject,
  QueueMetric,
  SourceMetric,
} from '../result/objective.ts';
import { isFollowed } from '../lambda/call-graph.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import type { AnySourceConfig } from '../workload/config.ts';
import { asksForQueue, readExpression, type Expression, type SubjectKind } from './objective-grammar.ts';
import { findSubject, type Subject } from './objective-subjects.ts';
import { asksForRecovery, readRecovery, recoveringThing } from './recovery-objective.ts';
import type { ObjectiveSpec } from './schema.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The objective or condition at a place of the file, or `null` with errors. */
export function resolveObjective(bench: Workbench, path: Path, spec: ObjectiveSpec): Objective | null {
  const found = findSubject(bench, spec.on);
  if ('code' in found) {
    bench.error(found.code, [...path, 'on'], found.what);
    return null;
  }
  if (asksForRecovery(spec.expr)) {
    const wish = readRecovery(bench, [...path, 'expr'], spec.expr);
    if (wish === null) return null;
    const { comparison, threshold } = wish;
    const asked = { on: spec.on, expr: spec.expr, level: spec.level, comparison, threshold };
    return { ...asked, subject: recoveringThing(bench, found, wish.fault), unit: 'ms', window: 'run' };
  }
  // A mapping stands for the queue that it reads.
  const kind = found.queue !== undefined && asksForQueue(spec.expr) ? 'queue' : found.kind;
  const expression = readExpression(spec.expr, kind);
  if ('problem' in expression) {
    bench.error('E_OBJECTIVE', [...path, 'expr'], expression.problem);
    return null;
  }
  const { comparison, threshold, unit, window } = expression;
  return {
    on: spec.on,
    expr: spec.expr,
    level: spec.level,
    subject: subjectOf(kind, found, expression),
    comparison,
    threshold,
    unit,
    window,
  };
}

const BACKLOG_METRICS: readonly string[] = ['iteratorAge', 'oldest', 'drain', 'backlog', 'lost'];

function backlogMetric({ metric, q }: Expression): BacklogMetric {
  if (metric === 'iteratorAge') return { kind: metric, q: q ?? 100 };
  return { kind: metric as 'oldest' | 'drain' | 'backlog' | 'lost' };
}

function subjectOf(
  kind: SubjectKind,
  { name, route, version, queue, stream }: Subject,
  expression: Expression,
): ObjectiveSubject {
  if (route !== undefined)
    return { kind: 'source', name: route.owner, route: route.name, metric: sourceMetric(expression) };
  if (kind === 'stream' || (kind === 'mapping' && BACKLOG_METRICS.includes(expression.metric)))
    return { kind, name: stream ?? name, metric: backlogMetric(expression) };
  if (kind === 'mapping') return { kind: 'source', name, metric: sourceMetric(expression) };
  if (kind === 'source') return { kind, name, metric: sourceMetric(expression) };
  if (kind === 'queue')
    return { kind, name: queue ?? name, metric: { kind: expression.metric as QueueMetric['kind'] } };
  if (kind === 'dependency') return { kind, name, metric: dependencyMetric(expression) };
  if (kind === 'function') return { kind, name, version, metric: functionMetric(expression) };
  return { kind, metric: { kind: expression.metric as AccountMetric['kind'] } };
}

function sourceMetric({ metric, q }: Expression): SourceMetric {
  if (metric !== 'latency' && metric !== 'completion')
    return { kind: metric as 'failed' | 'throttled' | 'throttledAttempts' };
  return q === null ? { kind: metric, statistic: 'mean' } : { kind: metric, statistic: 'percentile', q };
}

/** Requests are followed where a function behind the source calls another asynchronously; routes are not told apart. */
export function checkCompletions(
  bench: Workbench,
  objectives: readonly (readonly [index: number, Objective])[],
  sources: readonly AnySourceConfig[],
  functions: readonly FunctionConfig[],
): void {
  for (const [index, { subject }] of objectives) {
    if (subject.kind !== 'source' || subject.metric.kind !== 'completion') continue;
    const path: Path = ['objectives', index, 'expr'];
    const source = sources.find(({ name }) => name === subject.name);
    if (subject.route !== undefined) {
      const what = `completion is of a whole source; write on: ${subject.name}, or ask for the latency of the route`;
      bench.error('E_OBJECTIVE', path, what);
    } else if (source !== undefined && !isFollowed(source, functions)) {
      const what = `nothing that ${quotable(subject.name)} sets going goes on after its answer, for no function behind it has calls of mode async; write p(99) latency`;
      bench.error('E_OBJECTIVE', path, what);
    }
  }
}

function dependencyMetric({ metric, q }: Expression): DependencyMetric {
  if (metric === 'wait') return { kind: metric, q: q ?? 100 };
  return { kind: metric as 'utilisation' | 'rejected' | 'connections' };
}

function functionMetric({ metric, q, unit }: Expression): FunctionMetric {
  if (metric === 'duration' || metric === 'init' || metric === 'eventAge') return { kind: metric, q: q ?? 100 };
  if (metric === 'dropped') return { kind: metric, of: unit === 'share' ? 'received' : 'count' };
  return { kind: metric as 'errors' | 'throttled' | 'coldStartShare' | 'spillover' | 'concurrency' };
}
