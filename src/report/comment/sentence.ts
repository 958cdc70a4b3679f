/** Sentences of a result, with the names and flags in them as code. */
import type { Comparison } from '../../result/comparison.ts';
import { code, prose, proseInside } from './markdown-text.ts';

/** Turns a sentence in plain text into Markdown of one line. */
export type Writer = (sentence: string) => string;

/** A flag of lsim, perhaps with its number. */
const FLAG = '--[a-z][a-z-]*(?: [0-9]+)?';

/** Shorter names are too easily a word of the sentence itself. */
const SHORTEST = 3;

/** A writer that knows the names of a comparison: functions, sources, routes, queues, streams, dependencies. */
export function sentenceWriter(comparison: Comparison): Writer {
  const names = namesOf(comparison)
    .filter((name) => name.length >= SHORTEST && name !== 'account')
    .sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w-])(${[...names.map(literally), FLAG].join('|')})(?![\\w-])`, 'u');
  return (sentence) =>
    sentence
      .split(pattern)
      .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part, index === 0 ? prose : proseInside)))
      .join('')
      .trim();
}

function namesOf({ functions, sources, queues, streams, dependencies, objectives }: Comparison): string[] {
  const maps = [functions, sources, queues ?? {}, streams ?? {}, dependencies ?? {}];
  const routes = Object.values(sources).flatMap((source) => Object.keys(source.routes ?? {}));
  return [...new Set([...maps.flatMap((map) => Object.keys(map)), ...routes, ...objectives.map(({ on }) => on)])];
}

// Prose drops the space at its ends, which here stands before or after a name.
function spaced(part: string, safe: Writer): string {
  if (part.trim() === '') return part === '' ? '' : ' ';
  return `${/^\s/.test(part) ? ' ' : ''}${safe(part)}${/\s$/.test(part) ? ' ' : ''}`;
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
