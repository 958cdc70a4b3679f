/** The action and the workflows of `lsim init --ci github`, their steps run as Actions runs them, on a repository of git. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflows } from '../../src/cli/github-workflows.ts';
import { readMarker } from '../../src/report/comment.ts';
import { filled } from '../support/actions-expressions.ts';
import { runSteps, type Job, type Ran, type Step } from '../support/actions.ts';
import { FakeGitHub, READER, WRITER } from '../support/github.ts';
import { MAIN } from './lsim.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly if?: string; readonly steps: readonly Step[] }>>;
}

const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
const WORKFLOWS = githubWorkflows('scenarios/shop.yaml').map(({ text }) => parse(text) as Workflow);

const SCENARIO = `version: 1
name: shop
duration: 2m
warmup: 30s
functions:
  checkout: { runtime: nodejs22.x, init: 100ms, duration: { exponential: 200ms }, reservedConcurrency: 50 }
sources:
  web: { type: invoke, function: checkout, rate: 20/s, clients: { retry: none } }
objectives:
  - { on: checkout, expr: "throttled < 1%" }
`;
const CAPPED = SCENARIO.replace('reservedConcurrency: 50', 'reservedConcurrency: 4');

let folder: string;
let github: FakeGitHub;
let api: string;
let base: string;
let head: string;

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

function commit(scenario: string): string {
  writeFileSync(join(folder, 'scenarios', 'shop.yaml'), scenario);
  git('add', '.');
  git('commit', '-q', '--allow-empty', '-m', 'scenario');
  return git('rev-parse', 'HEAD');
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lsim-action-'));
  mkdirSync(join(folder, 'scenarios'));
  mkdirSync(join(folder, 'bin'));
  // What the workflow installs is this very lsim.
  writeFileSync(
    join(folder, 'bin', 'npm'),
    '#!/bin/sh\nmkdir -p node_modules/.bin && ln -sf "$LSIM" node_modules/.bin/lsim\n',
  );
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  chmodSync(MAIN, 0o755);
  git('init', '-q', '-b', 'main');
  writeFileSync(join(folder, '.gitignore'), 'bin/\nnode_modules/\nreports/\ncompare.json\n');
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  base = commit(SCENARIO);
  git('checkout', '-q', '-b', 'topic');
  head = commit(CAPPED);
  github = new FakeGitHub();
  api = await github.start();
});
afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true });
});

/** A pull request from `topic` to `main`. */
function pullRequest(over: { from?: string; token?: string } = {}): Job {
  const { from = 'acme/shop', token = WRITER } = over;
  const pull_request = {
    number: 7,
    updated_at: '2026-11-22T01:10:04Z',
    base: { sha: base },
    head: { sha: head, repo: { full_name: from } },
  };
  return job({ pull_request }, token);
}

function job(event: object, token: string): Job {
  const path = join(folder, 'bin', 'event.json');
  writeFileSync(path, JSON.stringify(event));
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    LSIM: MAIN,
    GITHUB_API_URL: api,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_RUN_ID: '123456',
    GITHUB_EVENT_PATH: path,
    GITHUB_ACTION_PATH: ROOT,
  };
  return { workspace: folder, env, contexts: { github: { event, token, repository: 'acme/shop' } } };
}

async function action(
  inputs: Readonly<Record<string, string>> = {},
  at = pullRequest(),
): Promise<Ran & { readonly told: Record<string, string> }> {
  const given: Readonly<Record<string, string>> = { scenario: 'scenarios/shop.yaml', runs: '2', ...inputs };
  const all = Object.fromEntries(
    Object.entries(ACTION.inputs).map(([name, input]) => [
      name,
      given[name] ?? filled(input.default ?? '', at.contexts),
    ]),
  );
  const ran = await runSteps(ACTION.runs.steps, { ...at, contexts: { ...at.contexts, inputs: all } });
  const steps = { steps: { compare: { outputs: ran.outputs['compare'] } } };
  return {
    ...ran,
    told: Object.fromEntries(Object.entries(ACTION.outputs).map(([name, { value }]) => [name, filled(value, steps)])),
  };
}

