/** A text with a name: where an offset stands, and the lines around it. */
import { codeFrameColumns } from '@babel/code-frame';

/** A place in a text. */
export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters: an emoji or a tab is one. */
  readonly column: number;
}

const LINES_ABOVE = 2;
const LINES_BELOW = 1;
const LONGEST_LINE = 160;

/** Text without its byte-order mark, with positions by line. */
export class SourceText {
  /** As shown in front of a diagnostic. */
  readonly file: string;
  readonly text: string;
  #lineStarts: readonly number[] | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** Line and column of an offset in UTF-16 units; offsets beyond the end mean the end. */
  position(offset: number): Position {
    const line = this.#lineOf(offset);
    const start = this.#starts()[line] ?? 0;
    return { line: line + 1, column: [...this.text.slice(start, offset)].length + 1 };
  }

  /** Offset of the first character of a 1-based line. */
  lineStart(line: number): number {
    return this.#starts()[line - 1] ?? this.text.length;
  }

  /** The lines around [start, end) with a marker under it; long lines are cut to what surrounds the marker. */
  frame(start: number, end: number): string {
    const line = this.#lineOf(start);
    const first = Math.max(0, line - LINES_ABOVE);
    const column = start - this.lineStart(line + 1);
    const cut = column > (LONGEST_LINE * 3) / 4 ? column - LONGEST_LINE / 2 : 0;
    const shown: string[] = [];
    for (let k = first; k <= Math.min(line + LINES_BELOW, this.#starts().length - 1); k++) {
      shown.push(visible(this.#line(k).slice(cut, cut + LONGEST_LINE)));
    }
    while (shown.length > line - first + 1 && shown.at(-1)?.trim() === '') shown.pop();
    const width = Math.max(1, Math.min(end, this.lineStart(line + 1) + this.#line(line).length) - start);
    const from = column - cut + 1;
    const location = {
      start: { line: line + 1, column: from },
      end: { line: line + 1, column: Math.min(from + width, LONGEST_LINE + 1) },
    };
    const options = { linesAbove: LINES_ABOVE, linesBelow: LINES_BELOW, startLine: first + 1, highlightCode: false };
    return codeFrameColumns(shown.join('\n'), location, options);
  }

  #line(index: number): string {
    const starts = this.#starts();
    return this.text.slice(starts[index] ?? 0, starts[index + 1] ?? this.text.length).replace(/[\r\n]+$/, '');
  }

  #lineOf(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === null) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Text in which nothing can move a terminal's cursor; every character keeps its place, tabs stay. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\t' ? character : '?'));
}

/** Text that can stand in one line of a message: control characters as `\u001b`, at most `longest` characters. */
export function quotable(text: string, longest = 80): string {
  const characters = [...text];
  const cut = characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
  return cut.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
