/** Figures of one side of a comparison, found by their paths in a result.json of any minor version. */
import type { ResultJson } from './run-result.ts';

/** Members from the top of a result or of a run, such as `functions`, `checkout`, `Duration`, `p99_ms`. */
export type FigurePath = readonly string[];

/** The figure at a path; `null` where there is none, or where nothing was measured that it could be taken of. */
export function figureAt(tree: unknown, path: FigurePath): number | null {
  const parent = memberAt(tree, path.slice(0, -1));
  const value = memberOf(parent, path.at(-1) ?? '');
  if (typeof value !== 'number') return null;
  // Times of which there is none are told as zeros.
  return value === 0 && path.at(-1)?.endsWith('_ms') === true && memberOf(parent, 'max_ms') === 0 ? null : value;
}

/** Half the width of a figure's own 95 % interval; `null` with one run. */
export function widthAt(json: ResultJson, path: FigurePath): number | null {
  const value = memberAt(json.ci95, path);
  return typeof value === 'number' ? value : null;
}

/** The names in a map of a result, in its order; none where there is no such map. */
export function namesAt(tree: unknown, path: FigurePath): readonly string[] {
  const map = memberAt(tree, path);
  return typeof map === 'object' && map !== null ? Object.keys(map) : [];
}

function memberAt(tree: unknown, path: FigurePath): unknown {
  return path.reduce(memberOf, tree);
}

function memberOf(tree: unknown, key: string): unknown {
  if (typeof tree !== 'object' || tree === null || !Object.hasOwn(tree, key)) return undefined;
  return Reflect.get(tree, key);
}