describe('the action', () => {
  test('compares with the base of the pull request, comments, and fails as lsim compare does', async () => {
    const { ok, codes, told, log } = await action();
    expect([ok, codes], log).toEqual([
      false,
      { 'Install lsim': 0, Compare: 0, Comment: 0, 'Fail as lsim compare does': 99 },
    ]);
    expect(told).toMatchObject({ ok: 'false', 'exit-code': '99', report: 'reports/lsim' });
    const comparison = JSON.parse(readFileSync(join(folder, 'reports/lsim/compare.json'), 'utf8'));
    expect(told['verdict']).toBe(comparison.verdict);
    expect(comparison.base.ref.commit).toBe(base);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^### ❌ lsim: 1 of 1 objective fails with this change\n/);
    expect(readMarker(github.comments[0]?.body ?? '')).toMatchObject({ id: 'default', head, base });
  });

  test('passes its inputs on, and takes none of them for a script', async () => {
    const odd = 'x"; touch pwned; echo "$(touch pwned) `touch pwned`';
    const { ok, log } = await action({
      runs: '3',
      seed: '7',
      'fail-on': 'none',
      'comment-id': 'prod',
      'comment-title': odd,
      report: 'reports/a b',
    });
    expect(ok, log).toBe(true);
    const comparison = JSON.parse(readFileSync(join(folder, 'reports/a b/compare.json'), 'utf8'));
    expect(comparison.pairing).toMatchObject({ runs: 3, seeds: ['7', '9'] });
    expect(readMarker(github.comments[0]?.body ?? '')?.id).toBe('prod');
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('comments on a head that is no scenario, and fails with 3', async () => {
    head = commit(CAPPED.replace('reservedConcurrency', 'reservdConcurrency'));
    const { codes, told, log } = await action();
    expect([codes['Comment'], codes['Fail as lsim compare does']], log).toEqual([0, 3]);
    expect(told['exit-code']).toBe('3');
    expect(github.comments[0]?.body).toMatch(/^### ⚠️ lsim could not simulate this change\n[^]*reservdConcurrency/);
  });

  test('is silent where nothing changed', async () => {
    head = commit(SCENARIO);
    const { ok, log } = await action();
    expect([ok, github.comments], log).toEqual([true, []]);
  });

  test('does not comment where it is told not to', async () => {
    const { codes } = await action({ comment: 'false' });
    expect([Object.keys(codes), github.requests]).toEqual([
      ['Install lsim', 'Compare', 'Fail as lsim compare does'],
      [],
    ]);
  });

  test('outside of a pull request says that a base is needed', async () => {
    const { ok, log } = await action({}, job({ ref: 'refs/heads/main' }, WRITER));
    expect([ok, log]).toEqual([false, expect.stringContaining('::error title=lsim::no base to compare with')]);
  });

  test('ends with the exit code of a base that does not exist, and comments on nothing', async () => {
    const { codes, log } = await action({ base: 'no-such-branch' });
    expect([codes['Fail as lsim compare does'], codes['Comment']], log).toEqual([4, undefined]);
  });
});

describe('the workflows', () => {
  const [compare, comment] = WORKFLOWS as [Workflow, Workflow];
  const nothing = (): void => undefined;

  /** Both files of the artifact that the first workflow leaves. */
  function steps(workflow: Workflow, at: Job, artifact: string): Promise<Ran> {
    const actions = {
      'actions/checkout': nothing,
      'actions/setup-node': nothing,
      'actions/upload-artifact': ({ path = '' }: Readonly<Record<string, string>>) => {
        for (const name of path.trim().split('\n'))
          if (existsSync(join(folder, name))) cpSync(join(folder, name), join(artifact, name), { recursive: true });
      },
      'actions/download-artifact': ({ path = '' }: Readonly<Record<string, string>>) => {
        cpSync(artifact, path, { recursive: true });
      },
    };
    return runSteps(Object.values(workflow.jobs)[0]!.steps, { ...at, actions });
  }

  test('compare and comment on a pull request of the own repository', async () => {
    const artifact = join(folder, 'bin', 'artifact');
    const { ok, log } = await steps(compare, pullRequest(), artifact);
    expect(ok, log).toBe(false);
    expect(github.comments, log).toHaveLength(1);
    expect(readMarker(github.comments[0]?.body ?? '')).toMatchObject({ id: 'shop', head, base });
    expect(existsSync(join(artifact, 'compare.json'))).toBe(true);
  });

  test('leave a fork to the second one, which takes the comparison as data', async () => {
    const artifact = join(folder, 'bin', 'artifact');
    github.pulls = [{ number: 7, head: { sha: head, ref: 'topic', repo: { full_name: 'ann/shop' } } }];
    const first = await steps(compare, pullRequest({ from: 'ann/shop', token: READER }), artifact);
    expect(first.summary, first.log).toMatch(/^### ❌ lsim: 1 of 1 objective fails/);
    expect(github.comments).toEqual([]);

    const workflow_run = {
      id: 99,
      event: 'pull_request',
      conclusion: 'failure',
      created_at: '2026-11-22T01:12:00Z',
      head_sha: head,
      head_branch: 'topic',
      html_url: 'https://github.com/acme/shop/actions/runs/99',
      head_repository: { full_name: 'ann/shop', owner: { login: 'ann' } },
      pull_requests: [],
    };
    const second = await steps(comment, job({ workflow_run }, WRITER), artifact);
    expect(second.ok, second.log).toBe(true);
    expect(readMarker(github.comments[0]?.body ?? '')).toMatchObject({ id: 'shop', head });
  });
});
