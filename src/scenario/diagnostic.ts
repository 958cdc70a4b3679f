/** What is wrong with a scenario, where, and the way out. */

/** One error or warning with its place in the text. */
export interface Diagnostic {
  /** `E_…` or `W_…`; every code has a line in docs/errors.md. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** As the caller named it: a path, `<stdin>`, or `--set`. */
  readonly file: string;
  /** 1-based; 0 where there is no place. */
  readonly line: number;
  /** 1-based, in characters; 0 where there is no place. */
  readonly column: number;
  /** What is wrong, what was expected, the way out; starts with the path of the key. */
  readonly message: string;
  /** The lines around it with a caret, or an empty string. */
  readonly frame: string;
}
