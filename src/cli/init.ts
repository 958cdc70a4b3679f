/** `lsim init`: a commented scenario to start from, its schema, and workflows. Asks nothing and overwrites nothing. */
import { existsSync, lstatSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { scenarioJsonSchema } from '../scenario/json-schema.ts';
import { starterScenario } from '../scenario/starter.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { Failure, problem, systemCode, systemReason } from './failure.ts';
import { repositoryOf } from './files.ts';
import { githubWorkflows } from './github-workflows.ts';
import type { InitOptions } from './init-options.ts';
import type { Io } from './io.ts';
import { makeFolder } from './output.ts';

/** A file to write. */
interface NewFile {
  readonly path: string;
  readonly text: string;
}

const SCENARIO = 'scenario.yaml';
const SCHEMA = 'scenario.schema.json';

/**
 * Writes what is not there yet. A scenario that is there is kept where workflows are asked for it; any other file in the
 * way is a Failure (exit 4), and then nothing is written.
 */
export async function init(options: InitOptions, io: Io): Promise<ExitCode> {
  const folder = resolve(options.cwd, options.folder);
  const scenario = join(folder, SCENARIO);
  const shown = (path: string): string => relative(options.cwd, path) || '.';
  const kept = isThere(scenario) && options.ci !== null;
  const files = [...(kept ? [] : scenarioFiles(folder, shown(scenario))), ...workflows(options, folder, scenario)];
  const inTheWay = files.filter(({ path }) => isThere(path)).map(({ path }) => shown(path));
  if (inTheWay.length > 0)
    throw new Failure(
      EXIT.file,
      inTheWay.map((path) =>
        problem('E_EXISTS', path, 'is there already, and nothing is overwritten; name another folder, or remove it'),
      ),
    );
  write(files, shown);
  const names = files.map(({ path }) => shown(path));
  if (options.json) await io.stdout.write(`${JSON.stringify({ files: names }, null, 2)}\n`);
  else if (!options.quiet)
    await io.stdout.write(told(names, kept ? shown(scenario) : null, shown(scenario), options.ci !== null));
  return EXIT.done;
}

/** The scenario, and its schema where no installed lsim has one. */
function scenarioFiles(folder: string, shown: string): NewFile[] {
  const installed = installedSchema(folder);
  const schema = installed ?? join(folder, SCHEMA);
  const below = relative(folder, schema).split(sep).join('/');
  const text = starterScenario({ schema: below.startsWith('.') ? below : `./${below}`, scenario: shown });
  const own = { path: schema, text: `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n` };
  return [{ path: join(folder, SCENARIO), text }, ...(installed === null && !isThere(schema) ? [own] : [])];
}

/** The schema of the lsim that a project around the folder has installed: it stays in step with it. */
function installedSchema(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const schema = join(at, 'node_modules', 'lsim', 'schema', SCHEMA);
    if (existsSync(schema)) return schema;
    if (dirname(at) === at) return null;
  }
}

function workflows({ ci }: InitOptions, folder: string, scenario: string): NewFile[] {
  if (ci === null) return [];
  const root = repositoryOf(folder);
  const name = relative(root, scenario).split(sep).join('/');
  return githubWorkflows(name).map(({ path, text }) => ({ path: join(root, ...path.split('/')), text }));
}

/** All of them, or none. */
function write(files: readonly NewFile[], shown: (path: string) => string): void {
  const written: string[] = [];
  for (const { path, text } of files) {
    try {
      makeFolder(dirname(path));
      // Fails where a file has come in between.
      writeFileSync(path, text, { flag: 'wx' });
      written.push(path);
    } catch (error) {
      for (const each of written) unlinkSync(each);
      if (systemCode(error) === '') throw error;
      throw new Failure(EXIT.file, [problem('E_OUTPUT', shown(path), `cannot be written: ${systemReason(error)}`)]);
    }
  }
}

/** Also a link that leads nowhere. What cannot be looked at is told when it is written. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
  }
}

function told(names: readonly string[], kept: string | null, scenario: string, ci: boolean): string {
  const lines = [
    ...names.map((name) => `wrote  ${name}`),
    ...(kept === null ? [] : [`kept   ${kept}`]),
    '',
    'NEXT',
    `  lsim run ${scenario}`,
    ...(ci ? ['  commit the workflows; they run the lsim of your package.json: npm install --save-dev lsim'] : []),
  ];
  return `${lines.join('\n')}\n`;
}
