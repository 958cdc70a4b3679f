/** Concurrency in use, stacked by function, and what is claimed and reserved of it. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count } from '../../result/quantity.ts';
import { at, MOST_STEPS, peak, type Steps, steps, totalOf } from './buckets.ts';
import type { Dataset } from './configuration.ts';
import { functionColours, shown } from './findings.ts';
import { limitLine, line } from './frame.ts';
import { BACKGROUND_LOAD, COLOURS, OTHER, translucent } from './palette.ts';
import { functionsByPeak, NAMED_FUNCTIONS } from './ranking.ts';
import { held, type TimeAxis } from './time-axis.ts';

/** Who used how much of the concurrency over time. */
export interface Layer {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  readonly steps: Steps;
}

/** A level of one stretch of time, step by step; `null` where it was not recorded. */
export type LevelSteps = (scope: string, metric: string) => Steps | null;

/** The levels of a whole run, in as many steps as a chart has room for. */
export function levelsOfRun(record: RunRecord): LevelSteps {
  return (scope, metric) => steps(record, scope, metric, 'max', MOST_STEPS);
}

/** One stretch of time of run 1. */
export interface InUse {
  readonly result: RunResult;
  /** Ranks functions, so that each has one colour in all charts. */
  readonly record: RunRecord;
  readonly levels: LevelSteps;
  /** The function that its reserved concurrency held down, if any: it goes to the bottom, where its limit can be read off. */
  readonly pinned: string | null;
}

/** The layers of what was in use, which end at the account's own maximum; from the bottom the pinned function, the others by their peak, the rest, the background. */
export function layersOf(inUse: InUse, account: Steps): readonly Layer[] {
  return fitted(stack(inUse), account);
}

/** The layers as stacked areas, the first one at the bottom. */
export function areas(layers: readonly Layer[], time: TimeAxis): Dataset[] {
  return layers.map(({ label, colour, steps: values }, index) => ({
    ...line(label, colour, held(time, values), 50),
    backgroundColor: translucent(colour, 0.8),
    borderWidth: 1,
    stepped: true,
    fill: index === 0 ? 'origin' : '-1',
    stack: 'in use',
    pointStyle: 'rect',
  }));
}

/** What reserved functions claim of the account beside what is in use; nothing where nothing is reserved. */
export function claimedLine({ result, levels }: InUse, time: TimeAxis): Dataset[] {
  if (result.setup.functions.every((fn) => fn.reservedConcurrency === null)) return [];
  const claimed = levels('account', 'ClaimedAccountConcurrency');
  if (claimed === null) return [];
  const label = 'claimed: reserved + unreserved in use';
  return [{ ...line(label, COLOURS.black, held(time, claimed), 5), borderWidth: 1.5, stepped: true, stack: 'claimed' }];
}

/** The reserved limit of the lowest layer; any other layer does not start at zero, and a line would mislead. */
export function reservedLine({ result, pinned }: InUse, layers: readonly Layer[], time: TimeAxis): Dataset[] {
  if (pinned === null || layers[0]?.name !== pinned) return [];
  const reserved = result.setup.functions.find((fn) => fn.name === pinned)?.reservedConcurrency ?? null;
  if (reserved === null) return [];
  const points = [
    { x: 0, y: reserved },
    { x: time.end, y: reserved },
  ];
  return [{ ...limitLine(`${shown(pinned)} reserved ${count(reserved)}`, points), borderDash: [4, 4] }];
}

function stack({ result, record, levels, pinned }: InUse): Layer[] {
  const ranked = functionsByPeak(result, record);
  const colour = functionColours(ranked);
  const named = ranked.slice(0, NAMED_FUNCTIONS).toSorted((a, b) => Number(b === pinned) - Number(a === pinned));
  const of = (name: string): Steps | null => levels(`functions.${name}`, 'ConcurrentExecutions');
  const candidates = [
    ...named.map((name) => ({ name, label: shown(name), colour: colour(name), steps: of(name) })),
    { name: '', label: 'other functions', colour: OTHER, steps: totalOf(ranked.slice(NAMED_FUNCTIONS), of) },
    {
      name: 'background',
      label: 'background (not modelled)',
      colour: BACKGROUND_LOAD,
      steps: levels('account', 'background'),
    },
  ];
  return candidates.flatMap((layer) =>
    layer.steps === null || peak(layer.steps.values) === 0 ? [] : [{ ...layer, steps: layer.steps }],
  );
}

/**
 * Maxima of different instants add up to more than was ever in use at once; what stands on the lowest layer is
 * scaled so that the stack ends at the account's own maximum.
 */
function fitted(layers: readonly Layer[], account: Steps): Layer[] {
  const [lowest, ...upper] = layers;
  if (lowest === undefined) return [];
  const factors = account.values.map((_, k) => {
    const room = Math.max(0, at(account.values, k) - at(lowest.steps.values, k));
    const wanted = upper.reduce((sum, layer) => sum + at(layer.steps.values, k), 0);
    return wanted > room ? room / wanted : 1;
  });
  return [
    lowest,
    ...upper.map((layer) => ({
      ...layer,
      steps: {
        ...layer.steps,
        values: layer.steps.values.map((_, k) => at(layer.steps.values, k) * (factors[k] ?? 1)),
      },
    })),
  ];
}
