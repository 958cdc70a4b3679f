/** Faults that change how often requests arrive → the arrival processes of the sources. */
import type { FaultConfig } from '../lambda/fault.ts';
import type { TrafficChange } from '../workload/arrival-config.ts';
import type { AnySourceConfig } from '../workload/config.ts';

/** The sources, with what faults do to each: those on the account or the service do it to all. */
export function withTraffic(
  sources: readonly AnySourceConfig[],
  faults: readonly FaultConfig[],
): readonly AnySourceConfig[] {
  return sources.map((source) => {
    const traffic = joined(
      faults.flatMap(({ at, until, subject, effects }) => {
        const mine = subject.kind === 'source' ? subject.name === source.name : !('name' in subject);
        return mine && effects.traffic !== undefined ? [{ from: at, to: until, factor: effects.traffic }] : [];
      }),
    );
    return traffic.length === 0 ? source : { ...source, arrivals: { ...source.arrivals, traffic } };
  });
}

/** Stretches of several faults as one course: where they overlap the factors multiply; where that is 1 there is none. */
function joined(changes: readonly TrafficChange[]): readonly TrafficChange[] {
  const ends = [...new Set(changes.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  return ends.slice(1).flatMap((to, k): TrafficChange[] => {
    const from = ends[k]!;
    const factor = changes.reduce((all, one) => (one.from <= from && to <= one.to ? all * one.factor : all), 1);
    return factor === 1 ? [] : [{ from, to, factor }];
  });
}
