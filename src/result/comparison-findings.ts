/** What a comparison comes to: whether anything changed, what trips the command, and the greatest change. */
import type {
  ComparedResults,
  Comparison,
  FigureComparisons,
  LargestChange,
  ObjectiveComparison,
  SubjectComparison,
} from './comparison.ts';
import { isClear } from './paired-runs.ts';
import { isTooClose } from './too-close.ts';

/** The choices of `--fail-on`. */
export type FailOn = Comparison['failOn']['asked'];

/** Exit codes of `lsim compare` as far as findings decide them. */
const EXIT = { done: 0, worse: 5, missed: 99 } as const;

/** Every figure with whose it is; the bill of the whole scenario is nobody's. */
export function allFigures(
  compared: ComparedResults,
): readonly { readonly on: string; readonly figures: FigureComparisons }[] {
  const { functions, sources, queues = {}, streams = {}, dependencies = {} } = compared;
  const subjects = [functions, sources, queues, streams, dependencies].flatMap((map) => Object.entries(map));
  return [
    { on: '', figures: compared.cost_usd },
    { on: 'account', figures: compared.account },
    ...subjects.flatMap(([name, subject]) => [
      { on: name, figures: subject.figures },
      ...Object.entries(subject.routes ?? {}).map(([route, { figures }]) => ({ on: `${name} ${route}`, figures })),
    ]),
  ];
}

/** Whether an objective does not stand as it stood, or a figure clearly changed, or a thing came or went. */
export function clearlyChanged(compared: ComparedResults): boolean {
  if (compared.base.result === null || compared.head.result === null) return true;
  const { functions, sources, queues = {}, streams = {}, dependencies = {} } = compared;
  const subjects = [functions, sources, queues, streams, dependencies].flatMap((map) => Object.values(map));
  return (
    compared.objectives.some(hasMoved) ||
    subjects.some(({ on }: SubjectComparison) => on !== 'both') ||
    allFigures(compared).some(({ figures }) => Object.values(figures).some(({ change }) => isClear(change)))
  );
}

/** Whether an objective stands otherwise than before. */
export function hasMoved({ outcome, base, change }: ObjectiveComparison): boolean {
  if (outcome === 'too-close') return isClear(change) || base === null || !isTooClose(base);
  return outcome !== 'passes' && outcome !== 'still-fails';
}

/** What trips, the strongest first: a missed objective before a mere worsening. @param headExitCode what the head's errors amount to */
export function tripped(compared: ComparedResults, asked: FailOn, headExitCode: number | null): Comparison['failOn'] {
  if (compared.head.result === null) return { asked, tripped: null, exitCode: headExitCode ?? EXIT.done };
  const failing = compared.objectives.filter(({ level, head }) => level === 'fail' && head?.ok === false);
  const isNew = failing.some(({ outcome }) => outcome === 'newly-fails' || outcome === 'fails');
  const missed = { asked, exitCode: EXIT.missed };
  if (asked === 'any-failure' && failing.length > 0) return { ...missed, tripped: asked };
  if (asked === 'new-failure' && isNew) return { ...missed, tripped: asked };
  if (asked === 'worse') {
    const worse = failing.some(({ outcome, change }) => outcome === 'still-fails' && change === 'worse');
    if (isNew || worse) return { ...missed, tripped: isNew ? 'new-failure' : asked };
    if (isWorse(compared)) return { asked, tripped: asked, exitCode: EXIT.worse };
  }
  return { asked, tripped: null, exitCode: EXIT.done };
}

function isWorse(compared: ComparedResults): boolean {
  return (
    compared.objectives.some(({ outcome, change }) => outcome === 'newly-fails' || change === 'worse') ||
    allFigures(compared).some(({ figures }) => Object.values(figures).some(({ change }) => change === 'worse'))
  );
}

/** The greatest relative difference of all figures; `null` where all differences are exactly zero. */
export function largestChange(compared: ComparedResults): LargestChange | null {
  const changes = allFigures(compared).flatMap(({ on, figures }) =>
    Object.values(figures)
      .filter(({ difference, change }) => difference !== null && change !== 'none')
      .map(({ label, difference, change }) => ({ on, label, relative: difference!.relative, change })),
  );
  // From nothing to something is more than any share.
  const size = ({ relative }: LargestChange): number => (relative === null ? Infinity : Math.abs(relative));
  return (
    changes.toSorted((a, b) => Number(isClear(b.change)) - Number(isClear(a.change)) || size(b) - size(a))[0] ?? null
  );
}
