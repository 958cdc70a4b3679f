/** Names of the scenario on the terminal: nothing in them acts on it, and long ones keep both ends. */
import { middleTruncated, visible } from '../safe-text.ts';
import type { Look } from './ink.ts';
import { symbol } from './ink.ts';

/** A name in at most `width` columns. */
export function nameCell(look: Look, name: string, width: number): string {
  return middleTruncated(visible(name), width, symbol(look, 'ellipsis'));
}
