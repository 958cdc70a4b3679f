/** Reading: scenario files, and the files they refer to inside their repository. */
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep, isAbsolute } from 'node:path';
import { systemCode, systemReason } from './failure.ts';

/** Why a file could not be read. */
export type ReadProblem = 'missing' | 'unreadable' | 'directory' | 'outside' | 'not-utf8';

/** A whole file as text, or why not; `detail` says it in words. */
export type ReadResult = { readonly text: string } | { readonly problem: ReadProblem; readonly detail: string };

/** Reads what a scenario names; see {@link repositoryFiles}. */
export interface RepositoryFiles {
  read(path: string): ReadResult;
}

/** A scenario file. Pipes and devices (`<(…)`, /dev/stdin) are read too, up to 16 MiB. */
export function readScenarioFile(path: string): ReadResult {
  return readText(path, true);
}

/** Strict UTF-8; a byte order mark is dropped. */
export function decode(bytes: Uint8Array): ReadResult {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return {
      problem: 'not-utf8',
      detail: utf16 ? 'it looks like UTF-16; save it as UTF-8' : 'it is not UTF-8; save it as UTF-8',
    };
  }
}

/**
 * The files that a scenario in `folder` may name: relative to the folder, and inside its repository, which is the
 * nearest folder upwards with `.git`, else the folder itself. Symbolic links are followed before the check.
 */
export function repositoryFiles(folder: string): RepositoryFiles {
  const here = realpathSync(folder);
  const root = repositoryOf(here);
  return {
    read(path) {
      const target = realPath(resolve(here, path));
      if (target.problem !== '') return { problem: 'unreadable', detail: target.problem };
      if (!isInside(root, target.path)) {
        return {
          problem: 'outside',
          detail: `it is outside ${basename(root) === '' ? root : `the repository ${basename(root)}`}`,
        };
      }
      return readText(target.path, false);
    },
  };
}

/** The nearest folder upwards with `.git`, else the folder itself. */
export function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** Links followed as far as the path exists, so that a missing file is judged by where it would be. */
function realPath(path: string): { readonly path: string; readonly problem: string } {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return { path: join(realpathSync(at), ...missing), problem: '' };
    } catch (error) {
      const code = systemCode(error);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(at) === at)
        return { path, problem: systemReason(error) };
      missing.unshift(basename(at));
    }
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

// Node cannot hold a longer text.
const LONGEST_FILE = 512 * 1024 * 1024 - 32;
const LONGEST_PIPE = 16 * 1024 * 1024;

function readText(path: string, pipes: boolean): ReadResult {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe that nobody writes to waits for ever.
    file = openSync(path, pipes ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (stat.isDirectory()) return { problem: 'directory', detail: 'it is a folder, not a file' };
    if (!stat.isFile()) return pipes ? readPipe(file) : { problem: 'unreadable', detail: 'it is not a regular file' };
    if (stat.size > LONGEST_FILE) return { problem: 'unreadable', detail: 'it is larger than 512 MB' };
    return decode(readFileSync(file));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'missing', detail: 'no such file' };
    if (code === 'EISDIR') return { problem: 'directory', detail: 'it is a folder, not a file' };
    return { problem: 'unreadable', detail: systemReason(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readPipe(file: number): ReadResult {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = new Uint8Array(64 * 1024);
    const length = readSync(file, chunk);
    if (length === 0) return decode(Buffer.concat(chunks));
    chunks.push(chunk.subarray(0, length));
    size += length;
    if (size > LONGEST_PIPE) return { problem: 'unreadable', detail: 'it is not a file, and longer than 16 MB' };
  }
}
