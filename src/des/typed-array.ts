/** Flat arrays that grow. */

/** A copy of twice the length; the new half is 0. @param array at least one long */
export function doubled<T extends Uint8Array | Int32Array | Float64Array>(array: T): T {
  const longer = new (array.constructor as new (length: number) => T)(2 * array.length);
  longer.set(array);
  return longer;
}
