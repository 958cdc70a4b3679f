/** Walks a YAML document: nodes become a tree of values with their places; aliases and merge keys are resolved. */
import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { quotable } from './source-text.ts';
import type { Report } from './report.ts';
import type { Entry, Origin, Path, Place, TreeNode } from './tree.ts';

/** Names that JavaScript objects already have. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const DEEPEST = 64;
/** How many values aliases may add before the text is taken for a bomb. */
const ALIASED_VALUES = 20_000;

/** One walk over one document. */
export class Walk {
  readonly #origin: Origin;
  readonly #report: Report;
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node | null>();
  #aliased = 0;

  constructor(origin: Origin, report: Report) {
    this.#origin = origin;
    this.#report = report;
  }

  /** `open` are the anchored nodes around this one that are being expanded: an alias to one of them is a circle. */
  visit(node: unknown, path: Path, depth: number, open: readonly Node[], key: Place | null = null): TreeNode | null {
    if (depth > DEEPEST)
      return this.#refuse(
        'E_YAML',
        this.#place(node, key),
        path,
        `values are nested more than ${String(DEEPEST)} deep`,
      );
    if (isAlias(node)) return this.#follow(node, path, depth, open);
    if (open.length === 0 && isNode(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (open.length > 0 && ++this.#aliased > ALIASED_VALUES) {
      if (this.#aliased > ALIASED_VALUES + 1) return null;
      return this.#refuse(
        'E_ALIAS',
        this.#place(open[0], key),
        path,
        `aliases expand to more than ${String(ALIASED_VALUES)} values; write less by alias`,
      );
    }
    if (isMap(node)) return this.#map(node, path, depth, open);
    if (isSeq(node)) return this.#list(node.items, this.#place(node, key), path, depth, open);
    if (isScalar(node)) return this.#scalar(node, path, key);
    return this.#refuse('E_TYPE', key ?? this.#place(node, key), path, 'has no value; give one or leave the key out');
  }

  #scalar(node: Scalar, path: Path, key: Place | null): TreeNode | null {
    const place = this.#place(node, key);
    const { value } = node;
    if (value === null && (node.source ?? '') === '') {
      return this.#refuse('E_TYPE', key ?? place, path, 'has no value; give one or leave the key out');
    }
    const plain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
    if (!plain) return this.#refuse('E_TYPE', place, path, 'is neither text, number, true nor false; quote it');
    return { kind: 'scalar', place, value };
  }

  #list(items: readonly unknown[], place: Place, path: Path, depth: number, open: readonly Node[]): TreeNode {
    const nodes: TreeNode[] = [];
    for (const [index, item] of items.entries()) {
      const node = this.visit(item, [...path, index], depth + 1, open, place);
      nodes.push(node ?? { kind: 'scalar', place, value: null });
    }
    return { kind: 'list', place, items: nodes };
  }

  #map(map: YAMLMap, path: Path, depth: number, open: readonly Node[]): TreeNode {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    const mergedKeys: string[] = [];
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        for (const [key, entry] of this.#merge(pair, path, depth, open)) {
          if (!mergedKeys.includes(key)) {
            mergedKeys.push(key);
            merged.push(entry);
          }
        }
        continue;
      }
      const key = this.#key(pair, path, open);
      if (key === null) continue;
      if (entries.has(key.name)) {
        const twice = 'is there twice in the same map; keep one of them';
        if (open.length === 0) this.#refuse('E_DUPLICATE_KEY', key.place, [...path, key.name], twice);
        continue;
      }
      const node = this.visit(pair.value, [...path, key.name], depth + 1, open, key.place);
      if (node !== null) entries.set(key.name, { key: key.place, node });
    }
    for (const [index, entry] of merged.entries()) {
      const name = mergedKeys[index] ?? '';
      if (!entries.has(name)) entries.set(name, entry);
    }
    return { kind: 'map', place: this.#place(map, null), entries };
  }

  /** `<<: *one` or `<<: [*one, *two]`: the entries of the maps, earlier ones first. */
  #merge(pair: Pair, path: Path, depth: number, open: readonly Node[]): readonly (readonly [string, Entry])[] {
    const value = this.visit(pair.value, [...path, '<<'], depth + 1, open, this.#place(pair.key, null));
    if (value === null) return [];
    const maps = value.kind === 'list' ? value.items : [value];
    return maps.flatMap((map) => {
      if (map.kind === 'map') return [...map.entries];
      this.#refuse('E_TYPE', map.place, [...path, '<<'], 'a merge key takes a map or a list of maps');
      return [];
    });
  }

  #key(pair: Pair, path: Path, open: readonly Node[]): { readonly name: string; readonly place: Place } | null {
    const place = this.#place(pair.key, null);
    const key = isAlias(pair.key) ? this.#target(pair.key) : pair.key;
    if (!isScalar(key) || key.value === null) {
      this.#refuse('E_TYPE', place, path, 'a key must be text');
      return null;
    }
    if (open.length === 0 && key.anchor !== undefined) this.#anchors.set(key.anchor, key);
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
    if (FORBIDDEN_KEYS.has(name)) {
      this.#refuse('E_NAME', place, path, `${name} cannot be a name; choose another`);
      return null;
    }
    return { name, place };
  }

  #follow(alias: Alias, path: Path, depth: number, open: readonly Node[]): TreeNode | null {
    const target = this.#target(alias);
    const place = this.#place(alias, null);
    if (target === null)
      return this.#refuse(
        'E_ALIAS',
        place,
        path,
        `there is no anchor &${quotable(alias.source)} above; define it first, or quote the text`,
      );
    if (open.includes(target) || this.#isAround(target, alias)) {
      return this.#refuse('E_ALIAS', place, path, `*${quotable(alias.source)} stands inside what it refers to`);
    }
    return this.visit(target, path, depth + 1, [...open, target]);
  }

  #target(alias: Alias): Node | null {
    let target = this.#targets.get(alias);
    if (target === undefined) {
      target = this.#anchors.get(alias.source) ?? null;
      this.#targets.set(alias, target);
    }
    return target;
  }

  #isAround(target: Node, alias: Alias): boolean {
    const outer = target.range;
    const inner = alias.range;
    return (
      outer !== undefined &&
      outer !== null &&
      inner !== undefined &&
      inner !== null &&
      outer[0] <= inner[0] &&
      inner[1] <= outer[1]
    );
  }

  #place(node: unknown, fallback: Place | null): Place {
    const range = isNode(node) ? node.range : null;
    if (range === null || range === undefined) return fallback ?? { origin: this.#origin, start: 0, end: 0 };
    return { origin: this.#origin, start: range[0], end: range[1] };
  }

  #refuse(code: string, place: Place, path: Path, what: string): null {
    this.#report.error(code, place, path, what);
    return null;
  }
}

function isNode(node: unknown): node is Node {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}
