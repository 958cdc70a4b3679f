/** Which pull request a run is about, and how new it is: from flags, else from what GitHub Actions says. */
import { readFileSync } from 'node:fs';
import { fields, textOf, type GitHub } from './github.ts';
import type { Io } from './io.ts';

/** What the surroundings say of this run, before GitHub is asked. */
export interface RunContext {
  /** `owner/name`, or empty. */
  readonly repository: string;
  /** `null` where it must be looked for; see `search`. */
  readonly number: number | null;
  /** A workflow_run of a fork does not say which pull request it is of. */
  readonly search: { readonly owner: string; readonly branch: string; readonly from: string } | null;
  /** The head's commit; empty where nothing says it. */
  readonly commit: string;
  /** RFC 3339: the event's instant, so that a slow run of an older push stays older; else now. */
  readonly at: string;
  /** Address of the run with the full report; `null` outside of Actions. */
  readonly runUrl: string | null;
  /** A run for a pull request from another repository, whose token may only read. */
  readonly fork: boolean;
}

/** @param now RFC 3339 */
export function runContext(env: Io['env'], now: string): RunContext {
  const event = eventOf(env['GITHUB_EVENT_PATH']);
  const pull = fields(event['pull_request']);
  const run = fields(event['workflow_run']);
  const issue = fields(event['issue']);
  const head = fields(pull['head']);
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const from = textOf(fields(head['repo'])['full_name']);
  const [known] = Array.isArray(run['pull_requests']) ? (run['pull_requests'] as unknown[]).map(fields) : [];
  const number = numberOf(pull['number']) ?? numberOf(issue['number']) ?? numberOf(known?.['number']) ?? fromRef(env);
  const there = fields(run['head_repository']);
  const search = {
    owner: textOf(fields(there['owner'])['login']),
    branch: textOf(run['head_branch']),
    from: textOf(there['full_name']),
  };
  return {
    repository,
    number,
    search: number === null && search.owner !== '' && search.branch !== '' ? search : null,
    commit: textOf(head['sha']) || textOf(run['head_sha']),
    at: instant(textOf(pull['updated_at']) || textOf(run['created_at'])) ?? now,
    runUrl: textOf(run['html_url']) || runUrl(env),
    fork: from !== '' && from !== repository,
  };
}

/**
 * The pull request whose head is this commit of this repository; `null` where there is none, as after a newer push.
 * Rejects with a Refusal.
 */
export async function findPullRequest(github: GitHub, context: RunContext): Promise<number | null> {
  if (context.search === null) return null;
  const { owner, branch, from } = context.search;
  const head = encodeURIComponent(`${owner}:${branch}`);
  const pulls = await github.list(`/repos/${context.repository}/pulls?state=open&head=${head}`);
  const pull = pulls.map(fields).find((each) => {
    const { sha, repo } = fields(each['head']);
    return textOf(sha) === context.commit && textOf(fields(repo)['full_name']) === from;
  });
  return numberOf(pull?.['number']);
}

function eventOf(path: string | undefined): Readonly<Record<string, unknown>> {
  if (path === undefined || path === '') return {};
  try {
    return fields(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Flags may say it all.
    return {};
  }
}

function fromRef({ GITHUB_REF }: Io['env']): number | null {
  return numberOf(Number(/^refs\/pull\/(\d+)\//.exec(GITHUB_REF ?? '')?.[1] ?? NaN));
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}

function instant(text: string): string | null {
  return Number.isFinite(Date.parse(text)) ? new Date(text).toISOString().replace('.000Z', 'Z') : null;
}

function runUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: Io['env']): string | null {
  if (GITHUB_SERVER_URL === undefined || GITHUB_REPOSITORY === undefined || GITHUB_RUN_ID === undefined) return null;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
