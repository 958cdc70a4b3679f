/** Kafka topics: one line a mapping on its lag and on who reads it, beneath the streams. */
import { count, figure, plural } from '../../result/quantity.ts';
import type { ResultJson, SourceResult } from '../../result/run-result.ts';
import type { Look } from './ink.ts';
import { nameCell } from './name-cell.ts';

const MOST = 20;
const NAME = 48;

/** Empty where no source reads a topic; of more than twenty those that lag most. */
export function topicLines(look: Look, { sources }: Pick<ResultJson, 'sources'>): string[] {
  const all = Object.entries(sources).filter(([, { OffsetLag }]) => OffsetLag !== undefined);
  const worst = all.toSorted(([, a], [, b]) => b.OffsetLag!.max - a.OffsetLag!.max).slice(0, MOST);
  return all
    .filter((entry) => worst.includes(entry))
    .map(([name, source]) => `  ${nameCell(look, name, NAME)}: ${lag(source)}; ${readers(source)}`);
}

function lag({ OffsetLag }: SourceResult): string {
  return `OffsetLag mean ${figure(OffsetLag!.mean)}, max ${count(OffsetLag!.max)}`;
}

/** `40 event pollers at most, mean 7.2, on 4 units`; `up to 8 pollers on demand`. */
function readers({ pollersMax = 0, ProvisionedPollers: pollers, EventPollerUnit: units }: SourceResult): string {
  if (pollers === undefined || units === undefined) return `up to ${plural(pollersMax, 'poller')} on demand`;
  return `${plural(pollers.max, 'event poller')} at most, mean ${figure(pollers.mean)}, on ${plural(units.max, 'unit')}`;
}
