/** `lsim comment` against a server that behaves like GitHub. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markerLine, readMarker } from '../../src/report/comment.ts';
import type { Comparison } from '../../src/result/comparison.ts';
import { cappedQueue, HEAD_COMMIT, passing, unchanged, waiting } from '../support/comparison.ts';
import { FakeGitHub, READER, WRITER } from '../support/github.ts';
import { lsim, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
let github: FakeGitHub;
let api: string;

beforeEach(async () => {
  github = new FakeGitHub();
  api = await github.start();
});
afterEach(() => github.stop());

const LIST = 'GET /repos/acme/shop/issues/7/comments';
const POST = 'POST /repos/acme/shop/issues/7/comments';
const AT = '2026-11-22T01:10:04Z';

interface Call {
  readonly args?: readonly string[];
  readonly comparison?: Comparison;
  readonly env?: Readonly<Record<string, string>>;
  /** Of the push that this run is about. */
  readonly at?: string;
  readonly commit?: string;
}

/** As a run of a workflow for pull request 7. */
function comment({ args = [], comparison = cappedQueue(), env = {}, at = AT, commit = HEAD_COMMIT }: Call = {}) {
  folder.write('compare.json', JSON.stringify(comparison));
  const head = { sha: commit, repo: { full_name: 'acme/shop' } };
  folder.write('event.json', JSON.stringify({ pull_request: { number: 7, updated_at: at, head } }));
  return lsim(['comment', 'compare.json', ...args], { cwd: folder.path, env: { ...surroundings(), ...env } });
}

function surroundings(): Record<string, string> {
  return {
    GITHUB_API_URL: api,
    GITHUB_TOKEN: WRITER,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '123456',
    GITHUB_EVENT_PATH: join(folder.path, 'event.json'),
    GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md'),
  };
}

const summary = () =>
  existsSync(join(folder.path, 'summary.md')) ? readFileSync(join(folder.path, 'summary.md'), 'utf8') : '';
const marker = (over: Partial<Parameters<typeof markerLine>[0]> = {}) =>
  markerLine({ id: 'default', head: 'abc', base: 'none', at: '2026-11-21T00:00:00Z', digest: 'sha256:0', ...over });
const visible = () => github.comments.filter(({ minimized }) => !minimized);

describe('lsim comment', () => {
  test('writes one comment, the verdict first and the marker on the last line', async () => {
    const { code, stdout, stderr } = await comment();
    expect([code, stderr]).toEqual([0, 'commented\n']);
    expect(stdout).toBe('https://github.com/acme/shop/pull/7#issuecomment-1000\n');
    const [only, ...others] = github.comments;
    expect(others).toEqual([]);
    expect(only?.body.startsWith('### ❌ lsim: 1 of 3 objectives fails with this change\n')).toBe(true);
    expect(only?.body).toContain('[Full report](https://github.com/acme/shop/actions/runs/123456)');
    expect(readMarker(only?.body ?? '')).toMatchObject({ id: 'default', head: HEAD_COMMIT, at: AT });
  });

  test('edits its comment in place when the figures change, wherever in the list it is', async () => {
    for (let i = 0; i < 150; i++) github.add(`chatter ${String(i)}`, 'ann');
    await comment();
    for (let i = 0; i < 99; i++) github.add(`more chatter ${String(i)}`, 'ann');
    const later = await comment({ comparison: unchanged(), at: '2026-11-22T02:00:00Z', commit: 'f'.repeat(40) });
    expect([later.code, later.stderr]).toEqual([0, 'edited the comment in place\n']);
    const own = github.comments.filter(({ body }) => readMarker(body) !== null);
    expect(own).toHaveLength(1);
    expect(own[0]?.body.startsWith('### ✅ lsim: no objective changes with this PR\n')).toBe(true);
    expect(github.requests.filter((request) => request.startsWith(LIST)).slice(-3)).toEqual(
      [1, 2, 3].map((page) => `${LIST}?per_page=100&page=${String(page)}`),
    );
  });

  test('asks for no page behind the last one', async () => {
    for (let i = 0; i < 99; i++) github.add('chatter', 'ann');
    await comment();
    expect(github.requests.filter((request) => request.startsWith(LIST))).toHaveLength(1);
  });

  test('says nothing where nothing changed and there is no comment', async () => {
    const { code, stdout, stderr } = await comment({ comparison: unchanged() });
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^no comment: nothing to tell/);
    expect(github.comments).toEqual([]);
    await comment({ comparison: unchanged(), args: ['--always'] });
    expect(github.comments).toHaveLength(1);
  });

  test('with --on alert, says nothing of what only got better', async () => {
    const better = cappedQueue({
      ok: true,
      objectives: [passing('checkout-api')],
      failOn: { asked: 'new-failure', tripped: null, exitCode: 0 },
    });
    await comment({ comparison: better, args: ['--on', 'alert'] });
    expect(github.comments).toEqual([]);
    await comment({ comparison: better });
    expect(github.comments).toHaveLength(1);
    await comment({ args: ['--on=alert', '--id=other'] });
    expect(github.comments).toHaveLength(2);
  });

  test('leaves a comment alone that says the same already', async () => {
    await comment();
    const before = github.requests.length;
    const again = await comment({ at: '2026-11-22T03:00:00Z' });
    expect(again.stderr).toBe('the comment says this already\n');
    expect(github.requests.slice(before).filter((request) => /^(PATCH|POST \/repos)/.test(request))).toEqual([]);
  });
});

