/** Functions on top of other functions: `functions.<name>.extends`. */
import { mergeMaps } from './merge.ts';
import { didYouMean } from './nearest.ts';
import type { Report } from './report.ts';
import { quotable } from './source-text.ts';
import { nodeAt, type Entry, type MapNode, type ScalarNode, type TreeNode } from './tree.ts';

/**
 * The tree in which every function that extends another has that one's keys below its own, merged key by key. One
 * that names no function, or comes back to itself, is reported and stays as it is.
 */
export function withInheritance(root: MapNode, report: Report): MapNode {
  const functions = root.entries.get('functions');
  if (functions?.node.kind !== 'map') return root;
  const inheritance = new Inheritance(functions.node.entries, report);
  const entries = new Map([...functions.node.entries.keys()].map((name) => [name, inheritance.entryOf(name, [])]));
  const node: MapNode = { ...functions.node, entries };
  return { ...root, entries: new Map(root.entries).set('functions', { ...functions, node }) };
}

/** Whether a function lacks what it extends, which is reported: what it has of its own need not be enough. */
export function lacksItsBase(root: TreeNode, report: Report, name: string): boolean {
  const seen = new Set<string>();
  for (let at: string | null = name; at !== null && !seen.has(at); at = nameOf(nodeAt(root, ['functions', at]))) {
    if (report.knows(['functions', at, 'extends'])) return true;
    seen.add(at);
  }
  return false;
}

/** The functions of one scenario, each made whole once. */
class Inheritance {
  readonly #written: ReadonlyMap<string, Entry>;
  readonly #report: Report;
  readonly #whole = new Map<string, Entry>();

  constructor(written: ReadonlyMap<string, Entry>, report: Report) {
    this.#written = written;
    this.#report = report;
  }

  /** `above` are the functions that extend this one, the one that was asked for first. */
  entryOf(name: string, above: readonly string[]): Entry {
    const entry = this.#whole.get(name) ?? this.#merged(name, this.#written.get(name)!, above);
    this.#whole.set(name, entry);
    return entry;
  }

  #merged(name: string, entry: Entry, above: readonly string[]): Entry {
    const named = extendsOf(entry.node);
    if (named === null || entry.node.kind !== 'map') return entry;
    const base = String(named.value);
    const chain = [...above, name];
    if (!this.#written.has(base)) {
      const what = `there is no function ${quotable(base)}${didYouMean(base, this.#written.keys())}`;
      return this.#refused(entry, 'E_REFERENCE', named, name, what);
    }
    if (chain.includes(base)) {
      const circle = [...chain.slice(chain.indexOf(base)), base].map((each) => quotable(each, 40)).join(' -> ');
      const what = `the functions ${circle} extend each other in a circle; one of them must stand alone`;
      return this.#refused(entry, 'E_EXTENDS', named, name, what);
    }
    const below = this.entryOf(base, chain).node;
    // The schema tells of a function that is no map.
    return below.kind === 'map' ? { ...entry, node: mergeMaps(below, entry.node) } : entry;
  }

  #refused(entry: Entry, code: string, { place }: ScalarNode, name: string, what: string): Entry {
    this.#report.error(code, place, ['functions', name, 'extends'], what);
    return entry;
  }
}

/** What a function extends; `null` where it does not, or says so in no way that can be read (the schema tells). */
function extendsOf(node: TreeNode | undefined): ScalarNode | null {
  const value = node?.kind === 'map' ? node.entries.get('extends')?.node : undefined;
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== '' ? value : null;
}

function nameOf(node: TreeNode | undefined): string | null {
  const named = extendsOf(node);
  return named === null ? null : String(named.value);
}
