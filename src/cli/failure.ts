/** A failure that the user can do something about: an exit code and what to say. */
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';

/** Thrown where a command cannot go on; printed as diagnostics, never with a stack. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];

  constructor(exitCode: ExitCode, diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => `${diagnostic.file} ${diagnostic.code} ${diagnostic.message}`).join('\n'));
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.diagnostics = diagnostics;
  }
}

/** An error without a place in a text. `subject` stands where a file stands: a flag, a path, a command. */
export function problem(code: string, subject: string, message: string): Diagnostic {
  return { code, severity: 'error', file: subject, line: 0, column: 0, message, frame: '' };
}

/** E_USAGE: something on the command line is wrong (exit 2). */
export function usage(subject: string, message: string): Diagnostic {
  return problem('E_USAGE', subject, message);
}

/** E_OUTPUT: something cannot be written (exit 4). */
export function outputFailure(path: string, reason: string): Failure {
  return new Failure(EXIT.file, [
    problem('E_OUTPUT', path, `cannot write here (${reason}); choose another folder with --out, or free this one`),
  ]);
}

/** In plain words what the operating system refused; for errors of node:fs. */
export function systemReason(error: unknown): string {
  const code = systemCode(error);
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

/** `ENOENT` and its like, or an empty string. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is in the way',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic links go in a circle',
  EMFILE: 'too many files are open',
  EIO: 'input/output error',
};
