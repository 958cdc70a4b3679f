/** The order in which functions and sources are numbered. */

/** Numbers are given by name, so that permuting the scenario changes nothing, not even ties. */
export function inOrderOfNames<T extends { readonly name: string }>(things: readonly T[]): readonly T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
