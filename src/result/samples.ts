/** The times of one bucket, from which its percentiles are taken. */
import type { Micros } from '../des/time.ts';
import { binOf, upperEdge } from './histogram.ts';
import type { Statistic } from './series-record.ts';

/** Up to here the bins are kept as they come; beyond they are counted. */
const FEW = 16;
/** Bins are counted one by one and, to find a percentile fast, in groups of 32. */
const GROUP_BITS = 5;
/** Above the bin of 2^52 µs, in whole groups. */
const BINS = 12_288;

/** The rank, from 1, of the q-th percentile among `count` values: ceil(q/100 · count). */
export function rankOf(q: number, count: number): number {
  // 1e-9 keeps a rank that is whole but for rounding, such as 99/100 · 300, from moving up.
  return Math.max(1, Math.ceil((q / 100) * count - 1e-9));
}

/** What is said of few times that stand in order from `from` to `to`; there must be one. It is what `Samples` says of them. */
export function statisticOfFew(statistic: Statistic, sorted: Float64Array, from: number, to: number): number {
  if (statistic === 'mean') {
    let sum = 0;
    for (let k = from; k < to; k++) sum += sorted[k]!;
    return sum / (to - from);
  }
  const max = sorted[to - 1]!;
  const rank = statistic === 'max' ? to - from : rankOf(statistic, to - from);
  return rank === to - from ? max : Math.min(upperEdge(binOf(sorted[from + rank - 1]!)), max);
}

/** A bag of times that is emptied and used again. */
export class Samples {
  /** Facts of this bucket that are not known yet. */
  pending = 0;
  count = 0;
  #sum = 0;
  #max: Micros = 0;
  readonly #few = new Int32Array(FEW);
  #bins: Uint32Array | null = null;
  #groups: Uint32Array | null = null;
  /** The groups in which samples were counted. */
  #firstGroup = 0;
  #lastGroup = -1;

  /** @param bin of `micros` */
  add(micros: Micros, bin: number): void {
    this.#sum += micros;
    if (micros > this.#max) this.#max = micros;
    const count = this.count++;
    if (count < FEW) this.#few[count] = bin;
    else this.#tally(bin, count === FEW);
  }

  /** Adds `times` from `from` to `to`. @param bins theirs */
  addAll(times: Float64Array, bins: Int32Array, from: number, to: number): void {
    let k = from;
    for (; k < to && this.count <= FEW; k++) this.add(times[k]!, bins[k]!);
    this.#addMore(times, bins, k, to);
  }

  /** Puts few samples in order; call it before `statistic`. */
  sort(): void {
    const few = this.#few;
    const count = this.count > FEW ? 0 : this.count;
    for (let i = 1; i < count; i++) {
      const bin = few[i]!;
      let k = i;
      for (; k > 0 && few[k - 1]! > bin; k--) few[k] = few[k - 1]!;
      few[k] = bin;
    }
  }

  /** What is asked of them; there must be a sample. */
  statistic(statistic: Statistic): number {
    if (statistic === 'mean') return this.#sum / this.count;
    return statistic === 'max' ? this.#max : this.#percentile(statistic);
  }

  clear(): void {
    if (this.count > FEW) {
      this.#bins!.fill(0, this.#firstGroup << GROUP_BITS, (this.#lastGroup + 1) << GROUP_BITS);
      this.#groups!.fill(0, this.#firstGroup, this.#lastGroup + 1);
    }
    this.count = 0;
    this.pending = 0;
    this.#sum = 0;
    this.#max = 0;
  }

  /** The ceil(q/100 · n)-th smallest: upper edge of its bin, never above the maximum. */
  #percentile(q: number): Micros {
    if (this.count === 1) return this.#max;
    const rank = rankOf(q, this.count);
    const bin = this.count <= FEW ? this.#few[rank - 1]! : this.#binOfRank(rank);
    return Math.min(upperEdge(bin), this.#max);
  }

  #binOfRank(rank: number): number {
    const groups = this.#groups!;
    const bins = this.#bins!;
    let below = 0;
    let group = this.#firstGroup;
    while (below + groups[group]! < rank) below += groups[group++]!;
    let bin = group << GROUP_BITS;
    while (below + bins[bin]! < rank) below += bins[bin++]!;
    return bin;
  }

  #tally(bin: number, first: boolean): void {
    if (first) {
      this.#bins ??= new Uint32Array(BINS);
      this.#groups ??= new Uint32Array(BINS >> GROUP_BITS);
      this.#firstGroup = bin >> GROUP_BITS;
      this.#lastGroup = this.#firstGroup;
      for (let k = 0; k < FEW; k++) this.#countOne(this.#few[k]!);
    }
    this.#countOne(bin);
  }

  /** Where they are counted already: in locals, which a loop over fields is twice as slow without. */
  #addMore(times: Float64Array, bins: Int32Array, from: number, length: number): void {
    if (from === length) return;
    const counts = this.#bins!;
    const groups = this.#groups!;
    let sum = this.#sum;
    let max = this.#max;
    let first = this.#firstGroup;
    let last = this.#lastGroup;
    for (let k = from; k < length; k++) {
      const micros = times[k]!;
      const bin = bins[k]!;
      const group = bin >> GROUP_BITS;
      sum += micros;
      if (micros > max) max = micros;
      counts[bin]!++;
      groups[group]!++;
      if (group < first) first = group;
      if (group > last) last = group;
    }
    this.count += length - from;
    this.#sum = sum;
    this.#max = max;
    this.#firstGroup = first;
    this.#lastGroup = last;
  }

  #countOne(bin: number): void {
    const group = bin >> GROUP_BITS;
    this.#bins![bin]!++;
    this.#groups![group]!++;
    if (group < this.#firstGroup) this.#firstGroup = group;
    if (group > this.#lastGroup) this.#lastGroup = group;
  }
}
