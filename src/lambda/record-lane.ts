/** The records of one lane in the order in which they came, run-length encoded in flat arrays. */
import { MILLISECOND, type Micros } from '../des/time.ts';

/** Entries of a block; a block is two words an entry. */
const ENTRIES = 256;
/** A lane with more entries than this keeps records by 10 ms, a shorter one by the microsecond. */
const EXACT_ENTRIES = 1_024;
const SLOT: Micros = 10 * MILLISECOND;
const LONGEST_DELTA = 2 ** 32 - 1;
const MOST_RECORDS = 255;
const MOST_BYTES = 2 ** 24 - 1;

/** Told of the records that leave a lane. */
export interface LaneSink {
  /** So many records that came at `at` leave. */
  left(at: Micros, records: number): void;
}

/**
 * First in, first out. An entry is 8 bytes: the time since the entry before it, how many records it is, and their
 * bytes together; records that came in the same microsecond share one. A lane that grows long (1,024 entries) puts the
 * records of 10 ms together, under the instant of the first: ten million records at 1,000/s take 8 MB.
 */
export class RecordLane {
  readonly #blocks: Uint32Array[] = [];
  /** Place of the first entry in the first block, and of the next one in the last. */
  #head = 0;
  #tail = ENTRIES;
  #entries = 0;
  #headAt: Micros = 0;
  #tailAt: Micros = 0;
  /** Records that wait. */
  count = 0;
  /** Bytes of these. */
  bytes = 0;
  /** Records that have left: the number of the first one that waits. */
  passed = 0;
  /** What the last `measure` found: bytes of the prefix, and when its last record came. */
  size = 0;
  lastAt: Micros = 0;

  /** When the first record came; there must be one. */
  get headAt(): Micros {
    return this.#headAt;
  }

  /** Bytes that the lane takes in memory. */
  get memory(): number {
    return this.#blocks.length * ENTRIES * 8;
  }

  /** A record comes. @param at never before the one before it @param bytes its size, at least 1 */
  push(at: Micros, bytes: number): void {
    const size = bytes < MOST_BYTES ? bytes : MOST_BYTES;
    this.count++;
    this.bytes += size;
    if (this.#entries === 0) this.#headAt = this.#tailAt = at;
    else if (this.#joins(at, size)) return;
    let delta = at - this.#tailAt;
    for (; delta > LONGEST_DELTA; delta -= LONGEST_DELTA) this.#append(LONGEST_DELTA, 0);
    this.#append(delta, 2 ** 24 + size);
    this.#tailAt = at;
  }

  /**
   * Measures the longest prefix of at most so many records and bytes, but of one record at least: `size` and `lastAt`
   * tell of it. @returns its records
   */
  measure(records: number, bytes: number): number {
    let block = 0;
    let place = this.#head;
    let at = this.#headAt;
    let found = 0;
    let size = 0;
    while (found < records && found < this.count) {
      const word = this.#blocks[block]![2 * place + 1]!;
      const here = word >>> 24;
      if (here > 0) {
        const each = (word & MOST_BYTES) / here;
        const room = each === 0 ? here : Math.floor((bytes - size) / each + 1e-9);
        const taken = Math.min(here, records - found, found === 0 ? Math.max(1, room) : room);
        if (taken <= 0) break;
        found += taken;
        size += taken * each;
        this.lastAt = at;
        if (taken < here) break;
      }
      if (++place === ENTRIES) {
        place = 0;
        block++;
      }
      if (found < this.count) at += this.#blocks[block]![2 * place]!;
    }
    this.size = size;
    return found;
  }

  /** The first `records` leave; so many must be there. */
  drop(records: number, sink: LaneSink): void {
    let left = records;
    while (left > 0) {
      const block = this.#blocks[0]!;
      const word = block[2 * this.#head + 1]!;
      const here = word >>> 24;
      const bytes = word & MOST_BYTES;
      const taken = here < left ? here : left;
      sink.left(this.#headAt, taken);
      left -= taken;
      this.count -= taken;
      this.passed += taken;
      if (taken === here) {
        this.bytes -= bytes;
        this.#advance();
      } else {
        const gone = Math.round((bytes * taken) / here);
        this.bytes -= gone;
        block[2 * this.#head + 1] = (here - taken) * 2 ** 24 + bytes - gone;
      }
    }
  }

  /** How many records came before `at`. */
  before(at: Micros): number {
    if (this.count === 0 || this.#headAt >= at) return 0;
    let block = 0;
    let place = this.#head;
    let time = this.#headAt;
    let found = 0;
    while (time < at) {
      found += this.#blocks[block]![2 * place + 1]! >>> 24;
      if (found === this.count) break;
      if (++place === ENTRIES) {
        place = 0;
        block++;
      }
      time += this.#blocks[block]![2 * place]!;
    }
    return found;
  }

  /** Whether the record joins the last entry. */
  #joins(at: Micros, size: number): boolean {
    const together =
      at === this.#tailAt ||
      (this.#entries > EXACT_ENTRIES && Math.floor(at / SLOT) === Math.floor(this.#tailAt / SLOT));
    if (!together) return false;
    const block = this.#blocks.at(-1)!;
    const word = block[2 * this.#tail - 1]!;
    if (word >>> 24 === MOST_RECORDS || (word & MOST_BYTES) + size > MOST_BYTES) return false;
    block[2 * this.#tail - 1] = word + 2 ** 24 + size;
    return true;
  }

  #append(delta: number, word: number): void {
    if (this.#tail === ENTRIES) {
      this.#blocks.push(new Uint32Array(2 * ENTRIES));
      this.#tail = 0;
    }
    const block = this.#blocks.at(-1)!;
    block[2 * this.#tail] = delta;
    block[2 * this.#tail + 1] = word;
    this.#tail++;
    this.#entries++;
  }

  /** The first entry is used up: on to the next one that holds records. */
  #advance(): void {
    for (;;) {
      this.#entries--;
      if (this.#entries === 0) {
        this.#blocks.length = 0;
        this.#head = 0;
        this.#tail = ENTRIES;
        return;
      }
      if (++this.#head === ENTRIES) {
        this.#blocks.shift();
        this.#head = 0;
      }
      const block = this.#blocks[0]!;
      this.#headAt += block[2 * this.#head]!;
      if (block[2 * this.#head + 1]! >>> 24 > 0) return;
    }
  }
}
