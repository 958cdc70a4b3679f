/** Sets single values in a scenario's tree: `--set path=value`, the paths of variants, and flags. */
import { didYouMean } from './nearest.ts';
import { parsePath, showPath, splitAssignment } from './path.ts';
import type { Report } from './report.ts';
import { quotable } from './source-text.ts';
import {
  argumentOrigin,
  isGiven,
  type Entry,
  type MapNode,
  type Origin,
  type Path,
  type Place,
  type TreeNode,
} from './tree.ts';
import { readYaml } from './yaml-tree.ts';
import { FORBIDDEN_KEYS } from './yaml-walk.ts';

/** Maps by name at the top: below a name that is not there nothing can be set. */
const NAMED: ReadonlySet<string> = new Set(['functions', 'queues', 'streams', 'dependencies', 'sources', 'variants']);

/** Applies `path=value` arguments in order. What is wrong with one is reported under the file `--set`. */
export function applySets(root: MapNode, sets: readonly string[], report: Report): MapNode {
  let result = root;
  for (const argument of sets) {
    const split = splitAssignment(argument);
    const origin = argumentOrigin('--set', `--set ${argument}`);
    const place: Place = { origin, start: 0, end: 0 };
    if (split === null || split.path === '') {
      report.error('E_SET', place, [], `expected path=value, such as functions.checkout.timeout=10s`);
      continue;
    }
    const value = readArgument(split.value, origin, split.path, report);
    if (value !== null) result = assign(result, split.path, value, place, report);
  }
  return result;
}

/** Sets one top-level key to a plain value that came from a flag such as `--for`. */
export function applyFlag(root: MapNode, flag: string, key: string, value: string | number): MapNode {
  const place: Place = { origin: argumentOrigin(flag, `${flag} ${String(value)}`), start: 0, end: 0 };
  const entries = new Map(root.entries);
  entries.set(key, { key: place, node: { kind: 'scalar', place, value } });
  return { ...root, entries };
}

/**
 * The tree with the value at a path replaced. Missing maps on the way are made; `null` removes the key. A path that
 * cannot be is reported at `place`, and the tree stays as it was.
 */
export function assign(root: MapNode, path: string, value: TreeNode, place: Place, report: Report): MapNode {
  const parsed = parsePath(path);
  if ('problem' in parsed) {
    report.error(
      'E_SET',
      place,
      [],
      `${path === '' ? 'an empty text' : quotable(path)} is not a path: ${parsed.problem}`,
    );
    return root;
  }
  const refused = parsed.segments.find((segment) => FORBIDDEN_KEYS.has(segment));
  if (refused !== undefined) {
    report.error('E_NAME', place, parsed.segments, `${refused} cannot be a name`);
    return root;
  }
  if (parsed.segments[0] === 'extends') {
    report.error('E_SET', place, ['extends'], 'is read before anything is set; write it into the file');
    return root;
  }
  const isNull = value.kind === 'scalar' && value.value === null;
  // What a function has from the one that it extends is unset by the null that stays.
  const removes = isNull && !isInherited(root, parsed.segments);
  const result = setIn(root, parsed.segments, 0, removes ? null : value, place, report);
  return result?.kind === 'map' ? result : root;
}

function readArgument(text: string, origin: Origin, path: string, report: Report): TreeNode | null {
  const place: Place = { origin, start: 0, end: 0 };
  if (text.trim() === '') {
    report.error('E_SET', place, [], `${quotable(path)} is given no value; write null to unset it`);
    return null;
  }
  const failedBefore = report.failed;
  const parsed = parsePath(path);
  const node = readYaml(text, origin, report, 'segments' in parsed ? parsed.segments : []);
  if (node === null && report.failed === failedBefore)
    report.error('E_SET', place, [], `${quotable(path)} is given no value; write null to unset it`);
  return node;
}

function isInherited(root: MapNode, [map, name = '', ...rest]: readonly string[]): boolean {
  return map === 'functions' && rest.length > 0 && isGiven(root, [map, name, 'extends']);
}

/** The node with the value set below it, or removed where it is `null`; `null` when that cannot be (reported). */
function setIn(
  node: TreeNode,
  path: readonly string[],
  depth: number,
  value: TreeNode | null,
  place: Place,
  report: Report,
): TreeNode | null {
  const segment = path[depth];
  if (segment === undefined) return value;
  const here = path.slice(0, depth);
  if (node.kind === 'list') return setInList(node, path, depth, value, place, report);
  if (node.kind === 'scalar' && node.value !== null) {
    report.error(
      'E_UNKNOWN_KEY',
      place,
      path,
      `${showPath(here)} is the value ${quotable(String(node.value))}, which has no key ${quotable(segment)}; set ${showPath(here)} as a whole`,
    );
    return null;
  }
  const entries = new Map<string, Entry>(node.kind === 'map' ? node.entries : []);
  const entry = entries.get(segment);
  const last = depth === path.length - 1;
  if (entry === undefined && !last && depth === 1 && NAMED.has(path[0] ?? '')) {
    const map = path[0] ?? '';
    report.error(
      'E_UNKNOWN_KEY',
      place,
      path,
      `there is no ${quotable(segment)} in ${map}${didYouMean(segment, entries.keys())}${didYouMean(segment, entries.keys()) === '' ? `; set ${showPath([map, segment])} as a whole to add one` : ''}`,
    );
    return null;
  }
  if (last && value === null) {
    entries.delete(segment);
    // What is then missing at the top is missing because of this.
    return { kind: 'map', place: depth === 0 ? place : node.place, entries };
  }
  const child = setIn(entry?.node ?? emptyFor(path[depth + 1], place), path, depth + 1, value, place, report);
  if (child === null) return null;
  const unsetsBelow = value === null && depth === path.length - 2;
  entries.set(segment, { key: entry === undefined || last || unsetsBelow ? place : entry.key, node: child });
  return { kind: 'map', place: node.place, entries };
}

function setInList(
  node: TreeNode & { readonly kind: 'list' },
  path: readonly string[],
  depth: number,
  value: TreeNode | null,
  place: Place,
  report: Report,
): TreeNode | null {
  const segment = path[depth] ?? '';
  const here: Path = path.slice(0, depth);
  const index = /^\d{1,6}$/u.test(segment) ? Number(segment) : -1;
  if (index < 0 || index > node.items.length) {
    report.error(
      'E_UNKNOWN_KEY',
      place,
      path,
      `${showPath(here)} is a list of ${String(node.items.length)}; write its number from 0, such as ${showPath([...here, 0])}`,
    );
    return null;
  }
  const items = [...node.items];
  if (depth === path.length - 1 && value === null) {
    items.splice(index, 1);
    return { ...node, items };
  }
  const child = setIn(items[index] ?? emptyFor(path[depth + 1], place), path, depth + 1, value, place, report);
  if (child === null) return null;
  items[index] = child;
  return { ...node, items };
}

/** What is made on the way to a key that is not there yet: a list where its first item is set, else a map. */
function emptyFor(next: string | undefined, place: Place): TreeNode {
  return next === '0' ? { kind: 'list', place, items: [] } : { kind: 'map', place, entries: new Map() };
}
