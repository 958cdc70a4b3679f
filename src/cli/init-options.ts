/** The words and flags of `init`: checked values with their defaults. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { CI_KINDS, type CiKind } from './choices.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import type { Io } from './io.ts';

/** The command line of `init`, checked. */
export interface InitOptions {
  /** Folder to write into, as typed; `.` where none is. */
  readonly folder: string;
  /** Whose workflows are written, too; `null` = nobody's. */
  readonly ci: CiKind | null;
  readonly cwd: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Reads the words and flags of `init`. All problems at once; options are `null` iff there is one. */
export function readInitOptions(
  flags: RawFlags,
  words: readonly string[],
  io: Io,
): { readonly options: InitOptions | null; readonly problems: readonly Diagnostic[] } {
  const reader = new FlagReader(flags, io.env);
  const [folder = '.', ...rest] = words;
  const options: InitOptions = {
    folder,
    ci: reader.choice('ci', CI_KINDS) ?? null,
    cwd: resolve(io.cwd, reader.text('cwd') ?? ''),
    json: reader.flag('json'),
    quiet: reader.flag('quiet'),
  };
  const problems = [...reader.problems];
  if (folder === '' || folder === '-')
    problems.push(usage('lsim init', 'writes into a folder; name one, or none for this one'));
  if (rest.length > 0) problems.push(usage('lsim init', `takes one folder; got also ${rest.join(' ')}`));
  return { options: problems.length === 0 ? options : null, problems };
}
