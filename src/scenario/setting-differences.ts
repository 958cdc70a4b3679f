/** What differs between two scenarios as they are written: key by key, with the place of each side's value. */
import type { SettingDifference, SettingSide } from '../result/comparison.ts';
import { showPath } from './path.ts';
import { withoutSecrets } from './secrets.ts';
import { quotable } from './source-text.ts';
import { toPlain, type MapNode, type Path, type Place, type TreeNode } from './tree.ts';

/** Keys at the top that change no figure, and those that a comparison makes equal. */
const NO_SETTINGS: ReadonlySet<string> = new Set([
  'version',
  'name',
  'description',
  'extends',
  'variants',
  'seed',
  'runs',
]);

/**
 * The keys whose values are not the same, in the order of the head, then those that only the base has. A map or list
 * that only one side has is one difference. The order of keys makes none, and an explicit null is no value.
 */
export function settingDifferences(base: MapNode, head: MapNode): readonly SettingDifference[] {
  const found: SettingDifference[] = [];
  compareMaps(base, head, [], found);
  return found.filter(({ path }) => !NO_SETTINGS.has(path.split('.')[0] ?? ''));
}

function compare(base: TreeNode | null, head: TreeNode | null, path: Path, found: SettingDifference[]): void {
  const [before, after] = [given(base), given(head)];
  if (before?.kind === 'map' && after?.kind === 'map') compareMaps(before, after, path, found);
  else if (before?.kind === 'list' && after?.kind === 'list' && hasParts(before) && hasParts(after)) {
    for (let k = 0; k < Math.max(before.items.length, after.items.length); k++)
      compare(before.items[k] ?? null, after.items[k] ?? null, [...path, k], found);
  } else if (textOf(before) !== textOf(after)) {
    found.push({ path: showPath(path), base: sideOf(before), head: sideOf(after) });
  }
}

function compareMaps(base: MapNode, head: MapNode, path: Path, found: SettingDifference[]): void {
  for (const key of new Set([...head.entries.keys(), ...base.entries.keys()]))
    compare(base.entries.get(key)?.node ?? null, head.entries.get(key)?.node ?? null, [...path, key], found);
}

function given(node: TreeNode | null): TreeNode | null {
  return node?.kind === 'scalar' && node.value === null ? null : node;
}

/** A list of maps, such as stages and objectives, as against one of plain values, which is told as a whole. */
function hasParts(node: TreeNode): boolean {
  return node.kind === 'list' && node.items.some((item) => item.kind === 'map');
}

const LONGEST = 200;

function sideOf(node: TreeNode | null): SettingSide | null {
  if (node === null) return null;
  return { text: quotable(withoutSecrets(textOf(node)), LONGEST), ...positionOf(node.place) };
}

function positionOf({ origin, start }: Place): Pick<SettingSide, 'file' | 'line' | 'column'> {
  return { file: origin.file, ...(origin.text?.position(start) ?? { line: 0, column: 0 }) };
}

/** In one line; keys in one order, so that the same settings are the same text. */
function textOf(node: TreeNode | null): string {
  return node === null ? '' : flow(toPlain(node));
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{ ${sorted.map(([key, member]) => `${key}: ${flow(member)}`).join(', ')} }`;
}
