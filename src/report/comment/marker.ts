/** The last line of a comment: by it lsim knows its own comments, and which run wrote them. */

/** What the marker says. Every value is of letters, digits and `. _ : + -`, and not empty. */
export interface Marker {
  /** Tells apart several comments on one pull request; compared by equality. */
  readonly id: string;
  /** Commits; `none` where a side is not of a commit. */
  readonly head: string;
  readonly base: string;
  /** RFC 3339: which of two runs is the newer one. */
  readonly at: string;
  /** `sha256:` and the digest of everything above the marker. */
  readonly digest: string;
}

/** Whether a text can be a value of the marker. */
export function fitsMarker(value: string): boolean {
  return VALUE.test(value);
}

/** The line, without a line break. */
export function markerLine({ id, head, base, at, digest }: Marker): string {
  return `<!-- lsim:comment v=1 id="${id}" head="${head}" base="${base}" at="${at}" digest="${digest}" -->`;
}

/** The marker of a comment; `null` where its last line that is not blank is none. */
export function readMarker(comment: string): Marker | null {
  const line = comment.trimEnd().split(/\r?\n/).at(-1) ?? '';
  const [, id, head, base, at, digest] = MARKER.exec(line) ?? [];
  if (id === undefined || head === undefined || base === undefined || at === undefined || digest === undefined)
    return null;
  return { id, head, base, at, digest };
}

const VALUE = /^[A-Za-z0-9._:+-]+$/;
const MARKER =
  /^<!-- lsim:comment v=1 id="([\w.:+-]+)" head="([\w.:+-]+)" base="([\w.:+-]+)" at="([\w.:+-]+)" digest="([\w.:+-]+)" -->$/;
