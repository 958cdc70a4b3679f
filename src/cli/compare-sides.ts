/** The sides of a comparison as they are read: a scenario from a folder or a commit, or a result.json. */
import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { ComparisonSide, SideProblem } from '../result/comparison.ts';
import type { ResultJson } from '../result/run-result.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { withoutSecrets, withoutTokens } from '../scenario/secrets.ts';
import type { MapNode } from '../scenario/tree.ts';
import { isSaved, type CompareOptions, type SideWanted } from './compare-options.ts';
import { EXIT, strongest, type ExitCode } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { decode, readScenarioFile, repositoryFiles, type ReadResult, type RepositoryFiles } from './files.ts';
import { GitRepository } from './git.ts';
import type { Io } from './io.ts';
import { exitCodeOf, unreadable } from './load-scenario.ts';
import { readResultFile } from './result-file.ts';
import { readSavedSeries, type SavedResult } from './saved-result.ts';

/** A side before it is simulated. */
export interface Side {
  readonly label: string;
  readonly wanted: SideWanted;
  readonly ref: ComparisonSide['ref'];
  /** `null` where it is a result, or cannot be read. */
  readonly scenario: Scenario | null;
  readonly tree: MapNode | null;
  /** What was found while reading it, secrets taken out. */
  readonly diagnostics: readonly Diagnostic[];
  /** What its errors amount to; `null` without errors. */
  readonly exitCode: ExitCode | null;
  /** Whether there is no such file. */
  readonly missing: boolean;
  /** Fingerprints of the data files that the scenario reads, by path. */
  readonly dataFiles: ReadonlyMap<string, string>;
  /** Of a result.json; the series of run 1 where they lie beside it. */
  readonly saved: { readonly json: ResultJson; readonly series: Pick<SavedResult, 'series' | 'bucket'> | null } | null;
}

/** Reads sides; each commit, and standard input, is looked up once. */
export class SideReader {
  readonly #options: CompareOptions;
  readonly #io: Io;
  readonly #signal: AbortSignal;
  readonly #commits = new Map<string, ComparisonSide['ref']>();
  #stdin: Promise<ReadResult> | null = null;

  constructor(options: CompareOptions, io: Io, signal: AbortSignal) {
    this.#options = options;
    this.#io = io;
    this.#signal = signal;
  }

  /**
   * A side as it is wanted. A scenario that cannot be read has its diagnostics.
   * @throws Failure (exit 4) where a ref cannot be found, (3 or 4) where a result.json is none
   */
  async read(wanted: SideWanted, role: 'base' | 'head'): Promise<Side> {
    if (isSaved(wanted.file)) return this.#saved(wanted);
    const { cwd } = this.#options;
    const path = resolve(cwd, wanted.file);
    const variant = wanted.variant === null ? '' : `, variant ${wanted.variant}`;
    if (wanted.ref === null) {
      const stdin = wanted.file === '-';
      const read = stdin ? await this.#standardInput() : readScenarioFile(path);
      const shown = stdin ? '<stdin>' : wanted.file;
      return this.#parsed(wanted, null, `${shown}${variant}`, read, () => repositoryFiles(stdin ? cwd : dirname(path)));
    }
    const flag = `--${role}-ref`;
    const repository = new GitRepository(path, flag, this.#io.env);
    const ref = this.#commit(repository, role);
    const inside = repository.pathOf(path);
    if (inside === null)
      throw new Failure(EXIT.file, [problem('E_GIT', flag, `${wanted.file} is outside the repository`)]);
    const files = repository.filesAt(ref.commit, dirname(inside));
    return this.#parsed(
      wanted,
      ref,
      `${wanted.file} at ${shownRef(ref)}${variant}`,
      files.read(basename(inside)),
      () => files,
    );
  }

  #saved(wanted: SideWanted): Side {
    const path = resolve(this.#options.cwd, wanted.file);
    const json = readResultFile(path, wanted.file, 'compared');
    const none = { ref: null, scenario: null, tree: null, diagnostics: [], exitCode: null, missing: false };
    return {
      ...none,
      label: wanted.file,
      wanted,
      dataFiles: new Map(),
      saved: { json, series: seriesBeside(path, wanted.file) },
    };
  }

