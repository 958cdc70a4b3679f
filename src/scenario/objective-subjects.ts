/** What `on:` of an objective speaks of. */
import { didYouMean } from './nearest.ts';
import type { SubjectKind } from './objective-grammar.ts';
import { parsePath, showPath } from './path.ts';
import { queueReadBy } from './queue-names.ts';
import { quotable } from './source-text.ts';
import { versionsOf } from './target.ts';
import { keysAt, nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** One thing that `on:` can speak of. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  /** Where it is a route of the source `owner`, and `name` is `owner route`. */
  readonly route?: { readonly owner: string; readonly name: string };
  /** Of a function; `null` = all of them together. */
  readonly version: string | null;
  /** Where it is a mapping of a queue, or a queue that a mapping writes out: the name of that queue. */
  readonly queue?: string;
  /** Of a stream that a mapping writes out: its name. */
  readonly stream?: string;
  /** Its unambiguous spelling. */
  readonly path: string;
}

/** A bare name is looked for in every map; a path names its map. */
export function findSubject(bench: Workbench, on: string): Subject | { readonly code: string; readonly what: string } {
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
    what: `there is no source, function${whichAre(all)} or account called ${quotable(on)}${didYouMean(on, names)} (there are ${list})`,
  };
}

/** Queues and streams, where there are any. */
function whichAre(all: readonly Subject[]): string {
  return (['queue', 'stream'] as const)
    .filter((wanted) => all.some(({ kind }) => kind === wanted))
    .map((kind) => `, ${kind}`)
    .join('');
}

function subjects(bench: Workbench): readonly Subject[] {
  const of = (map: string, kind: Subject['kind']): readonly Subject[] =>
    keysAt(bench.root, [map]).map((name) => ({ kind, name, version: null, path: showPath([map, name]) }));
  const sources = of('sources', 'source').map((source) => ({ ...source, kind: kindOfSource(bench, source.name) }));
  return [
    ...sources.map((source) => withQueue(bench, source)),
    ...keysAt(bench.root, ['sources']).flatMap((source) => routesOf(bench, source)),
    ...of('functions', 'function'),
    ...of('queues', 'queue'),
    ...of('streams', 'stream'),
    ...of('dependencies', 'dependency'),
    ...sources.flatMap((source) => writtenOut(bench, source)),
  ];
}

/** A mapping that writes its stream or its queue out gives it its name. */
function writtenOut(bench: Workbench, { kind, name }: Subject): readonly Subject[] {
  const of = (map: string): Pick<Subject, 'name' | 'version' | 'path'> => ({
    name: `${map}.${name}`,
    version: null,
    path: showPath([map, name]),
  });
  if (kind === 'mapping') {
    const isOwn = plainAt(bench, ['sources', name, 'stream']) === undefined;
    return isOwn ? [{ ...of('streams'), kind: 'stream', stream: name }] : [];
  }
  const isOwn = queueReadBy(bench, name) === name && !keysAt(bench.root, ['queues']).includes(name);
  return isOwn ? [{ ...of('queues'), kind: 'queue', queue: name }] : [];
}

function withQueue(bench: Workbench, source: Subject): Subject {
  const queue = queueReadBy(bench, source.name);
  return queue === null ? source : { ...source, queue };
}

function kindOfSource(bench: Workbench, name: string): Subject['kind'] {
  const type = plainAt(bench, ['sources', name, 'type']);
  if (type === 'kinesis' || type === 'dynamodb' || type === 'kafka') return 'mapping';
  return 'source';
}

function plainAt(bench: Workbench, path: Path): unknown {
  const node = nodeAt(bench.root, path);
  return node?.kind === 'scalar' ? node.value : undefined;
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
