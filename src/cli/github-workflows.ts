/** The workflows that `lsim init --ci github` writes: one that compares and comments, one that comments for forks. */

import { fitsMarker } from '../report/comment.ts';

/** A file of the repository. */
export interface WorkflowFile {
  /** Below the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Actions by commit: a tag can be moved. */
const CHECKOUT = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const SETUP_NODE = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';
const UPLOAD = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2';
const DOWNLOAD = 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0';

/** The two workflows for one scenario. @param scenario its path below the root of the repository, with `/` */
export function githubWorkflows(scenario: string): readonly WorkflowFile[] {
  const id = commentId(scenario);
  return [
    { path: '.github/workflows/lsim.yml', text: compareWorkflow(scenario, id) },
    { path: '.github/workflows/lsim-comment.yml', text: commentWorkflow(id) },
  ];
}

function compareWorkflow(scenario: string, id: string): string {
  const folder = scenario.includes('/') ? `${scenario.slice(0, scenario.lastIndexOf('/'))}/**` : scenario;
  return `# What a pull request changes in the concurrency, throttling and cost of AWS Lambda: lsim compares it with its base
# and says so in one comment. Pull requests from forks get theirs from lsim-comment.yml.
name: lsim
on:
  pull_request:
    # Add what else the scenario depends on, such as template.yaml.
    paths: [${quoted(folder)}, ".github/workflows/lsim.yml"]
permissions: { contents: read, pull-requests: write }
concurrency: { group: "lsim-\${{ github.event.pull_request.number }}", cancel-in-progress: true }
jobs:
  lsim:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: ${CHECKOUT}
        with: { fetch-depth: 0, persist-credentials: false } # the base must be there
      - uses: ${SETUP_NODE}
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - run: npx --no lsim compare "$SCENARIO" --base-ref "$BASE" --json > compare.json
        env:
          SCENARIO: ${quoted(scenario)}
          BASE: "\${{ github.event.pull_request.base.sha }}" # by variable, never inside the script
      - if: \${{ !cancelled() }}
        run: npx --no lsim comment compare.json --id ${id}
        env: { GITHUB_TOKEN: "\${{ github.token }}" }
      - if: \${{ !cancelled() }}
        uses: ${UPLOAD}
        with:
          name: lsim
          path: |
            compare.json
            reports/
`;
}

function commentWorkflow(id: string): string {
  return `# Comments on pull requests from forks, whose own workflow may only read. This one may write, so it runs nothing of the
# pull request: it takes compare.json as data, finds the pull request by its head, and words the comment itself.
name: lsim comment
on:
  workflow_run: { workflows: [lsim], types: [completed] }
permissions: { actions: read, contents: read, pull-requests: write }
concurrency:
  group: "lsim-comment-\${{ github.event.workflow_run.head_repository.full_name }}-\${{ github.event.workflow_run.head_branch }}"
jobs:
  comment:
    if: >-
      \${{ github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion != 'cancelled'
      && github.event.workflow_run.head_repository.full_name != github.repository }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: ${CHECKOUT} # the default branch, not the pull request
        with: { persist-credentials: false }
      - uses: ${SETUP_NODE}
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - uses: ${DOWNLOAD}
        with:
          name: lsim
          path: \${{ runner.temp }}/lsim # outside of the checkout: nothing in it can take a file's place
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - run: npx --no lsim comment "$RUNNER_TEMP/lsim/compare.json" --id ${id}
        env: { GITHUB_TOKEN: "\${{ github.token }}" }
`;
}

/** `scenarios/burst.yaml` → `burst`: a second scenario gets a comment of its own. */
function commentId(scenario: string): string {
  const name = scenario.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const id = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64);
  return fitsMarker(id) ? id : 'default';
}

/** JSON's texts are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
