/** `lsim comment`: a comparison as a comment on its pull request, edited in place from push to push. */
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { wantsColor } from './appearance.ts';
import { draftOf, worthTelling, type Draft } from './comment-draft.ts';
import type { CommentCommand } from './comment-options.ts';
import { postComment, type Posted } from './comment-post.ts';
import { Thread } from './comment-thread.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { Failure, problem, usage } from './failure.ts';
import { GitHub, Refusal } from './github.ts';
import type { Io } from './io.ts';
import { cwdProblems } from './load-scenario.ts';
import { diagnosticsText } from './print-diagnostics.ts';
import { findPullRequest, runContext, type RunContext } from './pull-request.ts';
import { readComparison } from './read-comparison.ts';

/** Comments as the options say. Throws a Failure; rejects otherwise only for errors that nobody foresaw. */
export async function comment(options: CommentCommand, version: string, io: Io): Promise<ExitCode> {
  const problems = cwdProblems(options);
  if (problems.length > 0) throw new Failure(EXIT.file, problems);
  const context = contextOf(options, io);
  const apiUrl = apiUrlOf(io.env);
  const comparison = await readComparison(resolve(options.cwd, options.input), options.input, io);
  const token = (io.env[options.tokenEnv] ?? '').trim();
  const hide = (text: string): string => (token.length < SHORTEST_TOKEN ? text : text.replaceAll(token, '***'));
  const draft = draftOf(comparison, options, context, hide);
  if (options.dryRun) {
    await io.stdout.write(options.json ? jsonText({ action: 'dry-run', body: draft.text }) : draft.text);
    return EXIT.done;
  }
  try {
    const github = new GitHub({ apiUrl, token: usable(token, options.tokenEnv), agent: `lsim/${version}` });
    const number = context.number ?? (await findPullRequest(github, context));
    const thread = number === null ? null : new Thread(github, context.repository, number);
    const worth = worthTelling(comparison, options.on);
    await tell(thread === null ? null : await postComment(thread, draft, options.behavior, worth), options, io);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await giveUp(error, draft, { options, context, hide, io });
  }
  return EXIT.done;
}

/** A shorter one is none, and would be found in any text. */
const SHORTEST_TOKEN = 8;

/** What the surroundings and the flags say together. Throws a Failure (exit 2) where that is not enough. */
function contextOf(options: CommentCommand, io: Io): RunContext {
  const found = runContext(io.env, new Date().toISOString());
  const context = {
    ...found,
    repository: options.repository ?? found.repository,
    number: options.pullRequest ?? found.number,
  };
  const problems = [
    ...(context.repository === ''
      ? [usage('--repo', 'missing, and GITHUB_REPOSITORY is not set; give owner/name')]
      : []),
    ...(context.number === null && context.search === null
      ? [usage('--pr', 'missing, and this is no run for a pull request; give its number')]
      : []),
  ];
  if (problems.length > 0 && !options.dryRun) throw new Failure(EXIT.usage, problems);
  return context;
}

function apiUrlOf({ GITHUB_API_URL }: Io['env']): string {
  const address = GITHUB_API_URL === undefined || GITHUB_API_URL === '' ? 'https://api.github.com' : GITHUB_API_URL;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new Failure(EXIT.usage, [usage('GITHUB_API_URL', 'must be an address such as https://api.github.com')]);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** A token as a header takes it: whatever else is in the variable must not come back in an error message. */
function usable(token: string, variable: string): string {
  if (token === '') throw new Refusal(0, `the variable ${variable} holds no token`, null);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Refusal(0, `what the variable ${variable} holds is not a token`, null);
  return token;
}

async function tell(posted: Posted | null, options: CommentCommand, io: Io): Promise<void> {
  const { action, url, notHidden } = posted ?? { action: 'outdated', url: null, notHidden: null };
  if (options.json) await io.stdout.write(jsonText({ action, url }));
  else if (url !== null) await io.stdout.write(`${url}\n`);
  if (!options.quiet) await io.stderr.write(`${posted === null ? NO_PULL_REQUEST : SENTENCES[action]}\n`);
  if (notHidden !== null) await warn(`an older comment could not be hidden: ${notHidden}`, options, io);
}

const NO_PULL_REQUEST =
  'no comment: no open pull request has this commit as its head; it may be closed, or pushed to since';
const SENTENCES: Readonly<Record<Posted['action'], string>> = {
  created: 'commented',
  updated: 'edited the comment in place',
  unchanged: 'the comment says this already',
  outdated: 'no comment: a newer run has commented already',
  silent: 'no comment: nothing to tell (--always comments all the same)',
};

/** The Markdown goes where it can still be read; a token that must not comment is no failure, anything else is. */
async function giveUp(
  error: Refusal,
  { body }: Draft,
  at: {
    readonly options: CommentCommand;
    readonly context: RunContext;
    readonly hide: (text: string) => string;
    readonly io: Io;
  },
): Promise<void> {
  const { options, context, hide, io } = at;
  const message = hide(`the comparison succeeded but the comment could not be posted: ${error.message}`);
  await io.stdout.write(options.json ? jsonText({ action: 'not-posted', body }) : body);
  summarize(body, io.env);
  if (!error.forbidden && !context.fork)
    throw new Failure(EXIT.file, [
      problem('E_COMMENT', `${context.repository}#${String(context.number ?? '?')}`, message),
    ]);
  const where = context.runUrl === null ? '' : `; the comparison is in the summary of this run: ${context.runUrl}`;
  await warn(`${message}. ${HOW_TO_ALLOW}`, options, io);
  await io.stderr.write(`::notice title=lsim::${oneLine(`${message}${where}`)}\n`);
}

const HOW_TO_ALLOW =
  'The token may not comment here: a workflow needs permissions: { pull-requests: write }, and for pull requests from forks ' +
  'a second workflow (docs/ci.md)';

/** Below the 1 MiB that a summary may have, because a comment is. */
function summarize(body: string, { GITHUB_STEP_SUMMARY }: Io['env']): void {
  if (GITHUB_STEP_SUMMARY === undefined || GITHUB_STEP_SUMMARY === '') return;
  try {
    appendFileSync(GITHUB_STEP_SUMMARY, body);
  } catch {
    // Standard output has it too.
  }
}

async function warn(message: string, { color }: CommentCommand, io: Io): Promise<void> {
  const warning = { ...problem('W_COMMENT', 'lsim comment', message), severity: 'warning' as const };
  await io.stderr.write(diagnosticsText([warning], wantsColor(color, io.stderr.isTTY, io.env)));
}

/** As the data of a workflow command. */
function oneLine(text: string): string {
  return text.replaceAll('%', '%25').replace(/[\r\n]+/g, ' ');
}

function jsonText(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
