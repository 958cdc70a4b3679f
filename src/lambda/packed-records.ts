/** The far end of a long lane: records by 10 ms, packed to half a byte each. */
import { MILLISECOND, SECOND, type Micros } from '../des/time.ts';

/** Half bytes of a block. */
const NIBBLES = 8_192;
/** The half byte that stands for so many slots without a record; a smaller one is a record, so many slots later. */
const SKIP = 15;
/** Where records are further apart than so many slots, slots become longer. */
const FAR_APART = 14;
const SLOTS: readonly Micros[] = [10 * MILLISECOND, 100 * MILLISECOND, SECOND];

/** Records that came one after another. */
interface Block {
  /** When its first record came. */
  readonly first: Micros;
  /** Slots begin at multiples of their length, so that none lies on both sides of a second or a minute. */
  readonly slot: Micros;
  readonly nibbles: Uint8Array;
  /** Half bytes that are written. */
  used: number;
  /** Records that were written. */
  written: number;
  /** Records that wait, and their bytes together: each counts for the mean. */
  records: number;
  bytes: number;
}

/** Stands at one record; `next` goes on. */
export interface PackedReader {
  /** When it came, less up to a slot. */
  readonly at: Micros;
  readonly bytes: number;
  next(): void;
}

/**
 * First in, first out. A record is told by the slots since the one before it: of 10 ms, or longer ones where fewer than
 * seven records come in a second, so that ten million of them take less than 10 MB at any rate. All of a block have its
 * mean size.
 */
export class PackedRecords {
  readonly #blocks: Block[] = [];
  /** Stands at the first record. */
  readonly #head = new Reader(this.#blocks);
  readonly #reader = new Reader(this.#blocks);
  readonly #border: Micros;
  /** When the last record came, and its slot. */
  #lastAt: Micros = 0;
  #tailAt: Micros = 0;

  /** @param border a record from here on is never told to have come before it */
  constructor(border: Micros) {
    this.#border = border;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  /** Bytes that it takes in memory. */
  get memory(): number {
    return (this.#blocks.length * NIBBLES) / 2;
  }

  /** When the first record came; there must be one. */
  get headAt(): Micros {
    return this.#head.at;
  }

  /** A record comes. @param at never before the one before it */
  push(at: Micros, bytes: number): void {
    let block = this.#blocks.at(-1);
    const gap = block === undefined ? Infinity : Math.floor((at - this.#tailAt) / block.slot);
    const skips = Math.floor(gap / SKIP);
    const crosses = this.#lastAt < this.#border && at >= this.#border;
    this.#lastAt = at;
    if (block === undefined || crosses || block.used + skips >= NIBBLES) {
      block = this.#begin(at, block);
    } else {
      for (let k = 0; k < skips; k++) put(block, SKIP);
      put(block, gap % SKIP);
      this.#tailAt += gap * block.slot;
    }
    block.written++;
    block.records++;
    block.bytes += bytes;
  }

  /** The first record leaves. @returns its bytes */
  drop(): number {
    const block = this.#blocks[0]!;
    const bytes = Math.round(block.bytes / block.records);
    this.#head.next();
    block.records--;
    block.bytes -= bytes;
    if (block.records === 0) {
      this.#blocks.shift();
      this.#head.rewind();
    }
    return bytes;
  }

  /** Reads from the first record on, until the next call. */
  read(): PackedReader {
    this.#reader.follow(this.#head);
    return this.#reader;
  }

  #begin(at: Micros, before: Block | undefined): Block {
    const apart = before === undefined ? 0 : (at - before.first) / before.written;
    const slot = SLOTS.find((length) => apart <= FAR_APART * length) ?? SLOTS.at(-1)!;
    const nibbles = new Uint8Array(NIBBLES / 2);
    const block = { first: at, slot, nibbles, used: 0, written: 0, records: 0, bytes: 0 };
    this.#tailAt = slotOf(block);
    this.#blocks.push(block);
    if (before === undefined) this.#head.rewind();
    return block;
  }
}

/** The slot of the first record. */
function slotOf({ first, slot }: Block): Micros {
  return Math.floor(first / slot) * slot;
}

function put(block: Block, nibble: number): void {
  block.nibbles[block.used >> 1]! |= nibble << (4 * (block.used & 1));
  block.used++;
}

class Reader implements PackedReader {
  at: Micros = 0;
  readonly #blocks: readonly Block[];
  #slotAt: Micros = 0;
  #number = 0;
  /** The next half byte in the block. */
  #place = 0;

  constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  get bytes(): number {
    const { bytes, records } = this.#blocks[this.#number]!;
    return bytes / records;
  }

  next(): void {
    const block = this.#blocks[this.#number]!;
    if (this.#place === block.used) {
      this.#enter(this.#number + 1);
      return;
    }
    let gap = 0;
    for (;;) {
      const nibble = (block.nibbles[this.#place >> 1]! >> (4 * (this.#place & 1))) & 15;
      this.#place++;
      gap += nibble;
      if (nibble < SKIP) break;
    }
    this.#slotAt += gap * block.slot;
    if (this.#slotAt > this.at) this.at = this.#slotAt;
  }

  /** To the first record of the first block. */
  rewind(): void {
    this.#enter(0);
  }

  /** To where another one stands. */
  follow(other: Reader): void {
    this.at = other.at;
    this.#slotAt = other.#slotAt;
    this.#number = other.#number;
    this.#place = other.#place;
  }

  #enter(number: number): void {
    this.#number = number;
    this.#place = 0;
    const block = this.#blocks[number];
    if (block === undefined) return;
    this.at = block.first;
    this.#slotAt = slotOf(block);
  }
}
