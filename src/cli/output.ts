/** Writing: an output folder whose files appear whole or not at all. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { outputFailure, systemCode, systemReason } from './failure.ts';

/**
 * A folder for results. Files are staged under temporary names beside their places; `commit` renames them,
 * `discard` removes them. Until `commit`, nothing that was there before is touched.
 */
export class OutputFolder {
  /** As shown to the user. */
  readonly shown: string;
  readonly #path: string;
  /** Folders made here, outermost first. */
  readonly #made: string[] = [];
  /** Final name → temporary path, in order of staging. */
  readonly #staged = new Map<string, string>();

  /**
   * Makes the folder where it is missing and proves that `names` (relative, `/` between folders) can be written.
   * Throws a Failure E_OUTPUT (exit 4) otherwise, leaving everything as it was.
   */
  constructor(path: string, shown: string, names: readonly string[]) {
    this.#path = path;
    this.shown = shown;
    try {
      this.#makeFolder(path);
      for (const name of names) this.#prove(name);
    } catch (error) {
      this.discard();
      throw outputFailure(this.shown, systemReason(error));
    }
  }

  /** Opens an empty file under a temporary name and returns its path; it takes its place at `commit`. */
  stage(name: string): string {
    const place = join(this.#path, name);
    const temporary = join(dirname(place), `.lsim-${randomBytes(6).toString('hex')}.tmp`);
    this.#attempt(name, () => {
      this.#makeFolder(dirname(place));
      closeSync(openSync(temporary, 'wx'));
      this.#staged.set(name, temporary);
    });
    return temporary;
  }

  /** Removes a staged file again. */
  unstage(name: string): void {
    const temporary = this.#staged.get(name);
    this.#staged.delete(name);
    if (temporary !== undefined) remove(temporary);
  }

  /** Stages a whole file. Pieces are written as they come, small ones together. */
  write(name: string, content: string | Uint8Array | Iterable<string>): void {
    const temporary = this.stage(name);
    this.#attempt(name, () => {
      const file = openSync(temporary, 'w');
      try {
        const whole = typeof content === 'string' || content instanceof Uint8Array;
        for (const piece of whole ? [content] : together(content)) writeFileSync(file, piece);
      } finally {
        closeSync(file);
      }
    });
  }

  /** Puts every staged file in its place. Returns their names. */
  commit(): string[] {
    const names = [...this.#staged.keys()];
    for (const [name, temporary] of this.#staged) {
      this.#attempt(name, () => {
        renameSync(temporary, join(this.#path, name));
        this.#staged.delete(name);
      });
    }
    this.#removeMadeFolders();
    return names;
  }

  /** Removes those of `names` that exist as files, and the folders that are empty then. */
  removeStale(names: readonly string[]): void {
    for (const name of names) {
      const removed = remove(join(this.#path, name));
      if (removed && dirname(name) !== '.') removeEmpty(join(this.#path, dirname(name)));
    }
  }

  /** Removes every temporary file, and the folders made here that are empty. Never throws. */
  discard(): void {
    for (const temporary of this.#staged.values()) remove(temporary);
    this.#staged.clear();
    this.#removeMadeFolders();
  }

  /** Those that are still empty; afterwards the others belong to the user. */
  #removeMadeFolders(): void {
    for (const folder of this.#made.toReversed()) removeEmpty(folder);
    this.#made.length = 0;
  }

  #prove(name: string): void {
    const place = join(this.#path, name);
    const folder = dirname(place);
    this.#makeFolder(folder);
    if (lstatSync(place, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new Error(`${name} is a folder`);
    }
    const probe = join(folder, `.lsim-${randomBytes(6).toString('hex')}.tmp`);
    closeSync(openSync(probe, 'wx'));
    unlinkSync(probe);
  }

  #makeFolder(path: string): void {
    this.#made.push(...makeFolder(path));
  }

  #attempt(name: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (systemCode(error) === '') throw error;
      throw outputFailure(join(this.shown, name), systemReason(error));
    }
  }
}

/** Makes a folder and those above it where they are missing. Returns what it made, outermost first; throws the errors of node:fs. */
export function makeFolder(path: string): string[] {
  // Not mkdir's own `recursive`: below /proc, Node 20 tries that for ever.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return [];
  const above = dirname(path) === path ? [] : makeFolder(dirname(path));
  mkdirSync(path);
  return [...above, path];
}

/** Characters that are worth a call of the system. */
const MANY = 64 * 1024;

function* together(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < MANY) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function remove(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone: both are fine.
  }
}
