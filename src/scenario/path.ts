/** Paths such as `sources.shop.stages.0.rate`: reading and writing them. */
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';

/** Segments of a path, or what is wrong with its text. */
export type ParsedPath = { readonly segments: readonly string[] } | { readonly problem: string };

/**
 * Reads `functions."search v2.1".timeout`: segments between dots; one with dots, spaces or `=` is quoted, inside
 * quotes a backslash keeps the next character.
 */
export function parsePath(text: string): ParsedPath {
  const segments: string[] = [];
  let rest = text;
  for (;;) {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|([^."]+))/su.exec(rest);
    if (match === null) return { problem: segmentProblem(rest) };
    segments.push(match[2] ?? (match[1] ?? '').replace(/\\(.)/gsu, '$1'));
    rest = rest.slice(match[0].length);
    if (rest === '') return { segments };
    if (!rest.startsWith('.')) return { problem: `expected a dot before '${quotable(rest)}'` };
    rest = rest.slice(1);
  }
}

/** The path as a user would write it in `--set`. */
export function showPath(path: Path): string {
  return path.map((segment) => showSegment(String(segment))).join('.');
}

/** The part of `path=value` before the first `=` outside quotes, and the part after it; `null` without one. */
export function splitAssignment(text: string): { readonly path: string; readonly value: string } | null {
  const match = /^((?:"(?:[^"\\]|\\.)*"|[^"=])*)=(.*)$/su.exec(text);
  if (match === null) return null;
  return { path: (match[1] ?? '').trim(), value: match[2] ?? '' };
}

function showSegment(segment: string): string {
  if (/^[^\s."'=\\\p{Cc}]+$/u.test(segment)) return segment;
  return `"${quotable(segment.replace(/["\\]/g, '\\$&'), 210)}"`;
}

function segmentProblem(rest: string): string {
  if (rest.startsWith('"')) return 'a quoted segment has no end';
  return 'a segment is empty; write it as key.key or key."name with dots".key';
}
