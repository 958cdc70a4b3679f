/** The one sentence that everything else starts with. */
import type { Findings } from './findings.ts';
import { readingText } from './async-readings.ts';
import { tightest, worstMissed } from './deciding.ts';
import { droppedText } from './async-findings.ts';
import { missReason } from './miss-reason.ts';
import { qualifiedName, type Objective, type ObjectiveSubject } from './objective.ts';
import { NOTHING, amount, count, roundShare, share } from './quantity.ts';
import type { ObjectiveResult } from './run-result.ts';
import { mappingReason, mappingText, worstMapping } from './stream-findings.ts';

/** Met or missed, the number that decides, its cause and what would help; without a full stop. */
export function verdictOf(findings: Findings): string {
  const sentence = `${sentenceOf(findings)}${readingPart(findings)}`;
  return findings.complete ? sentence : `stopped early, so far: ${sentence}`;
}

function sentenceOf(findings: Findings): string {
  const { setup, objectives } = findings;
  const missed = worstMissed(objectives);
  if (missed === null) return objectives.length > 0 ? metText(findings) : plainText(findings);
  const objective = setup.objectives[missed]!;
  const others = objectives.filter(({ ok }) => !ok).length - 1;
  const more = others > 0 ? `, ${count(others)} more missed` : '';
  const warning = objective.level === 'warn' ? 'only a warning: ' : '';
  return `${warning}${missedText(objective, objectives[missed]!, more)}${missReason(findings, objective)}`;
}

/** R6.4: where AWS's documentation has two readings and they differ, both are told. */
function readingPart({ setup, readings }: Findings): string {
  const [first] = readings;
  return first === undefined ? '' : `; ${readingText(setup, first)}`;
}

function missedText(objective: Objective, result: ObjectiveResult, more: string): string {
  const { value } = result;
  const { subject, unit, comparison, expr } = objective;
  const name = subjectName(subject);
  const worst = objective.window === '1m' ? ' in its worst minute' : '';
  const wanted = expr.slice(Math.max(0, expr.indexOf(comparison))).trim();
  return `${name} ${PHRASES[subject.metric.kind](amount(value ?? NaN, unit), objective)}${worst} (objective ${wanted}${closeText(result)}${more})`;
}

/** `, too close to call at ± 0.02 %`, or nothing. */
function closeText({ tooClose, ci95, unit }: ObjectiveResult): string {
  return tooClose === true ? `, too close to call at ± ${amount(ci95 ?? NaN, unit)}` : '';
}

function subjectName(subject: ObjectiveSubject): string {
  if (subject.kind === 'account') return 'account';
  if (subject.kind === 'function') return qualifiedName(subject);
  if (subject.kind !== 'source') return subject.name;
  return subject.route === undefined ? subject.name : `${subject.name} ${subject.route}`;
}

const PHRASES: Readonly<
  Record<Objective['subject']['metric']['kind'], (value: string, objective: Objective) => string>
> = {
  failed: (value) => `fails ${value} of requests`,
  throttled: (value, { subject }) => `throttles ${value} of ${subject.kind === 'source' ? 'requests' : 'attempts'}`,
  throttledAttempts: (value) => `has ${value} of attempts throttled`,
  latency: (value, objective) => `has a ${statisticText(objective)} latency of ${value}`,
  completion: (value, objective) => `has a ${statisticText(objective)} completion of ${value}`,
  errors: (value) => `ends ${value} of invocations in an error`,
  coldStartShare: (value) => `starts ${value} of invocations cold`,
  spillover: (value) => `spills ${value} of its invocations over to on-demand concurrency`,
  concurrency: (value) => `reaches a concurrency of ${value}`,
  duration: (value, objective) => `has a ${statisticText(objective)} duration of ${value}`,
  init: (value, objective) => `has a ${statisticText(objective)} init of ${value}`,
  dropped: (value, { unit }) => `drops ${value} ${unit === 'share' ? 'of its' : 'asynchronous'} events`,
  eventAge: (value, objective) => `has a ${statisticText(objective)} age of events of ${value}`,
  iteratorAge: (value, objective) => `has a ${statisticText(objective)} iterator age of ${value}`,
  oldest: (value, { subject }) => `has a ${itemOf(subject)} that is ${value} old`,
  drain: (value) => `takes ${value} to drain`,
  backlog: (value, { subject }) => `has ${value} ${itemOf(subject)}s waiting`,
  lost: (value, { subject }) => `loses ${value} ${itemOf(subject)}s`,
  count: (value) => `gets ${value} messages`,
  utilisation: (value) => `has ${value} of its capacity in use`,
  wait: (value, objective) => `has a ${statisticText(objective)} wait of ${value}`,
  rejected: (value) => `refuses ${value} of calls`,
  connections: (value) => `has ${value} connections held`,
  headroom: (value) => `has a headroom of ${value}`,
  recovered: (value, { subject }) => {
    const after = `after fault ${String(subject.kind === 'recovery' ? subject.fault + 1 : 0)}`;
    return value === NOTHING ? `is not back ${after}` : `is back ${value} ${after}`;
  },
  cost: (value) => `costs ${value}`,
};

function itemOf({ kind }: ObjectiveSubject): string {
  return kind === 'queue' ? 'message' : 'record';
}

function statisticText({ subject: { metric } }: Objective): string {
  return 'q' in metric ? `p(${String(metric.q)})` : 'mean';
}

/** By the number of objectives. */
const ALL: readonly (string | undefined)[] = [undefined, 'the objective is met', 'both objectives are met'];

function metText({ setup, objectives, causes }: Findings): string {
  const all = ALL[objectives.length] ?? `all ${count(objectives.length)} objectives are met`;
  const index = tightest(objectives);
  if (index === null) return all;
  const objective = objectives[index]!;
  const label = objectives.length === 1 ? '' : 'tightest: ';
  const value = amount(objective.value ?? NaN, setup.objectives[index]!.unit);
  const spare = closeText(objective) || `, ${roundShare(objective.margin ?? NaN)} of room`;
  const room = `${label}${objective.on} ${objective.expr} at ${value}${spare}`;
  const [cause] = causes;
  return `${all}; ${room}${cause === undefined ? '' : `; still, ${cause.text}`}`;
}

function plainText(findings: Findings): string {
  const { setup, figures, causes } = findings;
  const [cause] = causes;
  if (cause !== undefined) {
    // What a gateway turned away was an attempt, too.
    const throttles = figures.functions.reduce((sum, f) => sum + f.Throttles + f.throttlesByCause.source, 0);
    const attempts = figures.functions.reduce((sum, f) => sum + f.Invocations, throttles);
    return `no objectives; ${share(throttles / attempts)} of attempts were throttled: ${cause.text}`;
  }
  const mapping = worstMapping(findings);
  if (mapping >= 0) return `no objectives; ${mappingText(findings, mapping)}${mappingReason(findings, mapping)}`;
  const k = worstDropped(figures);
  if (k >= 0) return `no objectives; ${droppedText(setup.functions[k]!.name, figures.functions[k]!)}`;
  const peak = count(figures.account.ConcurrentExecutions.max);
  return `no objectives; nothing was throttled, concurrency peaked at ${peak} of ${count(setup.account.concurrency)}`;
}

/** Index of the function that dropped most events; −1 where none did. */
function worstDropped({ functions }: Findings['figures']): number {
  const dropped = functions.map((f) => f.AsyncEventsDropped ?? 0);
  const most = Math.max(...dropped);
  return most > 0 ? dropped.indexOf(most) : -1;
}
