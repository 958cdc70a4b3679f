/** The command line that gives a comparison again. */
import type { CompareOptions } from './compare-options.ts';
import type { Side } from './compare-sides.ts';

/** Refs are the commits that were read; seed and runs are those that were taken. */
export function reproduction(base: Side, head: Side, { set, overrides, minChange, failOn }: CompareOptions): string {
  const files = base.wanted.file === head.wanted.file ? [base.wanted.file] : [base.wanted.file, head.wanted.file];
  const scenario = head.scenario ?? base.scenario;
  const words = [
    ...files,
    ...flag('base-ref', base.ref?.commit),
    ...flag('head-ref', head.ref?.commit),
    ...flag('variant', head.wanted.variant),
    ...set.flatMap((assignment) => flag('set', assignment)),
    ...flag('for', overrides.for),
    ...flag('warmup', overrides.warmup),
    ...flag('bucket', overrides.bucket),
    ...flag('seed', scenario?.seed),
    ...flag('runs', scenario?.runs.toString()),
    ...(minChange === 0.01 ? [] : flag('min-change', `${String(minChange * 100)}%`)),
    ...(failOn === 'new-failure' ? [] : flag('fail-on', failOn)),
  ];
  return ['npx lsim compare', ...words.map(quoted)].join(' ');
}

function flag(name: string, value: string | null | undefined): string[] {
  return value === null || value === undefined ? [] : [`--${name}`, value];
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
