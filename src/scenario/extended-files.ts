/** One scenario file as a tree, on top of the files that it extends. */
import { basename } from 'node:path';
import { describeProblem, folderOf, pathBeside, shownPath, type FilePort } from './file-port.ts';
import { kindOf } from './hints.ts';
import { mergeMaps } from './merge.ts';
import type { Report } from './report.ts';
import { scenarioShape } from './schema.ts';
import { quotable, SourceText } from './source-text.ts';
import { toPlain, type MapNode, type Origin, type Place, type TreeNode } from './tree.ts';
import { readYaml } from './yaml-tree.ts';

/** Links between folders can make a circle in which no name comes twice. */
const MOST_FILES = 16;

/** The scenario that is read: its name as shown in diagnostics, and the way to the files that it names. */
interface Reading {
  readonly file: string;
  readonly files: FilePort;
}

/** The map that a scenario file holds, or `null` with an error. */
export function readFile(source: SourceText, origin: Origin, report: Report): MapNode | null {
  const root = readYaml(source.text, origin, report);
  if (root?.kind === 'map') return root;
  const start = { origin, start: 0, end: 0 };
  if (root !== null && !isNothing(root))
    report.error(
      'E_TYPE',
      root.place,
      [],
      `a scenario is a map of keys such as name: and duration:, found ${kindOf(toPlain(root))}`,
    );
  else if (!report.failed)
    report.error('E_EMPTY', start, [], 'the scenario is empty; it needs at least duration, functions and sources');
  return null;
}

/**
 * A scenario on top of the file that its `extends` names, on top of the one which that extends, and so on: merged key
 * by key. A name is each file's own. `null` with errors where a file cannot be read, or the files go in a circle.
 */
export function withBase(root: MapNode, reading: Reading, report: Report): MapNode | null {
  return onTop(root, [basename(reading.file)], reading, report);
}

/** `paths` are those of the files from the scenario down to this one. */
function onTop(root: MapNode, paths: readonly string[], reading: Reading, report: Report): MapNode | null {
  const named = root.entries.get('extends')?.node;
  // The schema tells what is no text.
  if (named?.kind !== 'scalar' || typeof named.value !== 'string' || named.value === '') return root;
  const { place, value } = named;
  const path = pathBeside(place.origin.folder, value);
  const problem = circleProblem([...paths, path]);
  if (problem !== null) {
    report.error('E_EXTENDS', place, ['extends'], problem);
    return null;
  }
  const read = reading.files.read(path);
  if ('problem' in read) {
    const { code, what } = describeProblem(read, place.origin.folder);
    report.error(code, place, ['extends'], `${quotable(value, 200)} ${what}`);
    return null;
  }
  const source = new SourceText(shownPath(reading.file, path), read.text);
  const note = `${place.origin.file} extends it`;
  const origin: Origin = { file: source.file, text: source, folder: folderOf(path), note };
  const own = readFile(source, origin, report);
  if (own === null) return null;
  checkVersion(own, report);
  const base = onTop(own, [...paths, path], reading, report);
  return base === null ? null : mergeMaps(without(base, 'name'), without(root, 'extends'));
}

function circleProblem(paths: readonly string[]): string | null {
  const last = paths.at(-1) ?? '';
  if (paths.indexOf(last) < paths.length - 1) {
    const circle = paths.slice(paths.indexOf(last)).map((path) => quotable(path, 60));
    return `the files ${circle.join(' -> ')} extend each other in a circle; one of them must stand alone`;
  }
  return paths.length > MOST_FILES
    ? `more than ${String(MOST_FILES)} files extend each other; merge some of them`
    : null;
}

/** A file of another version would be read wrongly, even where the one above it says which version that is. */
function checkVersion(root: MapNode, report: Report): void {
  const version = root.entries.get('version')?.node;
  if (version === undefined) return;
  const read = scenarioShape.version.safeParse(toPlain(version) ?? undefined);
  const place: Place = version.place;
  if (!read.success) report.error('E_VALUE', place, ['version'], read.error.issues[0]?.message ?? '');
}

function without(root: MapNode, key: string): MapNode {
  const entries = new Map(root.entries);
  entries.delete(key);
  return { ...root, entries };
}

function isNothing(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
