/** The flags of `compare`: which sides, how they are simulated, and what counts as a failure. */
import type { FailOn } from '../result/comparison-findings.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { COMPARE_FAIL_ON, COMPARE_FORMATS, type CompareFormat } from './choices.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import type { Io } from './io.ts';
import { readRunning, readSubject, type RunningOptions, type SubjectOptions } from './shared-options.ts';

/** Where a side comes from, as typed. */
export interface SideWanted {
  /** A scenario, a result.json, or `-` for a scenario on standard input. */
  readonly file: string;
  /** `null` = the file as it lies there. */
  readonly ref: string | null;
  readonly variant: string | null;
}

/** The command line of `compare`, checked. */
export interface CompareOptions extends SubjectOptions, RunningOptions {
  /** As typed; `null` = under reports/. */
  readonly out: string | null;
  readonly base: SideWanted;
  /** At least one; `null` = every variant of the base. */
  readonly heads: readonly SideWanted[] | null;
  readonly format: CompareFormat;
  /** Share of the baseline below which a clear difference counts for nothing. */
  readonly minChange: number;
  readonly failOn: FailOn;
}

const DEFAULT_MIN_CHANGE = 0.01;

/** Reads the words and flags of `compare`. All problems at once; options are `null` iff there is one. */
export function readCompareOptions(
  flags: RawFlags,
  words: readonly string[],
  io: Io,
): { readonly options: CompareOptions | null; readonly problems: readonly Diagnostic[] } {
  const reader = new FlagReader(flags, io.env);
  const refs = { base: reader.text('base-ref', true) ?? null, head: reader.text('head-ref', true) ?? null };
  const json = reader.flag('json');
  const options: CompareOptions = {
    ...sidesOf(words, refs, reader.list('variant')),
    ...readSubject(reader, io),
    ...readRunning(reader, io),
    out: reader.text('out') ?? null,
    format: json ? 'json' : (reader.choice('format', COMPARE_FORMATS) ?? 'text'),
    minChange: reader.share('min-change') ?? DEFAULT_MIN_CHANGE,
    failOn: reader.choice('fail-on', COMPARE_FAIL_ON, true) ?? 'new-failure',
  };
  const problems = [...reader.problems, ...wordProblems(words, refs), ...flagProblems(options, flags)];
  return { options: problems.length === 0 ? options : null, problems };
}

interface Refs {
  readonly base: string | null;
  readonly head: string | null;
}

/** One word is both sides; a variant is the head's, with refs that of both. */
function sidesOf(
  [base = '', head = base]: readonly string[],
  refs: Refs,
  variants: readonly string[],
): Pick<CompareOptions, 'base' | 'heads'> {
  const atRefs = refs.base !== null || refs.head !== null;
  const isOne = head === base && !atRefs;
  const [only = null] = variants;
  const baseVariant = atRefs && variants.length === 1 ? only : null;
  const heads = (variants.length === 0 ? [null] : variants).map((variant) => ({ file: head, ref: refs.head, variant }));
  return {
    base: { file: base, ref: refs.base, variant: baseVariant },
    heads: isOne && variants.length === 0 ? null : heads,
  };
}

function wordProblems(words: readonly string[], refs: Refs): Diagnostic[] {
  const say = (message: string): Diagnostic => usage('lsim compare', message);
  if (words.length === 0)
    return [say('nothing to compare given; name two scenarios, or one with --base-ref or --variant')];
  if (words.length > 2) return [say(`compares two things; got also ${words.slice(2).join(' ')}`)];
  if (words.filter((word) => word === '-').length > 1) return [say('only one side can be standard input')];
  const atRefs = refs.base !== null || refs.head !== null;
  const [base, head = base] = words;
  if (words.length === 2 && base === head && !atRefs)
    return [say(`${String(base)} is both sides; give a --variant or a --base-ref`)];
  const unread = words.filter((word) => word === '-' || isSaved(word));
  if (atRefs && unread.length > 0)
    return [say(`${unread.join(' and ')} cannot be read at a ref; name a scenario file`)];
  if (words.length === 1 && !atRefs && isSaved(words[0]!))
    return [say('one result.json has nothing to be compared with; name two')];
  return [];
}

function flagProblems({ out, base, heads }: CompareOptions, flags: RawFlags): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (out === '-') problems.push(usage('--out', 'must be a folder; for the comparison on standard output use --json'));
  const files = [base.file, ...(heads ?? []).map(({ file }) => file)];
  const idle = OF_SCENARIOS.filter((flag) => flags[flag] !== undefined);
  if (files.every(isSaved) && idle.length > 0)
    problems.push(usage(`--${idle[0]!}`, 'changes a scenario; a result.json is as it is'));
  const refs = base.ref !== null || heads?.[0]?.ref != null;
  if (refs && (heads?.length ?? 0) > 1) problems.push(usage('--variant', 'at refs one variant at a time is compared'));
  const varied = (heads ?? []).find(({ file, variant }) => variant !== null && isSaved(file));
  if (varied !== undefined) problems.push(usage('--variant', `${varied.file} is a result; variants are of scenarios`));
  return problems;
}

/** Flags that mean nothing to a result. */
const OF_SCENARIOS = ['set', 'seed', 'runs', 'for', 'warmup', 'bucket'];

/** Whether a name is that of a result rather than of a scenario. */
export function isSaved(file: string): boolean {
  return file.endsWith('.json');
}
