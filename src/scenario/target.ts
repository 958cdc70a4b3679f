/** What `function:` of a source names: a function, and of it a version or an alias. */
import { LATEST } from '../lambda/quotas.ts';
import { didYouMean } from './nearest.ts';
import { quotable } from './source-text.ts';
import { keysAt, nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** A function and the qualifier behind its name. */
export interface CalledTarget {
  readonly function: string;
  /** A version, an alias or `$LATEST`. */
  readonly qualifier: string;
}

/** Reads `name`, `name:alias`, `name:version` or `name:$LATEST` at `path`; `null` with an error where there is none. */
export function readTarget(bench: Workbench, path: Path, text: string): CalledTarget | null {
  const functions = keysAt(bench.root, ['functions']);
  if (functions.includes(text)) return latest(bench, path, text);
  // Names may hold colons themselves: the longest that fits is meant.
  const [owner] = functions.filter((name) => text.startsWith(`${name}:`)).toSorted((a, b) => b.length - a.length);
  if (owner === undefined) {
    const list = functions.length === 0 ? '' : ` (there are ${listOf(functions)})`;
    bench.error('E_REFERENCE', path, `there is no function ${quotable(text)}${didYouMean(text, functions)}${list}`);
    return null;
  }
  const qualifier = text.slice(owner.length + 1);
  if (qualifier === LATEST) return latest(bench, path, owner);
  const known = [
    ...keysAt(bench.root, ['functions', owner, 'aliases']),
    ...keysAt(bench.root, ['functions', owner, 'versions']),
  ];
  if (known.includes(qualifier)) return { function: owner, qualifier };
  const list = listOf([...known, LATEST]);
  bench.error(
    'E_REFERENCE',
    path,
    `${quotable(owner)} has no version or alias ${quotable(qualifier)}${didYouMean(qualifier, known)} (there are ${list})`,
  );
  return null;
}

/** The function as it was last saved; it must have a duration of its own, not only its versions. */
function latest(bench: Workbench, path: Path, name: string): CalledTarget | null {
  const own = nodeAt(bench.root, ['functions', name, 'duration']);
  const versions = keysAt(bench.root, ['functions', name, 'versions']);
  if (own !== undefined || versions.length === 0) return { function: name, qualifier: LATEST };
  const known = [...keysAt(bench.root, ['functions', name, 'aliases']), ...versions];
  bench.error(
    'E_REFERENCE',
    path,
    `${quotable(name)} stands for $LATEST, and only its versions have a duration; call ${known
      .slice(0, 3)
      .map((one) => quotable(`${name}:${one}`))
      .join(' or ')}, or give the function a duration`,
  );
  return null;
}

function listOf(names: readonly string[]): string {
  return names
    .slice(0, 12)
    .map((name) => quotable(name))
    .join(', ');
}
