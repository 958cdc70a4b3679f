/** The records of one lane in the order in which they came: the first ones as they are, those far behind packed. */
import type { Micros } from '../des/time.ts';
import { PackedRecords } from './packed-records.ts';

/** So many records are kept by the microsecond and the byte; a power of two. */
const EXACT = 1_024;
const MOST_BYTES = 2 ** 24 - 1;

/** Told of the records that leave a lane. */
export interface LaneSink {
  /** So many records that came at `at` leave. */
  left(at: Micros, records: number): void;
}

/**
 * First in, first out. Of the records behind the first 1,024 only the 10 ms in which each came is kept, and the bytes
 * of some thousands together: ten million records take 10 MB at most.
 */
export class RecordLane {
  /** A ring of records: when each came, and beside that its bytes. */
  #ring = new Float64Array(16);
  /** Place of the first one in the ring, and how many there are in it. */
  #head = 0;
  #exact = 0;
  readonly #packed: PackedRecords;
  /** Records that wait. */
  count = 0;
  /** Bytes of these. */
  bytes = 0;
  /** Records that have left: the number of the first one that waits. */
  passed = 0;
  /** What the last `measure` found: bytes of the prefix, and when its last record came. */
  size = 0;
  lastAt: Micros = 0;

  /** @param border an instant: no record is told to have come on the other side of it */
  constructor(border: Micros = 0) {
    this.#packed = new PackedRecords(border);
  }

  /** When the first record came; there must be one. */
  get headAt(): Micros {
    return this.#ring[2 * this.#head]!;
  }

  /** Bytes that the lane takes in memory. */
  get memory(): number {
    return this.#ring.byteLength + this.#packed.memory;
  }

  /** A record comes. @param at never before the one before it @param bytes its size, at least 1 */
  push(at: Micros, bytes: number): void {
    const size = bytes < MOST_BYTES ? bytes : MOST_BYTES;
    this.count++;
    this.bytes += size;
    if (this.#exact === EXACT) this.#packed.push(at, size);
    else this.#append(at, size);
  }

  /**
   * Measures the longest prefix of at most so many records and bytes, but of one record at least: `size` and `lastAt`
   * tell of it. @returns its records
   */
  measure(records: number, bytes: number): number {
    const most = Math.min(records, this.count);
    let found = 0;
    let size = 0;
    for (; found < most && found < this.#exact; found++) {
      const place = this.#placeOf(found);
      const each = this.#ring[place + 1]!;
      if (size + each > bytes && found > 0) break;
      size += each;
      this.lastAt = this.#ring[place]!;
    }
    if (found === this.#exact) {
      for (const reader = this.#packed.read(); found < most; found++) {
        const each = reader.bytes;
        if (size + each > bytes && found > 0) break;
        size += each;
        this.lastAt = reader.at;
        reader.next();
      }
    }
    this.size = size;
    return found;
  }

  /** The first `records` leave; so many must be there. */
  drop(records: number, sink: LaneSink): void {
    for (let left = records; left > 0;) {
      const at = this.headAt;
      let together = 0;
      do {
        this.bytes -= this.#first();
        together++;
        left--;
      } while (left > 0 && this.headAt === at);
      this.count -= together;
      this.passed += together;
      sink.left(at, together);
    }
  }

  /** How many records came before `at`. */
  before(at: Micros): number {
    let found = 0;
    while (found < this.#exact && this.#ring[this.#placeOf(found)]! < at) found++;
    if (found < this.#exact) return found;
    for (const reader = this.#packed.read(); found < this.count && reader.at < at; found++) reader.next();
    return found;
  }

  /** Where the record `k` from the first one stands in the ring. */
  #placeOf(k: number): number {
    return (2 * (this.#head + k)) & (this.#ring.length - 1);
  }

  /** The first record leaves the ring, and the first packed one takes its place. @returns its bytes */
  #first(): number {
    const bytes = this.#ring[2 * this.#head + 1]!;
    this.#head = (this.#head + 1) & (this.#ring.length / 2 - 1);
    this.#exact--;
    if (!this.#packed.isEmpty) this.#append(this.#packed.headAt, this.#packed.drop());
    return bytes;
  }

  #append(at: Micros, size: number): void {
    // An empty ring begins where it began before: memory that is used again is near.
    if (this.#exact === 0) this.#head = 0;
    else if (2 * this.#exact === this.#ring.length) this.#grow();
    const place = this.#placeOf(this.#exact++);
    this.#ring[place] = at;
    this.#ring[place + 1] = size;
  }

  /** The ring is full: one twice as long takes its place, and begins at its first record. */
  #grow(): void {
    const ring = new Float64Array(2 * this.#ring.length);
    ring.set(this.#ring.subarray(2 * this.#head));
    ring.set(this.#ring.subarray(0, 2 * this.#head), this.#ring.length - 2 * this.#head);
    this.#ring = ring;
    this.#head = 0;
  }
}
