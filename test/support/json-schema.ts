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
