/** Trees of numbers that several runs have in common, brought together leaf by leaf. */

/**
 * A tree of the same shape whose every number comes from the numbers at the same place. Members that are neither
 * numbers, objects nor arrays stay as the first tree has them.
 * @param trees at least one, all of the same shape
 */
export function leafwise<T extends object>(trees: readonly T[], combine: (values: readonly number[]) => number): T {
  return combined(trees, combine) as T;
}

/** The same tree with 0 for what there was nothing to take of (NaN). */
export function settled<T extends object>(tree: T): T {
  return leafwise([tree], ([value = 0]) => (Number.isFinite(value) ? value : 0));
}

function combined(members: readonly unknown[], combine: (values: readonly number[]) => number): unknown {
  const [first] = members;
  if (typeof first === 'number') return combine(members.filter((member) => typeof member === 'number'));
  if (typeof first !== 'object' || first === null) return first;
  const parts = members.filter((member) => typeof member === 'object' && member !== null);
  const at = (key: string | number): unknown =>
    combined(
      parts.map((part): unknown => Reflect.get(part, key)),
      combine,
    );
  if (Array.isArray(first)) return first.map((_, index) => at(index));
  return Object.fromEntries(Object.keys(first).map((key) => [key, at(key)]));
}
