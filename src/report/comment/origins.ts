/** Where the figures come from: scenario, seeds, assumptions, versions, and the command that gives them again. */
import type { Comparison, ComparisonSide } from '../../result/comparison.ts';
import { count, plural, span } from '../../result/quantity.ts';
import { code, details, fence, prose } from './markdown-text.ts';
import type { Writer } from './sentence.ts';

/** Warnings and notes at most. */
const MOST = 8;

/** One collapsed part. @param notes those that stand nowhere else */
export function originSection(comparison: Comparison, notes: readonly string[], write: Writer): string {
  const { head, base, lsim, reproduce } = comparison;
  const lines = [
    ...scenarioLines(comparison),
    ...baseLines(base),
    ...notes.slice(0, MOST).map(write),
    ...warningLines(head, write),
    versionLine(lsim, head.result === null ? base : head),
  ];
  const command = reproduce === '' ? '' : `\n\n${fence(reproduce, 'sh')}`;
  return details(
    'Assumptions, versions and how to reproduce',
    `${lines.map((line) => `- ${line}`).join('\n')}${command}`,
  );
}

function scenarioLines({ head, pairing }: Comparison): string[] {
  const { result } = head;
  if (result === null) return [];
  const digest = result.digest.replace(/^sha256:/, '');
  const short = digest.length > 12 ? `${digest.slice(0, 4)}…${digest.slice(-4)}` : digest;
  const warmup = result.warmup_s > 0 ? `, the first ${span(result.warmup_s)} as warm-up` : '';
  const time = `${span(result.duration_s)} simulated${warmup}`;
  return [
    `Scenario ${code(head.label)} (sha256 ${code(short)}): ${time}. ${runsText(pairing, result.runs, result.seed)}.`,
  ];
}

function runsText({ paired, runs, seeds }: Comparison['pairing'], own: number, seed: string): string {
  if (!paired || seeds === null)
    return `${plural(own, 'run')}, seed ${code(seed)}${runs > 0 ? '; not paired with the baseline' : ''}`;
  const which = seeds[0] === seeds[1] ? `seed ${code(seeds[0])}` : `seeds ${code(seeds[0])} to ${code(seeds[1])}`;
  return `${plural(runs, 'paired run')}, ${which}: the same arrivals and service times on both sides`;
}

function baseLines({ label, ref, status }: ComparisonSide): string[] {
  if (status === 'missing' || status === 'invalid') return [];
  if (ref === null) return [`Baseline ${code(label)}.`];
  const short = ref.commit.slice(0, 7);
  const commit = label.includes(short) ? '' : `, commit ${code(short)}`;
  const merge = ref.mergeBase ? `, the merge base with ${code(ref.given)}` : '';
  return [`Baseline ${code(label)}${commit}${merge}.`];
}

function warningLines({ result }: ComparisonSide, write: Writer): string[] {
  if (result === null) return [];
  const lines = result.warnings
    .slice(0, MOST)
    .map(
      ({ id, count: times, text }) => `${code(id)} ${write(text)}${times > 1 ? ` (and ${count(times - 1)} more)` : ''}`,
    );
  const more = result.warnings.length - lines.length;
  return more > 0 ? [...lines, `and ${count(more)} more warnings`] : lines;
}

function versionLine(lsim: string, { result }: ComparisonSide): string {
  if (result === null) return `lsim ${prose(lsim)}.`;
  const left = result.notBilled.length === 0 ? '' : ` Not in the cost: ${prose(result.notBilled.join(', '))}.`;
  return `lsim ${prose(lsim)}, model ${code(result.model)}, prices ${code(result.prices)}.${left}`;
}
