/** A trace of counts as stages, which a bursty process can modulate. */
import { SECOND } from '../des/time.ts';
import type { Shape, Stage } from './arrival-config.ts';

/** Counts per period as stages of constant rate: what a bursty process modulates. */
export function stagesOf(shape: Extract<Shape, { kind: 'counts' }>): readonly Stage[] {
  const stages: Stage[] = [];
  let at = 0;
  for (let row = 0; row < shape.counts.length; row++) {
    const start = shape.starts[row]!;
    if (start > at) stages.push({ kind: 'rate', from: 0, to: 0, for: start - at });
    const rate = shape.counts[row]! / (shape.period / SECOND);
    const length = Math.min(shape.period, (shape.starts[row + 1] ?? Infinity) - start);
    stages.push({ kind: 'rate', from: rate, to: rate, for: length });
    at = start + length;
  }
  return stages;
}
