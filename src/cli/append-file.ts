/** A file that grows while a run goes on. */
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';

const FLUSH_AT = 128 * 1024;

/** Appends text to an existing file, holding back at most about 128 KiB. Throws the errors of node:fs. */
export class AppendFile {
  readonly #path: string;
  #text = '';

  constructor(path: string) {
    this.#path = path;
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= FLUSH_AT) this.flush();
  }

  /** Writes what was held back. The file is open no longer than this takes: there may be hundreds. */
  flush(): void {
    const text = this.#text;
    this.#text = '';
    if (text === '') return;
    // Never creates: a file that the main thread has removed on its way out stays removed.
    const file = openSync(this.#path, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  }
}
