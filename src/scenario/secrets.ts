/** Keeps what looks like a secret out of texts that leave this machine, such as a comment on a pull request. */

/** What stands for a secret. */
const HIDDEN = '***';

/** Shapes of the tokens of well-known services. */
const TOKENS =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)/gu;

/** User and password of a URL. */
const CREDENTIALS = /(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/giu;

/** A key that says what its value is, and the value up to the end of what it can be. */
const NAMED =
  /((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?\w*["']?[ \t]*[:=][ \t]*)(?![\s{[])("[^"\n]*"|'[^'\n]*'|[^\s,}\]#]+)/giu;

/** The text with tokens, passwords in URLs, and values of keys such as `password:` or `apiKey=` taken out. */
export function withoutSecrets(text: string): string {
  return withoutTokens(text).replace(NAMED, `$1${HIDDEN}`);
}

/** The text with tokens and passwords in URLs taken out: for sentences, in which a colon does not make a value. */
export function withoutTokens(text: string): string {
  return text.replace(TOKENS, HIDDEN).replace(CREDENTIALS, `${HIDDEN}@`);
}
