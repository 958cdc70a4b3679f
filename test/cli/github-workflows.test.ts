/** The texts of the workflows and of the action: what they may do, and what they must not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflows } from '../../src/cli/github-workflows.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const WORKFLOWS = githubWorkflows('scenarios/shop.yaml').map(({ text }) => parse(text) as Workflow);
const ACTION = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
  readonly runs: { readonly steps: readonly Step[] };
};
const steps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps);

describe('the workflows', () => {
  test('are two files of GitHub', () => {
    expect(githubWorkflows('a.yaml').map(({ path }) => path)).toEqual([
      '.github/workflows/lsim.yml',
      '.github/workflows/lsim-comment.yml',
    ]);
  });

  test.for([
    ['scenarios/shop.yaml', 'shop'],
    ['shop.yml', 'shop'],
    ['infra/my shop (eu).yaml', 'my-shop-eu-'],
    ['--help.yaml', 'help'],
    ['大.yaml', 'default'],
  ] as const)('for %s have a comment with the id %s, quoted wherever it may matter', ([scenario, id]) => {
    const [compare, comment] = githubWorkflows(scenario).map(({ text }) => parse(text) as Workflow);
    const [compared, commented] = steps(compare!).filter(({ run }) => run?.includes('lsim') === true);
    expect(compared?.env?.['SCENARIO']).toBe(scenario);
    expect(commented?.run).toBe(`npx --no lsim comment compare.json --id ${id}`);
    expect(steps(comment!).at(-1)?.run).toBe(`npx --no lsim comment "$RUNNER_TEMP/lsim/compare.json" --id ${id}`);
  });

  test('are pinned by commit, check out the base, and may write nothing but comments', () => {
    for (const { jobs, permissions } of WORKFLOWS) {
      const used = Object.values(jobs)
        .flatMap((each) => each.steps)
        .flatMap(({ uses }) => uses ?? []);
      expect(used.filter((name) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
      expect(Object.entries(permissions).filter(([, level]) => level === 'write')).toEqual([
        ['pull-requests', 'write'],
      ]);
    }
    expect(steps(WORKFLOWS[0]!)[0]?.with).toMatchObject({ 'fetch-depth': 0 });
    expect(WORKFLOWS[0]?.on).toEqual({ pull_request: { paths: ['scenarios/**', '.github/workflows/lsim.yml'] } });
  });

  test('never put what comes from a pull request into a script', () => {
    const scripts = WORKFLOWS.flatMap(({ jobs }) => Object.values(jobs).flatMap((each) => each.steps)).flatMap(
      ({ run }) => run ?? [],
    );
    expect(
      scripts.concat(ACTION.runs.steps.flatMap(({ run }) => run ?? [])).filter((script) => script.includes('${{')),
    ).toEqual([]);
  });
});
