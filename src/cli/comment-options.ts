/** The flags of `comment`: checked values with their defaults. */
import { resolve } from 'node:path';
import { fitsMarker } from '../report/comment.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import {
  COLOR_MODES,
  COMMENT_BEHAVIORS,
  COMMENT_ON,
  type ColorMode,
  type CommentBehavior,
  type CommentOn,
} from './choices.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import type { Io } from './io.ts';

/** The command line of `comment`, checked. */
export interface CommentCommand {
  /** As typed: a compare.json, or `-`. */
  readonly input: string;
  readonly cwd: string;
  readonly shownCwd: string;
  readonly id: string;
  /** Empty for none. */
  readonly title: string;
  readonly behavior: CommentBehavior;
  readonly on: CommentOn;
  /** `null` where the surroundings say it. */
  readonly repository: string | null;
  readonly pullRequest: number | null;
  /** Name of a variable. */
  readonly tokenEnv: string;
  readonly maxChars: number;
  /** `null` = the workflow run. */
  readonly detailsUrl: string | null;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorMode;
}

/** GitHub takes 65,536 characters, and there should be room for what people add. */
const DEFAULT_CHARACTERS = 60_000;
const MOST_CHARACTERS = 65_536;
const FEWEST_CHARACTERS = 1000;
const LONGEST_ID = 64;
const LONGEST_URL = 300;

/** Reads the words and flags of `comment`. All problems at once; options are `null` iff there is one. */
export function readCommentOptions(
  flags: RawFlags,
  words: readonly string[],
  io: Io,
): { readonly options: CommentCommand | null; readonly problems: readonly Diagnostic[] } {
  const reader = new FlagReader(flags, io.env);
  const shownCwd = reader.text('cwd') ?? '';
  const [input = '', ...rest] = words;
  const always = reader.flag('always');
  const on = reader.choice('on', COMMENT_ON);
  const options: CommentCommand = {
    input,
    cwd: resolve(io.cwd, shownCwd),
    shownCwd,
    id: checked(reader, 'id', ID) ?? 'default',
    title: reader.text('title') ?? '',
    behavior: reader.choice('behavior', COMMENT_BEHAVIORS) ?? 'update',
    on: always ? 'always' : (on ?? 'change'),
    repository: checked(reader, 'repo', REPOSITORY) ?? null,
    pullRequest: reader.count('pr', Number.MAX_SAFE_INTEGER) ?? null,
    tokenEnv: checked(reader, 'token-env', TOKEN_ENV) ?? 'GITHUB_TOKEN',
    maxChars: charactersOf(reader),
    detailsUrl: checked(reader, 'details-url', DETAILS_URL) ?? null,
    dryRun: reader.flag('dry-run'),
    json: reader.flag('json'),
    quiet: reader.flag('quiet'),
    color: reader.choice('color', COLOR_MODES) ?? 'auto',
  };
  const problems = [...reader.problems];
  if (always && on !== undefined && on !== 'always')
    problems.push(usage('--always', `is the same as --on always; it excludes --on ${on}`));
  if (input === '') problems.push(usage('lsim comment', 'nothing to comment on given; name a compare.json'));
  if (rest.length > 0) problems.push(usage('lsim comment', `takes one compare.json; got also ${rest.join(' ')}`));
  return { options: problems.length === 0 ? options : null, problems };
}

/** What a value must be, in words that never repeat the value: it may be a token that came to the wrong place. */
interface Check {
  readonly fits: (value: string) => boolean;
  readonly must: string;
}

const ID: Check = {
  fits: (value) => fitsMarker(value) && value.length <= LONGEST_ID,
  must: `be of letters, digits and . _ : + -, at most ${String(LONGEST_ID)} of them`,
};
const REPOSITORY: Check = {
  fits: (value) => /^[\w.-]+\/[\w.-]+$/.test(value) && !/(^|\/)\.{1,2}(\/|$)/.test(value),
  must: 'be of the form owner/name',
};
const TOKEN_ENV: Check = {
  fits: (value) => /^[A-Za-z_]\w*$/.test(value) && !/^(gh[a-z]_|github_pat_)/.test(value),
  must: 'be the name of a variable such as GITHUB_TOKEN, not the token itself',
};
const DETAILS_URL: Check = {
  fits: (value) => linkTarget(value) !== null && value.length <= LONGEST_URL,
  must: `be an address that begins with https:// or http://, at most ${String(LONGEST_URL)} characters long`,
};

function checked(reader: FlagReader, name: string, { fits, must }: Check): string | undefined {
  const value = reader.text(name);
  if (value === undefined || fits(value)) return value;
  reader.problems.push(usage(`--${name}`, `must ${must}`));
  return undefined;
}

function charactersOf(reader: FlagReader): number {
  const characters = reader.count('max-chars', MOST_CHARACTERS) ?? DEFAULT_CHARACTERS;
  if (characters < FEWEST_CHARACTERS)
    reader.problems.push(
      usage('--max-chars', `must be at least ${String(FEWEST_CHARACTERS)}; got ${String(characters)}`),
    );
  return characters;
}

/** The address as it can stand in a Markdown link; `null` where it is no web address. */
export function linkTarget(address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return url.href.replace(
      /[()<>"'`*_~|\\@]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return null;
  }
}
