/** Free text made safe for where it is shown: nothing in a name can act on a terminal, a table or a spreadsheet. */
import stringWidth from 'string-width';

/**
 * The text with everything invisible written out: control characters (so also escape sequences), direction marks,
 * line separators and halves of surrogate pairs become `\x1b` or `\u202e`. A joiner inside an emoji stays.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Text for a CSV cell that no spreadsheet runs as a formula: an apostrophe stands before `= + - @`, tab and CR. */
export function csvText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text in at most `width` columns, with an ellipsis in the middle where it does not fit. */
export function middleTruncated(text: string, width: number, ellipsis = '…'): string {
  if (stringWidth(text) <= width) return text;
  const characters = Array.from(new Intl.Segmenter('en').segment(text), (segment) => segment.segment);
  const room = width - stringWidth(ellipsis);
  const tail = fitting(characters.toReversed(), Math.floor(room / 2)).reverse();
  return [...fitting(characters, room - stringWidth(tail.join(''))), ellipsis, ...tail].join('');
}

const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/gu;
const FORMULA = /^[=+\-@\t\r]/;

function fitting(characters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += stringWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return taken;
}
