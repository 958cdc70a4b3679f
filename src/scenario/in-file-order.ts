/** Things by name in the order of the file. */
import { keysAt } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** JavaScript puts keys that look like numbers first; the file's order is the tree's. */
export function inFileOrder<T>(
  bench: Workbench,
  map: string,
  entries: readonly (readonly [string, T])[],
): readonly (readonly [string, T])[] {
  const place = new Map(keysAt(bench.root, [map]).map((name, index) => [name, index]));
  return entries.toSorted(([a], [b]) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}
