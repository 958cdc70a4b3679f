/** Columns that line up: names to the left, numbers to the right, no drawn lines. */
import stringWidth from 'string-width';
import { middleTruncated } from '../safe-text.ts';
import type { Look, Style } from './ink.ts';
import { paint, symbol } from './ink.ts';

/** Text with a style, or plain text. */
export type TableCell = string | { readonly text: string; readonly style: Style };

/** How the cells of a column stand. */
export interface Column {
  readonly align: 'left' | 'right';
  /** Spaces before it. */
  readonly gap: number;
  /** Cut in the middle, down to sixteen columns, where the line would be too long. */
  readonly shrinks?: true;
}

/** `count` columns of numbers after one of names. */
export function numbersAfterName(count: number): readonly Column[] {
  return [
    { align: 'left', gap: 0, shrinks: true },
    ...Array.from({ length: count }, (): Column => ({ align: 'right', gap: 3 })),
  ];
}

/** One line a row, without spaces at the end. A row may have fewer cells than there are columns. */
export function table(look: Look, columns: readonly Column[], rows: readonly (readonly TableCell[])[]): string[] {
  const widths = fittingWidths(columns, rows);
  return rows.map((row) => {
    const cells = row.map((cell, index) => {
      const { align, gap } = columns[index] ?? { align: 'left', gap: 2 };
      const { text: whole, style } = typeof cell === 'string' ? { text: cell, style: 'plain' as const } : cell;
      const text = middleTruncated(whole, widths[index] ?? LINE, symbol(look, 'ellipsis'));
      const room = ' '.repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(text)));
      const painted = paint(look, style, text);
      return ' '.repeat(gap) + (align === 'left' ? painted + room : room + painted);
    });
    return cells.join('').trimEnd();
  });
}

/** Words in lines of at most `width` columns, each after `indent` spaces. */
export function paragraph(text: string, indent: number, width = LINE): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent + stringWidth(last) + 1 + stringWidth(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}

/** Columns that a summary may use. */
export const LINE = 100;

const NARROWEST = 16;

function fittingWidths(columns: readonly Column[], rows: readonly (readonly TableCell[])[]): number[] {
  const widths = columns.map((_, index) => Math.max(0, ...rows.map((row) => widthOf(row[index]))));
  const whole = columns.reduce((sum, { gap }, index) => sum + gap + widths[index]!, 0);
  const flexible = columns.findIndex(({ shrinks }) => shrinks === true);
  if (flexible >= 0 && whole > LINE) {
    const width = widths[flexible]!;
    widths[flexible] = Math.max(Math.min(width, NARROWEST), width - (whole - LINE));
  }
  return widths;
}

function widthOf(cell: TableCell | undefined): number {
  if (cell === undefined) return 0;
  return stringWidth(typeof cell === 'string' ? cell : cell.text);
}
