/** What a comparison could not compare, and what would help: one sentence each. */
import type { ComparedResults, SubjectComparison } from './comparison.ts';
import { count, plural, span } from './quantity.ts';

/** What was not compared, or only loosely, and why. */
export function comparisonNotes(compared: ComparedResults): readonly string[] {
  return [
    ...baselineNotes(compared),
    ...horizonNotes(compared),
    ...pairingNotes(compared),
    ...inputNotes(compared),
    ...oneSidedNotes(compared),
  ];
}

/** Best first. @param remedies against the head's causes of throttles, as ends of sentences */
export function comparisonSuggestions(
  { objectives, head }: ComparedResults,
  remedies: readonly string[],
): readonly string[] {
  const runs = Math.max(0, ...objectives.map(({ runsToSettle }) => runsToSettle ?? 0));
  const settle = runs > 0 ? [`--runs ${String(runs)} should settle what is too close to call`] : [];
  return [...(head.result?.ok === false ? new Set(remedies) : []), ...settle];
}

function baselineNotes({ base, head }: ComparedResults): string[] {
  if (head.result === null || base.result !== null) return [];
  const why = base.status === 'missing' ? 'does not exist' : 'cannot be simulated';
  return [`there is no baseline, as ${base.label} ${why}: the figures are those of the head alone`];
}

function horizonNotes({ base, head, pairing }: ComparedResults): string[] {
  if (base.result === null || head.result === null || pairing.sameDuration) return [];
  const window = ({ duration_s, warmup_s }: { duration_s: number; warmup_s: number }): string =>
    `${span(duration_s)}${warmup_s > 0 ? ` with ${span(warmup_s)} of warm-up` : ''}`;
  return [
    `the horizons differ (${window(base.result)}, and ${window(head.result)}): counts and costs per run are not compared`,
  ];
}

function pairingNotes({ base, head, pairing }: ComparedResults): string[] {
  if (base.result === null || head.result === null) return [];
  if (!pairing.paired)
    return [
      `no two runs have the same seed (${base.result.seed} and ${head.result.seed} to begin with), so they see different arrivals: ` +
        'intervals are those of independent runs, and wider',
    ];
  const most = Math.max(base.result.runs, head.result.runs);
  const alone =
    pairing.runs < most
      ? [`only ${count(pairing.runs)} of ${plural(most, 'run')} have a partner of the same seed`]
      : [];
  const single = pairing.runs === 1 ? ['with one pair of runs there is no interval; 16 would say what is chance'] : [];
  return [...alone, ...single];
}

function inputNotes({ base, head }: ComparedResults): string[] {
  if (base.result === null || head.result === null) return [];
  const model = `the model differs (${base.result.model}, and ${head.result.model}): part of the difference may be lsim's own`;
  const prices = `the prices differ (${base.result.prices}, and ${head.result.prices}): so do costs`;
  return [
    ...(base.result.model === head.result.model ? [] : [model]),
    ...(base.result.prices === head.result.prices ? [] : [prices]),
  ];
}

function oneSidedNotes(compared: ComparedResults): string[] {
  const kinds: readonly (readonly [string, Readonly<Record<string, SubjectComparison>> | undefined])[] = [
    ['function', compared.functions],
    ['source', compared.sources],
    ['queue', compared.queues],
    ['stream', compared.streams],
    ['dependency', compared.dependencies],
  ];
  return kinds.flatMap(([kind, subjects = {}]) =>
    Object.entries(subjects).flatMap(([name, { on }]) =>
      on === 'both' ? [] : [`${kind} ${name} is on the ${on} only: there is nothing to compare it with`],
    ),
  );
}
