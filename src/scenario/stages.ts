/** The stages of the file → the stages of the workload: ramps get their start, the last rate its end. */
import type { Stage } from '../workload/arrival-config.ts';
import type { StageSpec } from './stage-schema.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/**
 * Ramps start at the rate before them: 0 at the start and after a pause, unchanged by a burst. The last rate holds to
 * the horizon. `null` with an error where a rate that is not the last one has no end.
 */
export function resolveStages(bench: Workbench, path: Path, specs: readonly StageSpec[]): readonly Stage[] | null {
  if (specs.length === 0) {
    bench.error('E_VALUE', path, 'has no stages; write [ { rate: 50/s, for: 10m } ]');
    return null;
  }
  const stages: Stage[] = [];
  let rate = 0;
  let endless = false;
  for (const [index, spec] of specs.entries()) {
    if (endless) {
      bench.error('E_MISSING_KEY', [...path, index - 1, 'for'], 'is missing; only the last stage may go on to the end');
      return null;
    }
    if (spec.kind === 'burst') {
      stages.push({ kind: 'burst', count: spec.count, over: spec.over });
      continue;
    }
    const from = spec.kind === 'ramp' ? rate : spec.kind === 'rate' ? spec.rate : 0;
    const to = spec.kind === 'ramp' ? spec.to : from;
    endless = spec.for === null;
    stages.push({ kind: 'rate', from, to, for: spec.for ?? Infinity });
    rate = to;
  }
  if (!endless && rate > 0) stages.push(steady(rate));
  return stages;
}

/** One rate from now to the horizon. */
export function steady(rate: number): Stage {
  return { kind: 'rate', from: rate, to: rate, for: Infinity };
}
