/** Commits and the files in them, read by git itself; the work tree is neither looked at nor touched. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, sep } from 'node:path';
import { EXIT } from './exit-code.ts';
import { Failure, problem, systemCode } from './failure.ts';
import { decode, type ReadResult, type RepositoryFiles } from './files.ts';
import type { Io } from './io.ts';

/** A repository as it stands around a path. */
export class GitRepository {
  readonly #env: Io['env'];
  readonly #root: string;

  /**
   * The repository that a path lies in, whether the path exists or not.
   * @param path absolute @param flag the flag that asks for a repository, for messages
   * @throws Failure E_GIT (exit 4) where there is none, or no git
   */
  constructor(path: string, flag: string, env: Io['env']) {
    this.#env = env;
    const folder = nearestFolder(path);
    const root = this.#git(folder, ['rev-parse', '--show-toplevel']);
    if (root.status !== 0)
      throw gitFailure(flag, `needs a git repository around ${path}; git says: ${said(root.stderr)}`);
    this.#root = realpathSync(root.stdout.toString().replace(/\n$/, ''));
  }

  /** A path relative to the top of the repository, `/` between folders; `null` where it lies outside. */
  pathOf(path: string): string | null {
    const folder = nearestFolder(path);
    const way = relative(this.#root, join(realpathSync(folder), relative(folder, path)));
    return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way.split(sep).join('/');
  }

  /** The commit that a ref stands for, as 40 (or 64) hex digits. @throws Failure E_GIT_REF (exit 4) */
  commitOf(ref: string, flag: string): string {
    const found = this.#git(this.#root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
    if (found.status === 0) return found.stdout.toString().trim();
    throw new Failure(EXIT.file, [
      problem('E_GIT_REF', flag, `${JSON.stringify(ref)} is no commit of this repository${this.#shallowHint()}`),
    ]);
  }

  /** Where two commits parted, or `null` where they have nothing in common. @throws Failure E_GIT_REF in a shallow clone */
  mergeBase(one: string, other: string, flag: string): string | null {
    const found = this.#git(this.#root, ['merge-base', one, other]);
    if (found.status === 0) return found.stdout.toString().trim().split('\n')[0]!;
    const hint = this.#shallowHint();
    if (hint === '') return null;
    const message = `cannot tell where ${one.slice(0, 7)} and ${other.slice(0, 7)} parted${hint}`;
    throw new Failure(EXIT.file, [problem('E_GIT_REF', flag, message)]);
  }

  /** Files of a commit as a scenario in `folder` may name them. @param folder relative to the top, `/` between folders */
  filesAt(commit: string, folder: string): RepositoryFiles {
    return { read: (path) => this.#read(commit, posix.normalize(posix.join(folder, path))) };
  }

  #read(commit: string, path: string): ReadResult {
    if (path === '..' || path.startsWith('../') || path.startsWith('/'))
      return { problem: 'outside', detail: `it is outside the repository ${basename(this.#root)}` };
    // One request a line.
    if (/[\n\0]/.test(path)) return { problem: 'missing', detail: 'no such file' };
    const answer = this.#git(this.#root, ['cat-file', '--batch', '--follow-symlinks'], `${commit}:${path}\n`);
    if (answer.error !== undefined) return { problem: 'unreadable', detail: 'it is larger than 512 MB' };
    if (answer.status !== 0) return { problem: 'unreadable', detail: `git says: ${said(answer.stderr)}` };
    return fileOf(answer.stdout);
  }

  #shallowHint(): string {
    const shallow = this.#git(this.#root, ['rev-parse', '--is-shallow-repository']).stdout.toString().trim();
    if (shallow !== 'true') return '';
    return '; this clone is shallow: fetch the whole history (fetch-depth: 0 of actions/checkout, or git fetch --unshallow)';
  }

  #git(folder: string, args: readonly string[], input = ''): SpawnSyncReturns<Buffer> {
    const env = { ...this.#env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
    const ran = spawnSync('git', ['-C', folder, ...args], { input, env, maxBuffer: LARGEST_FILE });
    if (ran.error !== undefined && systemCode(ran.error) === 'ENOENT')
      throw gitFailure('git', 'is not installed, or not on the PATH; refs are read by it');
    return ran;
  }
}

// Node cannot hold a longer text.
const LARGEST_FILE = 512 * 1024 * 1024;

/** `git cat-file --batch` answers with a line, and with the contents where there are some. */
function fileOf(answer: Buffer): ReadResult {
  const end = answer.indexOf(10);
  const header = answer.subarray(0, end).toString();
  const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
  if (type === 'tree') return { problem: 'directory', detail: 'it is a folder, not a file' };
  if (type === 'blob') {
    const bytes = answer.subarray(end + 1, end + 1 + Number(size));
    if (bytes.subarray(0, LFS.length).toString() === LFS)
      return { problem: 'unreadable', detail: 'it is a pointer of Git LFS; the file itself is not in the repository' };
    return decode(bytes);
  }
  if (header.startsWith('symlink ')) return { problem: 'outside', detail: 'it is a link out of the repository' };
  if (header.startsWith('loop ')) return { problem: 'unreadable', detail: 'symbolic links go in a circle' };
  return { problem: 'missing', detail: 'no such file' };
}

const LFS = 'version https://git-lfs.github.com/spec/';

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function gitFailure(subject: string, message: string): Failure {
  return new Failure(EXIT.file, [problem('E_GIT', subject, message)]);
}

/** The first line of what git complains of; a URL's user and password are taken out. */
function said(stderr: Buffer): string {
  const [first = ''] = stderr.toString().trim().split('\n');
  return first.replace(/^fatal: /, '').replace(/(\w+:\/\/)[^/@\s]+@/g, '$1***@');
}
