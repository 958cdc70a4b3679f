/** What tests ask of a JSON Schema. */

/** Names of all properties anywhere in a JSON Schema. */
export function keysOf(schema: object): Set<string> {
  const keys = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, member] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(member as object)) keys.add(name);
      walk(member);
    }
  };
  walk(schema);
  return keys;
}

/** The part of a JSON Schema that is looked at. */
interface Node {
  readonly $ref?: string;
  readonly allOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node;
}

/** Paths of all that is no map with known keys, below the members of a map of the schema's. @param map its key at the top */
export function leavesOf(schema: Node, map: string): string[] {
  const resolved = ({ $ref, ...own }: Node): Node => {
    if ($ref === undefined) return own;
    const keys = $ref.slice('#/'.length).split('/');
    return { ...resolved(keys.reduce((at: object, key) => Reflect.get(at, key) as object, schema)), ...own };
  };
  const below = (given: Node, path: readonly string[]): string[] => {
    const node = resolved(given);
    const parts = [node, ...(node.allOf ?? []).map(resolved)].map(({ properties }) => properties ?? {});
    const members = parts.flatMap((properties) => Object.entries(properties));
    if (members.length === 0) return [path.join('.')];
    return members.flatMap(([key, member]) => below(member, [...path, key]));
  };
  return below(resolved(schema.properties![map]!).additionalProperties!, []);
}
