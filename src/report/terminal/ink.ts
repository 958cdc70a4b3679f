/** The look of the terminal: a few colours where they are wanted, and marks for terminals without Unicode. */

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'plain';

/** What the terminal can show. */
export interface Look {
  readonly color: boolean;
  readonly unicode: boolean;
}

/** The text in a style; as it is where colours are off. */
export function paint(look: Look, style: Style, text: string): string {
  if (!look.color || style === 'plain' || text === '') return text;
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** A symbol, or what stands for it in ASCII. */
export function symbol(look: Look, name: keyof typeof SYMBOLS): string {
  return SYMBOLS[name][look.unicode ? 0 : 1];
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

const SYMBOLS = {
  met: ['✓', 'ok'],
  missed: ['✗', 'FAIL'],
  warned: ['!', '!'],
  times: ['×', 'x'],
  ellipsis: ['…', '...'],
  plusMinus: ['±', '+/-'],
  becomes: ['→', '->'],
} as const;
