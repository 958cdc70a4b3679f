/** Lays one tree over another, key by key: what `extends` means, for files and for functions. */
import type { Entry, MapNode, Path, TreeNode } from './tree.ts';

/**
 * `over` on top of `base`. Maps are merged at every depth; lists and single values are replaced as a whole; `null`
 * removes what `base` has. The keys of `base` come first. `path` is where the maps stand.
 */
export function mergeMaps(base: MapNode, over: MapNode, path: Path = []): MapNode {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    if (below !== undefined && isNull(entry.node) && !isOverride(path)) entries.delete(key);
    else if (below === undefined) entries.set(key, entry);
    else entries.set(key, { key: entry.key, node: mergeNodes(below.node, entry.node, [...path, key]) });
  }
  return { kind: 'map', place: over.place, entries };
}

function mergeNodes(base: TreeNode, over: TreeNode, path: Path): TreeNode {
  // The value at a path of a variant is set as a whole.
  const isValue = isOverride(path.slice(0, -1));
  return base.kind === 'map' && over.kind === 'map' && !isValue ? mergeMaps(base, over, path) : over;
}

/** Inside a variant `null` is what it sets a key to. */
function isOverride(path: Path): boolean {
  return path.length === 2 && path[0] === 'variants';
}

function isNull(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
