/** The one way to the files that a scenario names: those that it extends, and CSV files. */
import { isAbsolute, join, posix } from 'node:path';
import { quotable } from './source-text.ts';

/**
 * What a caller can read. Everything that a scenario refers to comes through here, so a caller decides where files are
 * from: a folder, or a commit. Called once for each file.
 */
export interface FilePort {
  /**
   * @param path relative to the folder of the scenario that is read, with `/`, `.` and `..` removed where possible
   * (`base.yaml`, `../platform/base.yaml`), also where it was named by a file in another folder; or absolute
   */
  read(path: string): FileText | FileProblem;
}

/** A whole file. */
export interface FileText {
  readonly text: string;
}

/** Why there is no text; `detail` says it in words, perhaps none. */
export interface FileProblem {
  readonly problem: 'missing' | 'unreadable' | 'directory' | 'outside' | 'not-utf8';
  readonly detail: string;
}

const PROBLEMS = {
  missing: { code: 'E_FILE_MISSING', what: 'does not exist; paths are relative to', detailed: false },
  unreadable: { code: 'E_FILE_UNREADABLE', what: 'cannot be read', detailed: true },
  directory: { code: 'E_FILE_UNREADABLE', what: 'is a folder; name a file', detailed: false },
  outside: {
    code: 'E_FILE_OUTSIDE',
    what: 'lies outside the repository of the scenario; copy it inside',
    detailed: true,
  },
  'not-utf8': { code: 'E_ENCODING', what: 'cannot be read as UTF-8; convert it', detailed: true },
} as const;

/** What is wrong with a file, in words that go behind its name. `folder` is that of the file that names it, empty = the scenario's. */
export function describeProblem(
  { problem, detail }: FileProblem,
  folder: string,
): { readonly code: string; readonly what: string } {
  const { code, what, detailed } = PROBLEMS[problem];
  if (problem === 'missing')
    return { code, what: `${what} ${folder === '' ? 'the scenario' : 'the file that names them'}` };
  return { code, what: detailed && detail !== '' ? `${what} (${quotable(detail, 200)})` : what };
}

/** The path that a {@link FilePort} takes for a file that a file in `folder` names. */
export function pathBeside(folder: string, file: string): string {
  return isAbsolute(file) ? file : posix.join(folder, file);
}

/** The folder of a path, as {@link pathBeside} takes it; empty for the scenario's own. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** How diagnostics name a file: as seen from where the scenario's own name is seen from. */
export function shownPath(scenarioFile: string, path: string): string {
  const folder = /^(.*[/\\])[^/\\]*$/u.exec(scenarioFile)?.[1] ?? '';
  return isAbsolute(path) || folder === '' ? path : join(folder, path);
}
