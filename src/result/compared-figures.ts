/** The figures of two results beside each other: of the account, of the bill, and of every thing by name. */
import type { FigureComparison, FigureComparisons, SubjectComparison } from './comparison.ts';
import { SUBJECT_FIGURES, type ComparedFigure, type SubjectKind } from './figure-catalogue.ts';
import { changeOf, differenceOf, isClear, type Comparing, type OneSided } from './paired-runs.ts';
import type { ResultJson, RunResultJson } from './run-result.ts';
import { figureAt, namesAt, widthAt, type FigurePath } from './side-figures.ts';

/** Figures below one path of both results; those that neither side has are left out. */
export function comparedFigures(
  comparing: Comparing,
  subject: FigurePath,
  figures: readonly ComparedFigure[],
): FigureComparisons {
  const compared = figures.map((figure) => [figure.path, comparedFigure(comparing, subject, figure)] as const);
  return Object.fromEntries(compared.filter(([, { base, head }]) => base !== null || head !== null));
}

/** All things of a kind by name: the head's in its order, then those that only the base has. */
export function comparedSubjects(comparing: Comparing, kind: SubjectKind): Record<string, SubjectComparison> {
  return subjectsAt(comparing, [kind], SUBJECT_FIGURES[kind]);
}

function subjectsAt(
  comparing: Comparing,
  map: FigurePath,
  figures: readonly ComparedFigure[],
): Record<string, SubjectComparison> {
  const ofBase = new Set(namesAt(comparing.base, map));
  const ofHead = new Set(namesAt(comparing.head, map));
  const names = [...ofHead, ...[...ofBase].filter((name) => !ofHead.has(name))];
  return Object.fromEntries(
    names.map((name) => {
      const on = !ofBase.has(name) ? 'head' : !ofHead.has(name) ? 'base' : 'both';
      const subject = [...map, name];
      const compared = comparedFigures(comparing, subject, figures);
      const routes = subjectsAt(comparing, [...subject, 'routes'], figures);
      const changed = on !== 'both' || Object.values(compared).some(({ change }) => isClear(change));
      return [name, { on, changed, figures: compared, ...(Object.keys(routes).length > 0 ? { routes } : {}) }];
    }),
  );
}

function comparedFigure(comparing: Comparing, subject: FigurePath, figure: ComparedFigure): FigureComparison {
  const { label, unit, better, addsUp } = figure;
  const path = [...subject, ...figure.path.split('.')];
  const inRun = (run: RunResultJson): number | null => figureAt(run, path);
  const on = (json: ResultJson): OneSided => ({ value: figureAt(json, path), ci95: widthAt(json, path), inRun });
  const base = on(comparing.base);
  const head = on(comparing.head);
  const comparable = comparing.pairing.sameDuration || !addsUp;
  const difference = comparable ? differenceOf(comparing, base, head) : null;
  const change = changeOf(difference, better, comparing);
  return { label, unit, better, base: base.value, head: head.value, difference, change };
}
