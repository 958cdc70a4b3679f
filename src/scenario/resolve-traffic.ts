/** The traffic of a source as the file has it → as the workload wants it. */
import type { ArrivalConfig, Shape } from '../workload/arrival-config.ts';
import type { Calendar } from './calendar.ts';
import type { CurveSpec } from './curve-schema.ts';
import { stagesOfCurve } from './curve.ts';
import { resolveStages, steady } from './stages.ts';
import { loadTrace } from './trace.ts';
import type { TrafficSpec } from './traffic-schema.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The arrival process, or `null` with errors. @param otherwise what else could be written where there is none */
export function resolveArrivals(
  bench: Workbench,
  path: Path,
  spec: TrafficSpec,
  calendar: Calendar | null,
  otherwise = '',
): ArrivalConfig | null {
  const bursty = spec.arrivals === 'bursty';
  if (bursty && spec.burstiness === undefined)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'burstiness'],
      'is missing; arrivals: bursty needs burstiness: { ratio: 3, on: 20s, off: 60s }',
    );
  if (!bursty && spec.burstiness !== undefined)
    bench.error(
      'E_CONFLICT',
      [...path, 'burstiness'],
      'goes with arrivals: bursty alone; change arrivals or remove it',
    );
  const possible = checkBurstiness(bench, path, spec);
  const shape = resolveShape(bench, path, spec, calendar, otherwise);
  if (shape === null || !possible || bursty !== (spec.burstiness !== undefined)) return null;
  return { process: spec.arrivals, burstiness: spec.burstiness ?? null, shape };
}

/** The mean is kept: what the on state has too much, the off state must be able to give up. */
function checkBurstiness(bench: Workbench, path: Path, { burstiness }: TrafficSpec): boolean {
  if (burstiness === undefined) return true;
  const highest = (burstiness.on + burstiness.off) / burstiness.on;
  if (burstiness.ratio <= highest) return true;
  const shown = String(Number(highest.toPrecision(4)));
  bench.error(
    'E_RANGE',
    [...path, 'burstiness', 'ratio'],
    `${String(burstiness.ratio)} is above ${shown} = (on + off) / on, where the off state is silent; lower it or make on shorter`,
  );
  return false;
}

/** Keys of which a source with an arrival process has one. */
export const SHAPES = ['rate', 'stages', 'trace'] as const;

function resolveShape(
  bench: Workbench,
  path: Path,
  spec: TrafficSpec,
  calendar: Calendar | null,
  otherwise: string,
): Shape | null {
  const given = SHAPES.filter((key) => spec[key] !== undefined);
  if (given.length === 0) {
    bench.error(
      'E_MISSING_KEY',
      [...path, 'rate'],
      `there is no traffic; write one of rate: 50/s, stages: [ … ] or trace: { … }${otherwise}`,
    );
    return null;
  }
  if (given.length > 1) {
    bench.keyError(
      'E_CONFLICT',
      [...path, given[1] ?? 'rate'],
      `there is ${given[0] ?? ''} already; keep one of ${given.join(', ')}`,
    );
    return null;
  }
  if (spec.curve !== undefined && spec.rate === undefined) {
    bench.keyError(
      'E_CONFLICT',
      [...path, 'curve'],
      `goes with rate alone; write rate: 50/s instead of ${given[0] ?? ''}`,
    );
    return null;
  }
  if (spec.rate !== undefined) return resolveRate(bench, path, spec.rate, spec.curve, calendar);
  if (spec.trace !== undefined) return loadTrace(bench, [...path, 'trace'], spec.trace);
  const stages = resolveStages(bench, [...path, 'stages'], spec.stages ?? []);
  return stages === null ? null : { kind: 'stages', stages };
}

function resolveRate(
  bench: Workbench,
  path: Path,
  rate: number,
  curve: CurveSpec | undefined,
  calendar: Calendar | null,
): Shape | null {
  if (curve === undefined) return { kind: 'stages', stages: [steady(rate)] };
  // Without a calendar something else is wrong, and told.
  const stages = calendar === null ? null : stagesOfCurve(bench, [...path, 'curve'], curve, rate, calendar);
  return stages === null ? null : { kind: 'stages', stages, smooth: true };
}
