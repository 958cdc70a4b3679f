/** A scenario as it was written: values with the place where each of them stands. */
import type { SourceText } from './source-text.ts';

/** Where a value comes from: a file, or an argument of the command line. */
export interface Origin {
  /** As shown in diagnostics: the scenario's file, one that it extends, `--set`, `--for` … */
  readonly file: string;
  /** `null` where there are no lines to show. */
  readonly text: SourceText | null;
  /** Where files that it names are looked for, relative to the scenario's folder; empty = there. */
  readonly folder: string;
  /** What is said at the end of each message about it, such as `in --set seed=2`; `null` = nothing. */
  readonly note: string | null;
}

/** The origin of what was typed on the command line: `flag` as diagnostics name it, and the whole argument. */
export function argumentOrigin(flag: string, argument: string): Origin {
  return { file: flag, text: null, folder: '', note: `in ${argument}` };
}

/** A stretch of an origin's text, in UTF-16 offsets. */
export interface Place {
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
}

/** One key of a map. */
export interface Entry {
  readonly key: Place;
  readonly node: TreeNode;
}

/** Keys in the order of the file. */
export interface MapNode {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** Items in order. */
export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly TreeNode[];
}

/** A single value. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
}

export type TreeNode = MapNode | ListNode | ScalarNode;

/** Keys and list indexes from the top. */
export type Path = readonly (string | number)[];

/** Plain data as a schema wants it; maps have no prototype, so no key can reach one. */
export function toPlain(node: TreeNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map': {
      const plain = Object.create(null) as Record<string, unknown>;
      for (const [key, entry] of node.entries) plain[key] = toPlain(entry.node);
      return plain;
    }
  }
}

/** The node at a path, or `undefined`. */
export function nodeAt(root: TreeNode, path: Path): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const segment of path) {
    if (node?.kind === 'map') node = node.entries.get(String(segment))?.node;
    else if (node?.kind === 'list') node = node.items[Number(segment)];
    else return undefined;
  }
  return node;
}

/**
 * Where to point for a path: at its value or its key. Where the path is missing, at the key of the nearest
 * parent that exists; at the top, at the whole text's beginning.
 */
export function placeOf(root: TreeNode, path: Path, at: 'key' | 'value'): Place {
  let node = root;
  let key: Place = { ...root.place, end: root.place.start };
  for (const segment of path) {
    if (node.kind === 'map') {
      const entry = node.entries.get(String(segment));
      if (entry === undefined) return key;
      key = entry.key;
      node = entry.node;
    } else if (node.kind === 'list') {
      const item = node.items[Number(segment)];
      if (item === undefined) return key;
      key = item.place;
      node = item;
    } else return key;
  }
  return at === 'key' ? key : node.place;
}

/** The keys of the map at a path, in the file's order; none where there is no map. */
export function keysAt(root: TreeNode, path: Path): readonly string[] {
  const node = nodeAt(root, path);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}

/** Whether there is a value at a path; an explicit null unsets its key. */
export function isGiven(root: TreeNode, path: Path): boolean {
  const node = nodeAt(root, path);
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}
