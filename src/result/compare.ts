/** Compares two results: the whole of compare.json out of both sides. Pure: the same sides give the same tree. */
import { comparedFigures, comparedSubjects } from './compared-figures.ts';
import { comparedObjectives, headObjectives } from './compared-objectives.ts';
import {
  COMPARISON_VERSION,
  type ComparedResults,
  type Comparison,
  type ComparisonSide,
  type ConcurrencyCourse,
  type Pairing,
  type SettingDifference,
  type SubjectComparison,
} from './comparison.ts';
import { clearlyChanged, largestChange, tripped, type FailOn } from './comparison-findings.ts';
import { comparisonNotes, comparisonSuggestions } from './comparison-notes.ts';
import { comparisonVerdict } from './comparison-verdict.ts';
import { ACCOUNT_FIGURES, COST_FIGURES } from './figure-catalogue.ts';
import { pairUp } from './paired-runs.ts';
import type { ResultJson } from './run-result.ts';

/** One side: where it came from, and what result.json says of it; `json` is `null` where there is no result. */
export interface ComparedSide extends Omit<ComparisonSide, 'result'> {
  readonly json: ResultJson | null;
  /** Exit code that its errors amount to; `null` without errors. */
  readonly exitCode: number | null;
  /** What would help against its causes of throttles, as ends of sentences. */
  readonly remedies: readonly string[];
}

/** What a comparison is made of. */
export interface ComparisonInput {
  /** Version of lsim. */
  readonly lsim: string;
  readonly base: ComparedSide;
  readonly head: ComparedSide;
  readonly minChange: number;
  readonly failOn: FailOn;
  readonly configuration: readonly SettingDifference[] | null;
  readonly concurrency: ConcurrencyCourse | null;
  /** What the caller knows that was not compared. */
  readonly notes: readonly string[];
  readonly reproduce: string;
}

/** The comparison. Sides without a result leave empty maps; a base without one leaves the objectives of the head. */
export function compareResults(input: ComparisonInput): Comparison {
  const { lsim, base, head, minChange, failOn, configuration, concurrency, reproduce } = input;
  const compared = comparedResults(base, head, minChange);
  return {
    kind: 'comparison',
    schemaVersion: COMPARISON_VERSION,
    lsim,
    complete: base.json?.complete === true && head.json?.complete === true,
    ok: head.json?.ok === true,
    changed: clearlyChanged(compared),
    verdict: comparisonVerdict(compared),
    cause: head.json?.ok === false ? head.json.verdict : null,
    failOn: tripped(compared, failOn, head.exitCode),
    ...compared,
    minChange,
    largestChange: largestChange(compared),
    configuration,
    concurrency,
    notes: [...input.notes, ...comparisonNotes(compared)],
    suggestions: comparisonSuggestions(compared, head.remedies),
    reproduce,
  };
}

const UNPAIRED: Pairing = { paired: false, runs: 0, seeds: null, sameDuration: true };

function comparedResults(base: ComparedSide, head: ComparedSide, minChange: number): ComparedResults {
  const sides = { base: sideOf(base), head: sideOf(head) };
  if (base.json === null || head.json === null) {
    const objectives = head.json === null ? [] : headObjectives(head.json);
    return { ...sides, pairing: UNPAIRED, objectives, account: {}, functions: {}, sources: {}, cost_usd: {} };
  }
  const comparing = pairUp(base.json, head.json, minChange);
  return {
    ...sides,
    pairing: comparing.pairing,
    objectives: comparedObjectives(comparing),
    account: comparedFigures(comparing, ['account'], ACCOUNT_FIGURES),
    functions: comparedSubjects(comparing, 'functions'),
    sources: comparedSubjects(comparing, 'sources'),
    ...present('queues', comparedSubjects(comparing, 'queues')),
    ...present('streams', comparedSubjects(comparing, 'streams')),
    ...present('dependencies', comparedSubjects(comparing, 'dependencies')),
    cost_usd: comparedFigures(comparing, ['cost_usd'], COST_FIGURES),
  };
}

function present(kind: 'queues' | 'streams' | 'dependencies', subjects: Record<string, SubjectComparison>) {
  return Object.keys(subjects).length > 0 ? { [kind]: subjects } : {};
}

function sideOf({ label, status, file, variant, ref, problems, json }: ComparedSide): ComparisonSide {
  const origin = { label, status, file, variant, ref, problems };
  if (json === null) return { ...origin, result: null };
  const { scenario, complete, ok, verdict, inputs, seed, perRun, duration_s, warmup_s, causes, warnings } = json;
  const { model, prices, notBilled } = inputs;
  const { name, digest } = scenario;
  const judged = { name, digest, complete, ok, verdict, model, prices, notBilled };
  const simulated = { seed, runs: perRun.length, duration_s, warmup_s };
  return { ...origin, result: { ...judged, ...simulated, causes: causes.map(({ text }) => text), warnings } };
}
