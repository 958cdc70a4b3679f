/** Named streams of random numbers from one seed, in which every draw belongs to a subject. */
import seedrandom from 'seedrandom';

/**
 * A stream of uniforms addressed by (subject, draw): the same address always gives the same number, in whatever
 * order the draws are made. So a changed setting shifts no draw of anything that it does not touch
 * (common random numbers).
 */
export class Stream {
  readonly #key0: number = 0;
  readonly #key1: number = 0;

  /** @param key0 first 32 bits of the stream's key @param key1 the other 32 bits */
  constructor(key0: number, key1: number) {
    this.#key0 = key0 | 0;
    this.#key1 = key1 | 0;
  }

  /**
   * A uniform in the open interval (0, 1), a multiple of 2^-52 plus 2^-53.
   *
   * A counter-based generator: rounds of 32-bit multiply-xorshift hashing (constants of "triple32" by C. Wellons and
   * of MurmurHash3's finalizer) over the key and the address. Allocates nothing.
   * @param subject number of the request, environment … within its owner; a whole number below 2^53
   * @param draw which of the subject's draws, a whole number below 2^31
   */
  uniform(subject: number, draw: number): number {
    let a = (subject + this.#key0) | 0;
    // A subject past 2^32 must not repeat the draws of the one 2^32 before it.
    if (subject >= 4294967296) a = Math.imul(a + ((subject / 4294967296) | 0), 0x9e3779b1);
    a = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
    a = Math.imul(a ^ (a >>> 15), 0x735a2d97);
    a = ((a ^ (a >>> 15)) + (this.#key1 | 0) + Math.imul(draw, 0x9e3779b1)) | 0;
    let b = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
    b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b ^= b >>> 16;
    return (b >>> 0) * 2 ** -32 + ((a >>> 12) + 0.5) * 2 ** -52;
  }
}

/** Makes the streams of one replication; equal seeds and names give equal streams. */
export class Streams {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** @param path what the stream is for and whom it belongs to, e.g. `('arrivals', 'shop')` */
  stream(...path: readonly string[]): Stream {
    const generator = seedrandom.alea(`${this.#seed}/${path.map(encodeURIComponent).join('/')}`);
    return new Stream(generator.int32(), generator.int32());
  }
}
