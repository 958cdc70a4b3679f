/** The one sentence of a comparison: what becomes of the objectives, else what else changes. */
import type { ComparedResults, FigureComparison, ObjectiveComparison } from './comparison.ts';
import { allFigures, largestChange } from './comparison-findings.ts';
import { amount, count, plural, roundShare, span } from './quantity.ts';
import { isClear } from './paired-runs.ts';

/** Plain text without a full stop. */
export function comparisonVerdict(compared: ComparedResults): string {
  const { base, head, objectives } = compared;
  if (head.result === null) {
    const errors = plural(head.problems.length, 'error');
    return head.status === 'missing' ? `there is no ${head.label}` : `${head.label} cannot be simulated: ${errors}`;
  }
  if (base.result === null) return `nothing to compare with; ${head.result.verdict}`;
  const by = (...outcomes: ObjectiveComparison['outcome'][]): readonly ObjectiveComparison[] =>
    objectives.filter(({ outcome }) => outcomes.includes(outcome));
  const newly = failing(by('newly-fails', 'fails'), objectives);
  const parts = [
    newly,
    fixed(by('fixed'), objectives, newly === '' ? 'this change' : 'it'),
    still(by('still-fails')),
    close(by('too-close')),
  ].filter((part) => part !== '');
  const [first] = parts;
  if (first !== undefined && first !== still(by('still-fails'))) return parts.join('; ');
  const rest = otherwise(compared);
  return first === undefined ? passing(objectives, rest) : `${first}, as before; ${rest}`;
}

/** A figure with its unit. */
export function figureText(value: number | null, unit: FigureComparison['unit']): string {
  if (value === null) return 'none';
  return unit === 's' ? span(value) : amount(value, unit);
}

function failing(some: readonly ObjectiveComparison[], all: readonly ObjectiveComparison[]): string {
  const [worst] = some;
  if (worst === undefined) return '';
  const verb = some.length === 1 ? 'fails' : 'fail';
  const warning = some.every(({ level }) => level === 'warn') ? 'only a warning: ' : '';
  return `${warning}${count(some.length)} of ${plural(counted(all), 'objective')} ${verb} with this change: ${movement(worst)}`;
}

function fixed(some: readonly ObjectiveComparison[], all: readonly ObjectiveComparison[], subject: string): string {
  const [first] = some;
  if (first === undefined) return '';
  return `${subject} fixes ${count(some.length)} of ${plural(counted(all), 'objective')}: ${movement(first)}`;
}

/** Objectives that the head has. */
function counted(all: readonly ObjectiveComparison[]): number {
  return all.filter(({ head }) => head !== null).length;
}

function still(some: readonly ObjectiveComparison[]): string {
  if (some.length === 0) return '';
  const warning = some.every(({ level }) => level === 'warn') ? ' (only a warning)' : '';
  return `${plural(some.length, 'objective')} still ${some.length === 1 ? 'fails' : 'fail'}${warning}`;
}

function close(some: readonly ObjectiveComparison[]): string {
  const [first] = some;
  if (first?.head === undefined || first.head === null) return '';
  const { runs, runsMeeting } = first.head;
  const more =
    some.length > 1 ? `, and so ${some.length === 2 ? 'is 1 more' : `are ${count(some.length - 1)} more`}` : '';
  return `${first.on} ${first.expr} is too close to call (${count(runs - runsMeeting)} of ${plural(runs, 'run')} miss it)${more}`;
}

/** `shop failed < 0.1% goes from 0.02 % to 7.22 %`. */
function movement({ on, expr, unit, base, head }: ObjectiveComparison): string {
  const value = (side: ObjectiveComparison['base']): string => figureText(side?.value ?? null, unit);
  if (base === null) return `${on} ${expr} is at ${value(head)}`;
  return `${on} ${expr} goes from ${value(base)} to ${value(head)}`;
}

function passing(objectives: readonly ObjectiveComparison[], rest: string): string {
  const number = counted(objectives);
  if (number === 0) return rest;
  const all =
    number === 1
      ? 'the objective passes'
      : number === 2
        ? 'both objectives pass'
        : `all ${count(number)} objectives pass`;
  return `${all}; ${rest}`;
}

/** What changes beside the objectives. */
function otherwise(compared: ComparedResults): string {
  const largest = largestChange(compared);
  if (largest === null) return 'nothing changes: every figure is the same in every run';
  const { on, label, relative, change } = largest;
  const name = [on, label].filter((word) => word !== '').join(' ');
  const by = relative === null ? '' : ` by ${relative < 0 ? '-' : '+'}${roundShare(Math.abs(relative))}`;
  if (!isClear(change)) return `no clear change; the greatest difference is ${name}${by}`;
  const figure = allFigures(compared)
    .filter((each) => each.on === on)
    .flatMap(({ figures }) => Object.values(figures))
    .find((each) => each.label === label && each.change === change);
  if (figure === undefined) return `${name} changes${by}`;
  return `${name} goes from ${figureText(figure.base, figure.unit)} to ${figureText(figure.head, figure.unit)}`;
}
