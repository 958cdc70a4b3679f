/** Things of one kind that are told together, where there may be hundreds. */
import { count } from './quantity.ts';

/** In the order in which kinds and their members first occur. */
export function byKind<T>(all: readonly T[], kindOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const kinds = new Map<string, T[]>();
  for (const one of all) {
    const kind = kindOf(one);
    const same = kinds.get(kind);
    if (same === undefined) kinds.set(kind, [one]);
    else same.push(one);
  }
  return kinds;
}

/** ` (and 499 more of the kind)`, to be put behind the last one that is told; nothing where that is all. */
export function moreOfTheKind(more: number): string {
  return more > 0 ? ` (and ${count(more)} more of the kind)` : '';
}
