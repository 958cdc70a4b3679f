/** Flat arrays that grow. */

/** From here on a copy beside what is copied would be felt. */
const LARGE = 2 ** 16;

/**
 * A longer copy; what is new is 0. Most arrays double. A large one is made 64 times as long, for memory that was
 * never written to is not taken, while the copies of one doubling after another stay until they are collected.
 * @param array at least one long
 */
export function grown<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(array: T): T {
  const times = array.length >= LARGE && array.length < 64 * LARGE ? 64 : 2;
  const longer = new (array.constructor as new (length: number) => T)(times * array.length);
  longer.set(array);
  return longer;
}
