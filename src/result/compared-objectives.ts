/** The objectives of two results beside each other, and how each turned out. */
import type { Change, Difference, ObjectiveComparison, ObjectiveSide, Outcome } from './comparison.ts';
import type { Comparison as Relation } from './objective.ts';
import { changeOf, differenceOf, type Comparing, type OneSided } from './paired-runs.ts';
import type { ObjectiveResult, ResultJson } from './run-result.ts';
import { isTooClose, settlingRuns } from './too-close.ts';

/** The worst first, otherwise in the order of the head, then of the base. */
export function comparedObjectives(comparing: Comparing): readonly ObjectiveComparison[] {
  const { base, head } = comparing;
  const partners = partnersOf(base.objectives, head.objectives);
  const compared = head.objectives.map((_, index) => compareOne(comparing, partners.get(index) ?? null, index));
  const taken = new Set(partners.values());
  const left = base.objectives.flatMap((_, index) => (taken.has(index) ? [] : [compareOne(comparing, index, null)]));
  return worstFirst([...compared, ...left]);
}

/** The objectives of a head that there is nothing to compare with. */
export function headObjectives(head: ResultJson): readonly ObjectiveComparison[] {
  return worstFirst(
    head.objectives.map((objective) => {
      const side = sideOf(objective, head);
      return comparison(objective, null, side, { difference: null, change: 'incomparable' });
    }),
  );
}

/** By index in the head, the index in the base; the same words twice are paired in their order. */
function partnersOf(base: readonly ObjectiveResult[], head: readonly ObjectiveResult[]): Map<number, number> {
  const partners = new Map<number, number>();
  // Equal thresholds first, so that a second objective on the same metric does not take another's partner.
  for (const key of [exactKey, metricKey]) {
    const taken = new Set(partners.values());
    for (const [index, objective] of head.entries()) {
      if (partners.has(index)) continue;
      const found = base.findIndex((candidate, at) => !taken.has(at) && key(candidate) === key(objective));
      if (found < 0) continue;
      partners.set(index, found);
      taken.add(found);
    }
  }
  return partners;
}

const EXPRESSION = /^(?<metric>.*?)(?<relation><=|>=|==|<|>)(?<rest>.*)$/su;

function exactKey({ on, expr }: ObjectiveResult): string {
  return JSON.stringify([on, expr.replace(/\s/gu, '')]);
}

/** Metric, direction and window; without the threshold. */
function metricKey({ on, expr }: ObjectiveResult): string {
  const groups = EXPRESSION.exec(expr)?.groups ?? {};
  const window = /\sin\s+any\s.*$/u.exec(groups['rest'] ?? '')?.[0] ?? '';
  return JSON.stringify(
    [on, groups['metric'], groups['relation']?.[0], window].map((text) => text?.replace(/\s/gu, '')),
  );
}

function compareOne(comparing: Comparing, ofBase: number | null, ofHead: number | null): ObjectiveComparison {
  const before = oneSided(comparing.base, ofBase);
  const after = oneSided(comparing.head, ofHead);
  const named = (after.objective ?? before.objective)!;
  const difference = differenceOf(comparing, before, after);
  const relation = relationOf(named);
  const better = relation === '==' ? null : relation.startsWith('<') ? 'lower' : 'higher';
  const [base, head] = [before.side, after.side];
  return comparison(named, base, head, { difference, change: changeOf(difference, better, comparing) });
}

interface OneObjective extends OneSided {
  readonly objective: ObjectiveResult | null;
  readonly side: ObjectiveSide | null;
}

function oneSided(json: ResultJson, index: number | null): OneObjective {
  const objective = index === null ? null : json.objectives[index]!;
  const value = objective?.value ?? null;
  return {
    objective,
    side: objective === null ? null : sideOf(objective, json),
    value,
    ci95: objective?.ci95 ?? null,
    // With one run the objective's value is the run's.
    inRun: (run) => (json.perRun.length === 1 ? value : (run.objectives?.[index ?? -1]?.value ?? null)),
  };
}

function comparison(
  { on, expr, level, unit }: ObjectiveResult,
  base: ObjectiveSide | null,
  head: ObjectiveSide | null,
  { difference, change }: { readonly difference: Difference | null; readonly change: Change },
): ObjectiveComparison {
  const outcome = outcomeOf(base, head);
  const runsToSettle = outcome === 'too-close' && head !== null ? settlingRuns(head, head.runs) : null;
  const relation = relationOf({ expr });
  return { on, expr, level, unit, relation, outcome, base, head, difference, change, runsToSettle };
}

function outcomeOf(base: ObjectiveSide | null, head: ObjectiveSide | null): Outcome {
  if (head === null) return 'gone';
  if (isTooClose(head)) return 'too-close';
  if (base === null) return head.ok ? 'passes' : 'fails';
  if (head.ok) return base.ok ? 'passes' : 'fixed';
  return base.ok ? 'newly-fails' : 'still-fails';
}

function relationOf({ expr }: Pick<ObjectiveResult, 'expr'>): Relation {
  return (EXPRESSION.exec(expr)?.groups?.['relation'] ?? '==') as Relation;
}

function sideOf(
  { ok, threshold, value, ci95, margin, worst, runsMeeting }: ObjectiveResult,
  { perRun }: ResultJson,
): ObjectiveSide {
  return { ok, threshold, value, ci95, margin, worst, runs: perRun.length, runsMeeting };
}

const WORST_FIRST: readonly Outcome[] = ['newly-fails', 'fails', 'still-fails', 'too-close', 'fixed', 'passes', 'gone'];

function worstFirst(objectives: readonly ObjectiveComparison[]): readonly ObjectiveComparison[] {
  const rank = ({ outcome, level }: ObjectiveComparison): number =>
    2 * WORST_FIRST.indexOf(outcome) + (level === 'fail' ? 0 : 1);
  return objectives.toSorted((a, b) => rank(a) - rank(b));
}
