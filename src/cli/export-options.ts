/** The flags of `export`: checked values with their defaults. */
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { EXPORT_KINDS, COLOR_MODES, type ColorMode, type ExportKind } from './choices.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import type { Io } from './io.ts';
import { readSubject, type SubjectOptions } from './shared-options.ts';

/** The command line of `export`, checked. */
export interface ExportOptions extends SubjectOptions {
  /** One of the scenario's variants; `null` = the scenario as it stands. */
  readonly variant: string | null;
  readonly kind: ExportKind;
  /** As typed: a scenario, `-`, or a result.json. */
  readonly input: string;
  /** As typed; `-` = standard output. */
  readonly out: string;
  readonly color: ColorMode;
}

/** Whether the input is the result of a run, not a scenario. */
export function isResult(input: string): boolean {
  return input.endsWith('.json');
}

/** Reads the words and flags of `export`. All problems at once; options are `null` iff there is one. */
export function readExportOptions(
  flags: RawFlags,
  words: readonly string[],
  io: Io,
): { readonly options: ExportOptions | null; readonly problems: readonly Diagnostic[] } {
  const reader = new FlagReader(flags, io.env);
  const [kind = '', input = '', ...rest] = words;
  const known = EXPORT_KINDS.find((candidate) => candidate === kind);
  const options: ExportOptions = {
    kind: known ?? 'cloudwatch',
    input,
    ...readSubject(reader, io),
    variant: reader.text('variant') ?? null,
    out: reader.text('out', true) ?? '-',
    color: reader.choice('color', COLOR_MODES) ?? 'auto',
  };
  const problems = [...reader.problems];
  if (known === undefined)
    problems.push(
      usage('lsim export', `what to export must be one of ${EXPORT_KINDS.join(', ')}; got ${JSON.stringify(kind)}`),
    );
  if (isResult(input)) {
    const senseless = ['seed', 'for', 'warmup', 'variant', 'set'].filter((flag) => flags[flag] !== undefined);
    for (const flag of senseless)
      problems.push(usage(`--${flag}`, `changes a simulation, and ${input} is the result of one; name its scenario`));
  }
  if (input === '')
    problems.push(usage('lsim export', 'nothing to export given; name a scenario file or a result.json'));
  if (rest.length > 0)
    problems.push(usage('lsim export', `takes one scenario or result.json; got also ${rest.join(' ')}`));
  return { options: problems.length === 0 ? options : null, problems };
}
