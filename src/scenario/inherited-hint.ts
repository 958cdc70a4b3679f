/** What to say of a mistake that only comes of two files laid over each other: how to unset what the other one has. */
import { quotable } from './source-text.ts';
import { nodeAt, type Origin, type Path, type TreeNode } from './tree.ts';

/** Codes that mean: a key should not be there. */
const TOO_MUCH: ReadonlySet<string> = new Set(['E_CONFLICT', 'E_UNKNOWN_KEY']);

/** A hint after a semicolon, or nothing. @param path where the mistake is told */
export function inheritedHint(root: TreeNode, path: Path, code: string): string {
  const node = nodeAt(root, path);
  if (node === undefined) return '';
  // A map that is wrong as a whole, such as a distribution, may have keys of both files.
  const keys = node.kind === 'map' ? [...node.entries].filter(([, entry]) => isElsewhere(entry.key.origin, node)) : [];
  const [inherited] = keys;
  if (inherited !== undefined) return hint(inherited[0], inherited[1].key.origin);
  const parent = nodeAt(root, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  // At the top it is a misspelt key of the other file, and to be mended there.
  if (!TOO_MUCH.has(code) || path.length < 2 || parent === undefined || entry === undefined) return '';
  return isElsewhere(entry.key.origin, parent) ? hint(String(path.at(-1)), entry.key.origin) : '';
}

/** Whether a key of the map comes from a file below the one in which the map stands. */
function isElsewhere(origin: Origin, map: TreeNode): boolean {
  return origin.text !== null && map.place.origin.text !== null && origin.file !== map.place.origin.file;
}

function hint(key: string, { file }: Origin): string {
  return `; ${quotable(key)} comes from ${quotable(file)}, write ${quotable(key)}: null to unset it`;
}
