/** The flags of every command, as yargs reads and explains them. */
import type { Options } from 'yargs';
import { LEAST_RUNS, MOST_PRECISE_RUNS } from '../result/precision.ts';
import {
  CHART_MODES,
  CI_KINDS,
  COLOR_MODES,
  COMMENT_BEHAVIORS,
  COMMENT_ON,
  COMPARE_FAIL_ON,
  COMPARE_FORMATS,
  CSV_KINDS,
  FAIL_ON,
  PROGRESS_MODES,
} from './choices.ts';

/** Flags of one command by their long names. */
export type Flags = Readonly<Record<string, Options>>;

/** Of all commands. */
export const COMMON: Flags = {
  json: { type: 'boolean', describe: 'Print one JSON document on standard output, nothing else' },
  quiet: { type: 'boolean', alias: 'q', describe: 'Print the verdict only; files are still written' },
  verbose: { type: 'boolean', alias: 'v', describe: 'Say more; show the stack of an unexpected error' },
  color: { type: 'string', describe: `Colour: ${COLOR_MODES.join(', ')} (also NO_COLOR, FORCE_COLOR)` },
  progress: { type: 'string', describe: `Progress: ${PROGRESS_MODES.join(', ')}` },
  cwd: { type: 'string', describe: 'Folder that relative paths start from' },
};

/** Of `run` alone. */
export const RUN: Flags = {
  seed: { type: 'string', describe: 'Seed of all chance (default: the file, else 1)' },
  runs: { type: 'string', alias: 'n', describe: 'Replications (default: the file, else 1)' },
  precision: {
    type: 'string',
    describe: `Add runs until the interval of the deciding objective is within, say, 1% of its value; from ${LEAST_RUNS} runs (or --runs), at most ${MOST_PRECISE_RUNS}`,
  },
  for: { type: 'string', describe: 'Simulated time, warm-up included, such as 20m' },
  warmup: { type: 'string', describe: 'Simulated time that is left out of results' },
  variant: { type: 'string', describe: "One of the scenario's variants, applied before --set" },
  set: { type: 'string', array: true, describe: 'Override a key: path=value; repeatable' },
  out: { type: 'string', alias: 'o', describe: 'Output folder (default: reports/<scenario name>)' },
  jobs: { type: 'string', describe: 'Worker threads (default: all cores); results do not depend on it' },
  charts: { type: 'string', describe: `Charts: ${CHART_MODES.join(', ')}` },
  csv: {
    type: 'string',
    array: true,
    describe: `CSV files, adding up: ${CSV_KINDS.join(', ')} (default: summary,series)`,
  },
  log: {
    type: 'string',
    describe: 'Write the logs of run 1 to logs/<function>.log; --log=10% samples a tenth of the environments',
  },
  trace: {
    type: 'string',
    describe: 'Write a trace of run 1 for ui.perfetto.dev to trace.json; --trace=10m..12m: that window',
  },
  bucket: { type: 'string', describe: 'Width of a step of the time series, such as 1s' },
  'fail-on': { type: 'string', describe: `Missed objectives that exit with 99: ${FAIL_ON.join(', ')}` },
};

/** Of `compare` alone. */
export const COMPARE: Flags = {
  'base-ref': {
    type: 'string',
    describe: 'Read the base at this commit, branch or tag; where it parted from the head',
  },
  'head-ref': { type: 'string', describe: 'Read the head at this commit, branch or tag (default: as it lies there)' },
  variant: { type: 'string', array: true, describe: "One of the scenario's variants as the head; repeatable" },
  ...Object.fromEntries(['seed', 'for', 'warmup', 'set'].map((name) => [name, RUN[name]!])),
  runs: { type: 'string', alias: 'n', describe: 'Pairs of runs (default: the file, else 16)' },
  format: { type: 'string', describe: `What to print: ${COMPARE_FORMATS.join(', ')} (default: text)` },
  'min-change': { type: 'string', describe: 'Least share of the baseline that counts as a change (default: 1%)' },
  'fail-on': { type: 'string', describe: `What to fail on: ${COMPARE_FAIL_ON.join(', ')} (default: new-failure)` },
  out: { type: 'string', alias: 'o', describe: 'Output folder (default: reports/<scenario name>-compare)' },
  ...Object.fromEntries(['jobs', 'charts', 'bucket'].map((name) => [name, RUN[name]!])),
};

/** Of `init` alone. */
export const INIT: Flags = {
  ci: { type: 'string', describe: `Also write the workflows that comment on pull requests: ${CI_KINDS.join(', ')}` },
};

/** Of `export` alone. */
export const EXPORT: Flags = {
  out: { type: 'string', alias: 'o', describe: 'Output file; - is standard output (default: -)' },
  ...Object.fromEntries(['seed', 'for', 'warmup', 'variant', 'set'].map((name) => [name, RUN[name]!])),
};

/** Of `comment` alone. */
export const COMMENT: Flags = {
  id: { type: 'string', describe: 'Tells apart several comments on one pull request (default: default)' },
  title: { type: 'string', describe: 'Words in the heading, where there are several comments' },
  behavior: {
    type: 'string',
    describe: `What becomes of an earlier comment: ${COMMENT_BEHAVIORS.join(', ')} (default: update)`,
  },
  on: {
    type: 'string',
    describe: `When to comment where there is none: ${COMMENT_ON.join(', ')} (default: change)`,
  },
  always: { type: 'boolean', describe: 'Comment even if nothing changed; the same as --on always' },
  repo: { type: 'string', describe: 'Repository as owner/name (default: GITHUB_REPOSITORY)' },
  pr: { type: 'string', describe: 'Number of the pull request (default: the one of the workflow run)' },
  'token-env': { type: 'string', describe: 'Name of the variable that holds the token (default: GITHUB_TOKEN)' },
  'max-chars': { type: 'string', describe: 'Longest comment in characters (default: 60000)' },
  'details-url': { type: 'string', describe: 'Address of the full report (default: the workflow run)' },
  'dry-run': { type: 'boolean', describe: 'Print the comment and ask GitHub for nothing' },
};