  #parsed(
    wanted: SideWanted,
    ref: ComparisonSide['ref'],
    label: string,
    read: ReadResult,
    filesOf: () => RepositoryFiles,
  ): Side {
    const shown = wanted.file === '-' ? '<stdin>' : wanted.file;
    const dataFiles = new Map<string, string>();
    const { set, overrides } = this.#options;
    const parsed =
      'text' in read
        ? parseScenario(read.text, {
            file: shown,
            files: rememberingFiles(filesOf(), dataFiles),
            ...(wanted.variant === null ? {} : { variant: wanted.variant }),
            set,
            overrides,
          })
        : { scenario: null, tree: null, diagnostics: [unreadable(shown, read)] };
    const errors = parsed.diagnostics.filter(({ severity }) => severity === 'error');
    return {
      label,
      wanted,
      ref,
      scenario: parsed.scenario,
      tree: parsed.tree,
      diagnostics: parsed.diagnostics.map(withoutItsSecrets),
      exitCode: errors.length === 0 ? null : strongest(errors.map(exitCodeOf)),
      missing: 'problem' in read && read.problem === 'missing',
      dataFiles,
      saved: null,
    };
  }

  /** The base is where it parted from the head, unless the head lies behind it. */
  #commit(repository: GitRepository, role: 'base' | 'head'): NonNullable<ComparisonSide['ref']> {
    const known = this.#commits.get(role);
    if (known !== null && known !== undefined) return known;
    const { base, heads } = this.#options;
    const head = heads?.[0]?.ref ?? null;
    const given = (role === 'base' ? base.ref : head)!;
    const flag = `--${role}-ref`;
    const commit = repository.commitOf(given, flag);
    let ref = { given, commit, mergeBase: false };
    if (role === 'base') {
      const other = head === null ? repository.commitOf('HEAD', '--base-ref') : repository.commitOf(head, '--head-ref');
      const parted = repository.mergeBase(commit, other, flag);
      if (parted !== null && parted !== commit && parted !== other) ref = { given, commit: parted, mergeBase: true };
    }
    this.#commits.set(role, ref);
    return ref;
  }

  #standardInput(): Promise<ReadResult> {
    this.#stdin ??= this.#io.readStdin(this.#signal).then(decode);
    return this.#stdin;
  }
}

/** The errors of a side as compare.json tells them. */
export function problemsOf({ diagnostics }: Side): readonly SideProblem[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, file, line, column, message, frame }) => ({ code, file, line, column, message, frame }));
}

/** Names of data files that both sides read and that are not the same. */
export function differingFiles(base: Side, head: Side): readonly string[] {
  return [...head.dataFiles]
    .filter(([path, print]) => (base.dataFiles.get(path) ?? print) !== print)
    .map(([path]) => path);
}

/** `main (1f3c9ab)`; a hash as typed stands for itself. */
function shownRef({ given, commit, mergeBase }: NonNullable<ComparisonSide['ref']>): string {
  const short = commit.slice(0, 7);
  if (mergeBase) return `${short}, where it parted from ${/^[0-9a-f]{40,}$/.test(given) ? given.slice(0, 7) : given}`;
  return commit.startsWith(given) ? short : `${given} (${short})`;
}

/** What a file extends is compared key by key; of data files their fingerprints are. */
function rememberingFiles(files: RepositoryFiles, dataFiles: Map<string, string>): RepositoryFiles {
  return {
    read(path) {
      const read = files.read(path);
      if ('text' in read && !/\.ya?ml$/i.test(path))
        dataFiles.set(path, createHash('sha256').update(read.text).digest('hex'));
      return read;
    },
  };
}

function seriesBeside(path: string, shown: string): Pick<SavedResult, 'series' | 'bucket'> | null {
  try {
    return readSavedSeries(path, shown, 'compared');
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function withoutItsSecrets(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, message: withoutTokens(diagnostic.message), frame: withoutSecrets(diagnostic.frame) };
}
