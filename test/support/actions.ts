/** Steps of an action or a workflow, run as GitHub Actions runs them: expressions, conditions, outputs, bash. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { evaluate, filled, type Contexts } from './actions-expressions.ts';

/** A step as its YAML says it. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly 'working-directory'?: string;
}

/** What steps see, and what stands for the actions that they use. */
export interface Job {
  readonly workspace: string;
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  /** By name without version, such as `actions/checkout`. */
  readonly actions?: Readonly<Record<string, (inputs: Readonly<Record<string, string>>) => void>>;
}

/** What became of it. */
export interface Ran {
  readonly ok: boolean;
  /** Exit codes of the steps that ran, by name or command. */
  readonly codes: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly log: string;
  readonly summary: string;
}

/** Runs steps in order; after one that failed, those alone whose condition says so. */
export async function runSteps(steps: readonly Step[], job: Job): Promise<Ran> {
  const files = mkdtempSync(join(tmpdir(), 'lsim-actions-'));
  const runnerTemp = join(files, 'temp');
  mkdirSync(runnerTemp);
  const [summary, output] = [join(files, 'summary'), join(files, 'output')];
  writeFileSync(summary, '');
  const codes: Record<string, number> = {};
  const outputs: Record<string, Record<string, string>> = {};
  let ok = true;
  let log = '';
  for (const step of steps) {
    const contexts = { ...job.contexts, steps: stepContext(outputs), runner: { temp: runnerTemp }, job: { ok } };
    if (!evaluate(String(step.if ?? 'success()'), contexts)) continue;
    const texts = (map: Readonly<Record<string, unknown>> = {}): Record<string, string> =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, filled(String(value), contexts)]));
    writeFileSync(output, '');
    const name = step.name ?? step.run ?? step.uses ?? '';
    if (step.uses !== undefined) {
      const action = job.actions?.[step.uses.replace(/@.*/, '')];
      if (action === undefined) throw new Error(`nothing stands for ${step.uses}`);
      action(texts(step.with));
      continue;
    }
    const script = join(files, 'script.sh');
    writeFileSync(script, filled(step.run ?? '', contexts));
    const env = {
      ...job.env,
      ...texts(step.env),
      GITHUB_WORKSPACE: job.workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: runnerTemp,
      GITHUB_ACTIONS: 'true',
      CI: 'true',
    };
    const folder = resolve(job.workspace, filled(step['working-directory'] ?? '.', contexts));
    const ended = await bash(script, folder, env);
    codes[name] = ended.code;
    log += ended.text;
    if (step.id !== undefined) outputs[step.id] = outputsIn(readFileSync(output, 'utf8'));
    if (ended.code !== 0) ok = false;
  }
  return { ok, codes, outputs, log, summary: readFileSync(summary, 'utf8') };
}

function stepContext(outputs: Readonly<Record<string, Readonly<Record<string, string>>>>): object {
  return Object.fromEntries(Object.entries(outputs).map(([id, values]) => [id, { outputs: values }]));
}

/** As the shell `bash` of a step is started. */
function bash(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; text: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd, env });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? -1, text }));
  });
}

/** `name=value`, or `name<<end`, lines, `end`. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift()!;
    const [, name, end] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined)
      outputs[name] = lines
        .splice(0, lines.indexOf(end!) + 1)
        .slice(0, -1)
        .join('\n');
    else if (line.includes('=')) outputs[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
  }
  return outputs;
}
