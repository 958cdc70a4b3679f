/** What `function:` of a source names: a function, and of it a version or an alias. */
import { LATEST } from '../lambda/quotas.ts';
import { didYouMean } from './nearest.ts';
import { quotable } from './source-text.ts';
import { isGiven, keysAt, nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What `provisionedConcurrency` and `snapStart` of a function are short for: an alias on a version, as serverless.yml and SAM wire it. */
export const LIVE = 'live';
export const FIRST_VERSION = '1';

/** Of a source with nothing in front of Lambda: what APIs and Step Functions have. */
export const DIRECT = { routes: [], throttle: null, authorizer: null, map: null } as const;

/** A function and the qualifier behind its name. */
export interface CalledTarget {
  readonly function: string;
  /** A version, an alias or `$LATEST`. */
  readonly qualifier: string;
}

/** Reads `name`, `name:alias`, `name:version` or `name:$LATEST` at `path`; `null` with an error where there is none. */
export function readTarget(bench: Workbench, path: Path, text: string): CalledTarget | null {
  const functions = keysAt(bench.root, ['functions']);
  if (functions.includes(text))
    return isShorthand(bench, text) ? { function: text, qualifier: LIVE } : latest(bench, path, text);
  // Names may hold colons themselves: the longest that fits is meant.
  const [owner] = functions.filter((name) => text.startsWith(`${name}:`)).toSorted((a, b) => b.length - a.length);
  if (owner === undefined) {
    const list = functions.length === 0 ? '' : ` (there are ${listOf(functions)})`;
    bench.error('E_REFERENCE', path, `there is no function ${quotable(text)}${didYouMean(text, functions)}${list}`);
    return null;
  }
  const qualifier = text.slice(owner.length + 1);
  if (qualifier === LATEST) return latest(bench, path, owner);
  const known = qualifiersOf(bench, owner);
  if (known.includes(qualifier)) return { function: owner, qualifier };
  const list = listOf([...known, LATEST]);
  bench.error(
    'E_REFERENCE',
    path,
    qualifier === ''
      ? `names no version or alias after the colon; write ${quotable(owner)}, or one of its own (there are ${list})`
      : `${quotable(owner)} has no version or alias ${quotable(qualifier)}${didYouMean(qualifier, known)} (there are ${list})`,
  );
  return null;
}

/** Aliases and versions of a function, also where a shorthand stands for both. */
function qualifiersOf(bench: Workbench, name: string): readonly string[] {
  return [
    ...keysAt(bench.root, ['functions', name, 'aliases']),
    ...keysAt(bench.root, ['functions', name, 'versions']),
    ...(isShorthand(bench, name) ? [LIVE, FIRST_VERSION] : []),
  ];
}

/** Versions of a function that an objective can be about. */
export function versionsOf(bench: Workbench, name: string): readonly string[] {
  return [
    LATEST,
    ...keysAt(bench.root, ['functions', name, 'versions']),
    ...(isShorthand(bench, name) ? [FIRST_VERSION] : []),
  ];
}

/**
 * Whether a function's own `provisionedConcurrency`, or its `snapStart`, which exists for published versions alone
 * (R3.6), stands for an alias on one.
 */
function isShorthand(bench: Workbench, name: string): boolean {
  const path: Path = ['functions', name];
  if (isGiven(bench.root, [...path, 'provisionedConcurrency'])) return true;
  const snapStart = nodeAt(bench.root, [...path, 'snapStart']);
  const own = [...keysAt(bench.root, [...path, 'versions']), ...keysAt(bench.root, [...path, 'aliases'])];
  return snapStart?.kind === 'scalar' && snapStart.value === true && own.length === 0;
}

/** The function as it was last saved; it must have a duration of its own, not only its versions. */
function latest(bench: Workbench, path: Path, name: string): CalledTarget | null {
  const versions = keysAt(bench.root, ['functions', name, 'versions']);
  if (isGiven(bench.root, ['functions', name, 'duration']) || versions.length === 0)
    return { function: name, qualifier: LATEST };
  const known = qualifiersOf(bench, name);
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
    .map((name) => (name === '' ? '""' : quotable(name)))
    .join(', ');
}
