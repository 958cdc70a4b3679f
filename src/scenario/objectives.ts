/** The objectives of the file → what they ask of which source, function or of the account. */
import type {
  AccountMetric,
  FunctionMetric,
  Objective,
  ObjectiveSubject,
  QueueMetric,
  SourceMetric,
} from '../result/objective.ts';
import { LATER_SUBJECTS } from './later-keys.ts';
import { didYouMean } from './nearest.ts';
import { asksForQueue, readExpression, type Expression, type SubjectKind } from './objective-grammar.ts';
import { parsePath, showPath } from './path.ts';
import type { ObjectiveSpec } from './schema.ts';
import { queueReadBy } from './queue-names.ts';
import { quotable } from './source-text.ts';
import { versionsOf } from './target.ts';
import { keysAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** One thing that `on:` can speak of. */
interface Subject {
  readonly kind: SubjectKind | 'later';
  readonly name: string;
  /** Where it is a route of the source `owner`, and `name` is `owner route`. */
  readonly route?: { readonly owner: string; readonly name: string };
  /** Of a function; `null` = all of them together. */
  readonly version: string | null;
  /** Where it is a mapping: the name of the queue that it reads. */
  readonly queue?: string;
  /** Its unambiguous spelling. */
  readonly path: string;
}

/** The objective or condition at a place of the file, or `null` with errors. */
export function resolveObjective(bench: Workbench, path: Path, spec: ObjectiveSpec): Objective | null {
  const found = findSubject(bench, spec.on);
  if ('code' in found) {
    bench.error(found.code, [...path, 'on'], found.what);
    return null;
  }
  if (found.kind === 'later') {
    bench.error(
      'E_NOT_SUPPORTED',
      [...path, 'on'],
      `${quotable(spec.on)} is not supported yet; remove the objective, or wait for a later version of lsim`,
    );
    return null;
  }
  // A mapping stands for the queue that it reads.
  const kind = found.queue !== undefined && asksForQueue(spec.expr) ? 'queue' : found.kind;
  const expression = readExpression(spec.expr, kind);
  if ('problem' in expression) {
    bench.error(
      expression.code === 'E_NOT_SUPPORTED' ? 'E_NOT_SUPPORTED' : 'E_OBJECTIVE',
      [...path, 'expr'],
      expression.problem,
    );
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

/** A bare name is looked for in every map; a path names its map. */
function findSubject(bench: Workbench, on: string): Subject | { readonly code: string; readonly what: string } {
  if (on === 'account') return { kind: 'account', name: 'account', version: null, path: 'account' };
  const all = subjects(bench);
  const byName = all.filter((subject) => subject.name === on);
  const [only, ...others] = byName;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined)
    return {
      code: 'E_AMBIGUOUS',
      what: `${quotable(on)} is more than one thing; write ${byName.map(({ path }) => path).join(' or ')}`,
    };
  const parsed = parsePath(on);
  const segments = 'segments' in parsed ? parsed.segments : [];
  const byPath = all.find(
    (subject) => subject.path === on || (segments.length % 2 === 0 && subject.path === showPath(segments)),
  );
  return byPath ?? versionIn(bench, on, all) ?? qualified(on, all);
}

/** `function:version`; of several functions that fit, the longest name is meant. */
function versionIn(
  bench: Workbench,
  on: string,
  all: readonly Subject[],
): Subject | { readonly code: string; readonly what: string } | undefined {
  const owners = all.flatMap((subject) => {
    const start = [subject.name, subject.path].find((text) => on.startsWith(`${text}:`));
    return subject.kind === 'function' && start !== undefined
      ? [{ ...subject, version: on.slice(start.length + 1) }]
      : [];
  });
  const [owner] = owners.toSorted((a, b) => b.name.length - a.name.length);
  if (owner === undefined) return undefined;
  const versions = versionsOf(bench, owner.name);
  if (versions.includes(owner.version)) return owner;
  const list = versions.map((version) => quotable(`${owner.name}:${version}`)).slice(0, 12);
  return {
    code: 'E_REFERENCE',
    what: `${quotable(owner.name)} has no version ${quotable(owner.version)}; an objective is about a function or one version of it (there are ${list.join(', ')})`,
  };
}

/** What is unknown: a route of a source that has others, or anything else. */
function qualified(on: string, all: readonly Subject[]): Subject | { readonly code: string; readonly what: string } {
  const source = all.find(({ kind, name }) => kind === 'source' && on.startsWith(`${name} `));
  const routes = all.flatMap(({ route }) => (route !== undefined && route.owner === source?.name ? [route.name] : []));
  if (source !== undefined && routes.length > 0) {
    const wanted = on.slice(source.name.length + 1);
    const there = routes.slice(0, 12).map((name) => quotable(name));
    return {
      code: 'E_REFERENCE',
      what: `${quotable(source.name)} has no route ${quotable(wanted)}${didYouMean(wanted, routes)} (there are ${there.join(', ')})`,
    };
  }
  const names = [...all.map(({ name }) => name), ...all.map(({ path }) => path), 'account'];
  const list = names
    .slice(0, all.length)
    .concat('account')
    .slice(0, 12)
    .map((name) => quotable(name))
    .join(', ');
  return {
    code: 'E_REFERENCE',
    what: `there is no source, function${all.some(({ kind }) => kind === 'queue') ? ', queue' : ''} or account called ${quotable(on)}${didYouMean(on, names)} (there are ${list})`,
  };
}

function subjects(bench: Workbench): readonly Subject[] {
  const of = (map: string, kind: Subject['kind']): readonly Subject[] =>
    keysAt(bench.root, [map]).map((name) => ({ kind, name, version: null, path: showPath([map, name]) }));
  return [
    ...of('sources', 'source').map((source) => withQueue(bench, source)),
    ...keysAt(bench.root, ['sources']).flatMap((source) => routesOf(bench, source)),
    ...of('functions', 'function'),
    ...of('queues', 'queue'),
    ...LATER_SUBJECTS.flatMap((map) => of(map, 'later')),
  ];
}

function withQueue(bench: Workbench, source: Subject): Subject {
  const queue = queueReadBy(bench, source.name);
  return queue === null ? source : { ...source, queue };
}

/** `mobile POST /checkout`: a route of a source. */
function routesOf(bench: Workbench, owner: string): readonly Subject[] {
  return keysAt(bench.root, ['sources', owner, 'routes']).map((name) => ({
    kind: 'source',
    name: `${owner} ${name}`,
    version: null,
    path: showPath(['sources', owner, 'routes', name]),
    route: { owner, name },
  }));
}

function subjectOf(
  kind: SubjectKind,
  { name, route, version, queue }: Subject,
  expression: Expression,
): ObjectiveSubject {
  if (route !== undefined)
    return { kind: 'source', name: route.owner, route: route.name, metric: sourceMetric(expression) };
  if (kind === 'source') return { kind, name, metric: sourceMetric(expression) };
  if (kind === 'queue')
    return { kind, name: queue ?? name, metric: { kind: expression.metric as QueueMetric['kind'] } };
  if (kind === 'function') return { kind, name, version, metric: functionMetric(expression) };
  return { kind, metric: { kind: expression.metric as AccountMetric['kind'] } };
}

function sourceMetric({ metric, q }: Expression): SourceMetric {
  if (metric !== 'latency') return { kind: metric as 'failed' | 'throttled' | 'throttledAttempts' };
  return q === null ? { kind: 'latency', statistic: 'mean' } : { kind: 'latency', statistic: 'percentile', q };
}

function functionMetric({ metric, q, unit }: Expression): FunctionMetric {
  if (metric === 'duration' || metric === 'init' || metric === 'eventAge') return { kind: metric, q: q ?? 100 };
  if (metric === 'dropped') return { kind: metric, of: unit === 'share' ? 'received' : 'count' };
  return { kind: metric as 'errors' | 'throttled' | 'coldStartShare' | 'spillover' | 'concurrency' };
}