describe('lsim comment knows its own', () => {
  test('by the exact id', async () => {
    github.add(`text\n${marker({ id: 'non-prod' })}`);
    await comment({ args: ['--id', 'prod'] });
    expect(github.comments.map(({ body }) => readMarker(body)?.id)).toEqual(['non-prod', 'prod']);
  });

  test('by the marker on the last line, not somewhere in the text', async () => {
    github.add(`> ${marker()}\n\nquoted`);
    github.add(`${marker()}\nand a word below it`);
    await comment();
    expect(github.comments).toHaveLength(3);
  });

  test('by its author', async () => {
    const forged = github.add(`forged\n${marker()}`, 'mallory');
    await comment();
    expect(forged.body).toMatch(/^forged/);
    expect(github.comments).toHaveLength(2);
  });

  test('unless somebody has hidden it', async () => {
    github.add(`old\n${marker()}`).minimized = true;
    await comment();
    expect(github.comments).toHaveLength(2);
  });

  test('and hides all but the newest of several', async () => {
    const [first, second] = [github.add(`one\n${marker()}`), github.add(`two\r\n${marker()}\r\n`)];
    await comment();
    expect([first.minimized, second.minimized]).toEqual([true, false]);
    expect(second.body).toMatch(/^### ❌/);
  });

  test('where GraphQL is not to be had', async () => {
    github.withoutGraphql = true;
    const mine = github.add(`old\n${marker()}`);
    await comment();
    expect(mine.body).toMatch(/^### ❌/);
  });
});

test('on GitHub Enterprise Server the two APIs lie side by side', async () => {
  const mine = github.add(`old\n${marker()}`);
  await comment({ env: { GITHUB_API_URL: `${api}/api/v3/` } });
  expect(mine.body).toMatch(/^### ❌/);
  expect(github.requests).toContain('POST /api/graphql');
});

describe('a repository that was renamed', () => {
  test('is followed with the same method on the same host', async () => {
    github.troubles.push({ status: 307, headers: { location: '/repos/acme/shop/issues/7/comments' }, of: POST });
    expect([(await comment()).code, github.comments.length]).toEqual([0, 1]);
  });

  test('is not followed to another host, which would get the token', async () => {
    const other = new FakeGitHub();
    const location = `${await other.start()}/repos/acme/shop/issues/7/comments`;
    github.troubles.push({ status: 307, headers: { location }, of: POST });
    const { code } = await comment();
    await other.stop();
    expect([code, other.requests]).toEqual([4, []]);
  });
});

describe('an older run', () => {
  test('never writes over a newer one', async () => {
    const newer = github.add(`newer\n${marker({ at: '2026-11-22T01:10:05Z' })}`);
    const { code, stderr } = await comment();
    expect([code, stderr]).toEqual([0, 'no comment: a newer run has commented already\n']);
    expect(newer.body).toMatch(/^newer/);
    const hide = await comment({ args: ['--behavior', 'hide-and-new'] });
    expect([hide.code, github.comments.length, newer.minimized]).toEqual([0, 1, false]);
  });

  test('of the same instant writes over its own commit only', async () => {
    const other = github.add(`other\n${marker({ at: AT, head: 'f'.repeat(40) })}`);
    await comment();
    expect(other.body).toMatch(/^other/);
    await comment({ commit: 'f'.repeat(40) });
    expect(other.body).toMatch(/^### ❌/);
  });
});

describe('--behavior', () => {
  test('hide-and-new folds the old comment away and writes another', async () => {
    await comment({ args: ['--behavior', 'hide-and-new'] });
    await comment({ args: ['--behavior', 'hide-and-new'], comparison: unchanged(), at: '2026-11-22T02:00:00Z' });
    expect(github.comments.map(({ minimized }) => minimized)).toEqual([true, false]);
    expect(visible()[0]?.body).toMatch(/no objective changes/);
  });

  test('new writes another each time', async () => {
    await comment({ args: ['--behavior', 'new'] });
    await comment({ args: ['--behavior', 'new'] });
    expect(visible()).toHaveLength(2);
  });
});

describe('when GitHub is in trouble', () => {
  test('a rate limit and a bad gateway are waited for', async () => {
    github.troubles.push(
      { status: 429, message: 'too many', headers: { 'retry-after': '1' } },
      { status: 502, message: 'Server Error', of: LIST },
      { status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '0' }, of: POST },
    );
    const { code } = await comment();
    expect([code, github.comments.length]).toEqual([0, 1]);
  });

  test('a comment that got through without an answer is not written twice', async () => {
    github.troubles.push({ status: 502, of: POST, done: true });
    const { code, stdout } = await comment();
    expect([code, github.comments.length]).toEqual([0, 1]);
    expect(stdout).toContain('issuecomment-1000');
  });

  test('five tries are enough, and exit with 4; the comparison is still to be read', async () => {
    github.troubles.push(...Array.from({ length: 9 }, () => ({ status: 429, headers: { 'retry-after': '0' } })));
    const { code, stdout, stderr } = await comment();
    expect([code, github.requests.length]).toEqual([4, 5]);
    expect(stderr).toContain(
      'E_COMMENT  the comparison succeeded but the comment could not be posted: GitHub answered 429',
    );
    expect([stdout, summary()].map((text) => text.split('\n')[0])).toEqual(
      Array(2).fill('### ❌ lsim: 1 of 3 objectives fails with this change'),
    );
  });

  test('nobody waits for an hour', async () => {
    github.troubles.push({ status: 429, headers: { 'retry-after': '3600' } });
    const { code, stderr } = await comment();
    expect(code).toBe(4);
    expect(stderr).toContain('it asks to wait for 60 minutes');
  });

  test.for([
    [401, 'Bad credentials'],
    [404, 'Not Found'],
    [422, 'Validation Failed'],
  ] as const)('%i is not tried again', async ([status, message]) => {
    github.troubles.push({ status, message, of: POST });
    const { code, stderr } = await comment();
    expect([code, github.requests.filter((request) => request.startsWith(POST)).length]).toEqual([4, 1]);
    expect(stderr).toContain(
      `acme/shop#7  E_COMMENT  the comparison succeeded but the comment could not be posted: GitHub answered ${String(status)} ${message}`,
    );
  });

  test('an address where nobody listens exits with 4', async () => {
    await github.stop();
    const { code, stderr } = await comment();
    expect(code).toBe(4);
    expect(stderr).toContain('GitHub cannot be reached (ECONNREFUSED)');
  });
});

describe('where the token may not comment', () => {
  test('the comparison goes to standard output and the summary, a notice has the link, and the exit code is 0', async () => {
    const { code, stdout, stderr } = await comment({ env: { GITHUB_TOKEN: READER } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^### ❌ lsim: 1 of 3 objectives fails/);
    expect(stdout).not.toContain('<!--');
    expect(summary()).toBe(stdout);
    expect(stderr).toContain(
      'W_COMMENT  the comparison succeeded but the comment could not be posted: GitHub answered 403 Resource not accessible by integration',
    );
    expect(stderr).toMatch(/^::notice title=lsim::.*https:\/\/github\.com\/acme\/shop\/actions\/runs\/123456$/m);
    expect(github.comments).toEqual([]);
  });

  test('as on a fork without any token', async () => {
    folder.write(
      'fork.json',
      JSON.stringify({ pull_request: { number: 7, head: { sha: HEAD_COMMIT, repo: { full_name: 'ann/shop' } } } }),
    );
    const { code, stdout } = await comment({
      env: { GITHUB_TOKEN: '', GITHUB_EVENT_PATH: join(folder.path, 'fork.json') },
    });
    expect([code, stdout.split('\n')[0]]).toEqual([0, '### ❌ lsim: 1 of 3 objectives fails with this change']);
    expect(github.requests).toEqual([]);
  });

  test('but no token in the own repository exits with 4', async () => {
    const { code, stderr } = await comment({ env: { GITHUB_TOKEN: '' } });
    expect(code).toBe(4);
    expect(stderr).toContain('the variable GITHUB_TOKEN holds no token');
  });
});

describe('a workflow_run for a fork', () => {
  const run = (sha: string) => ({
    workflow_run: {
      created_at: AT,
      head_sha: sha,
      head_branch: 'topic',
      html_url: 'https://github.com/acme/shop/actions/runs/99',
      head_repository: { full_name: 'ann/shop', owner: { login: 'ann' } },
      pull_requests: [],
    },
  });
  const from = async (sha: string) => {
    folder.write('run.json', JSON.stringify(run(sha)));
    return comment({ env: { GITHUB_EVENT_PATH: join(folder.path, 'run.json') } });
  };

  beforeEach(() => {
    github.pulls = [
      { number: 7, head: { sha: HEAD_COMMIT, ref: 'topic', repo: { full_name: 'ann/shop' } } },
      { number: 8, head: { sha: HEAD_COMMIT, ref: 'topic', repo: { full_name: 'bob/shop' } } },
    ];
  });

  test('finds the pull request by the head repository and commit', async () => {
    const { code } = await from(HEAD_COMMIT);
    expect(code).toBe(0);
    expect(github.requests[0]).toBe('GET /repos/acme/shop/pulls?state=open&head=ann%3Atopic&per_page=100&page=1');
    expect(github.requests).toContain(POST);
    expect(github.comments[0]?.body).toContain('[Full report](https://github.com/acme/shop/actions/runs/99)');
  });

  test('stays silent where the branch has moved on', async () => {
    const { code, stdout, stderr } = await from('a'.repeat(40));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('no open pull request has this commit as its head');
  });
});

describe('what lsim comment never does', () => {
  test('print the token, wherever it comes back', async () => {
    const secret = 'ghs_verysecret';
    github.troubles.push({ status: 422, message: `odd: ${secret}`, of: LIST });
    const leaky = cappedQueue({ verdict: `the token is ${secret}`, reproduce: `TOKEN=${secret} lsim compare` });
    const runs = [
      await comment({ comparison: leaky, env: { GITHUB_TOKEN: secret } }),
      await comment({ comparison: leaky, env: { GITHUB_TOKEN: `${secret}\nx` } }),
      await comment({ args: ['--token-env', secret] }),
      await comment({ args: ['--dry-run'], comparison: leaky, env: { GITHUB_TOKEN: secret } }),
      await comment({ env: { GITHUB_API_URL: `https://me:${secret}@github.example` } }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([4, 4, 2, 0, 2]);
    for (const { stdout, stderr } of [runs[0]!, runs[2]!, runs[3]!, runs[4]!])
      expect(stdout + stderr).not.toContain(secret);
    expect(runs[1]?.stderr).not.toContain(secret);
  });

  test('ask GitHub for anything with --dry-run', async () => {
    const { code, stdout } = await comment({ args: ['--dry-run'], env: { GITHUB_TOKEN: '' } });
    expect([code, github.requests]).toEqual([0, []]);
    expect(readMarker(stdout)).toMatchObject({ id: 'default', head: HEAD_COMMIT });
  });

  test('write more characters than it was allowed', async () => {
    const many = cappedQueue({
      objectives: Array.from({ length: 300 }, (_, i) => waiting({ on: `${'😀'.repeat(90)}${String(i)}` })),
    });
    for (const room of [65_536, 20_000, 1000]) {
      const { stdout } = await comment({ comparison: many, args: ['--dry-run', '--max-chars', String(room)] });
      expect(stdout.trimEnd().length).toBeLessThanOrEqual(room);
      expect(stdout.split('\n')[0]).toBe('### ❌ lsim: 300 of 300 objectives fail with this change');
      expect(readMarker(stdout)).not.toBeNull();
    }
    expect((await comment({ comparison: many, args: ['--max-chars', '65536'] })).code).toBe(0);
  });
});

describe('lsim comment refuses', () => {
  test('with 2 what is wrong on the command line', async () => {
    const wrong = [
      ['--id', 'a b'],
      ['--id', 'a"b'],
      ['--repo', 'shop'],
      ['--pr', '0'],
      ['--behavior', 'edit'],
      ['--on', 'never'],
      ['--max-chars', '70000'],
      ['--max-chars', '10'],
      ['--details-url', 'javascript:alert(1)'],
      ['--always', '--on', 'alert'],
    ];
    const codes = await Promise.all(wrong.map(async (args) => (await comment({ args })).code));
    expect(codes).toEqual(wrong.map(() => 2));
    expect((await lsim(['comment'], { cwd: folder.path })).code).toBe(2);
  });

  test('with 2 where nothing says which pull request it is', async () => {
    folder.write('compare.json', JSON.stringify(cappedQueue()));
    const { code, stderr } = await lsim(['comment', 'compare.json'], {
      cwd: folder.path,
      env: { GITHUB_TOKEN: WRITER },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--repo.*E_USAGE[^]*--pr.*E_USAGE/);
  });

  test('with 3 what is no comparison, and says why', async () => {
    const texts: Record<string, RegExp> = {
      '': /it is empty/,
      '{"kind": "compar': /not JSON, or cut off/,
      '{"schemaVersion": "1.1.0"}': /not a compare\.json of lsim/,
      [JSON.stringify({ ...cappedQueue(), schemaVersion: '2.0.0' })]: /its schemaVersion is 2\.0\.0/,
      [JSON.stringify([cappedQueue(), cappedQueue()])]: /it holds several/,
      [JSON.stringify({ ...cappedQueue(), objectives: 3 })]: /objectives: /,
    };
    for (const [text, why] of Object.entries(texts)) {
      const { code, stderr } = await lsim(['comment', '-', '--dry-run'], { cwd: folder.path, stdin: text });
      expect([code, stderr]).toEqual([3, expect.stringMatching(why)]);
    }
    expect((await lsim(['comment', 'none.json', '--dry-run'], { cwd: folder.path })).code).toBe(4);
  });

  test('nothing of a newer minor version, whose keys it does not know', async () => {
    const newer = { ...cappedQueue(), schemaVersion: '1.9.0', forecast: { month: 1 } };
    const { code } = await lsim(['comment', '-', '--dry-run'], { cwd: folder.path, stdin: JSON.stringify(newer) });
    expect(code).toBe(0);
  });
});
