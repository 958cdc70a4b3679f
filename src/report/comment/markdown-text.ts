/** Free text made safe for GitHub's Markdown: a name can neither break out of its place, nor ping, nor link anything. */

/** Longest name in characters; a longer one keeps both ends, and its whole text as a tooltip. */
const LONGEST_NAME = 64;

/** A name as a code span, for a line of text. */
export function code(name: string): string {
  return span(name, (text) => text);
}

/** A name as a code span, for a cell of a table: there `|` ends a cell even inside code. */
export function codeCell(name: string): string {
  // Two backslashes before the bar would be one escaped backslash, and the bar would end the cell after all.
  return span(name, (text) => text.replace(/\\*\|/g, '\\|'));
}

/** A sentence: what Markdown or GitHub would act on is shown as it was written. One line, whatever it was. */
export function prose(text: string): string {
  return proseInside(text)
    .replace(/^(?=[-+#=]|::)/, '\\')
    .replace(/^\d+(?=[.)](?:\s|$))/, (number) => `${number}${JOINT}`);
}

/** The same for what does not begin a line. */
export function proseInside(text: string): string {
  return oneLine(text).replace(
    ACTIVE,
    (found) => ENTITIES[found] ?? (/^[@#]?$/.test(found) ? `${found}${JOINT}` : `\\${found}`),
  );
}

/** Text as it is, in a fence that nothing inside can end. @param language a word such as `sh`, or empty */
export function fence(text: string, language = ''): string {
  // At the start of a line `::` and `##[` are commands to the runner of a workflow that prints this text.
  const shown = text
    .replace(INVISIBLE_BUT_LINES, '')
    .replace(/^(\s*)(?=::|##\[)/gm, '$1\u200b')
    .trimEnd();
  const longest = Math.max(2, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${shown}\n${ticks}`;
}

/** How a column of a table stands. */
export type Alignment = 'left' | 'right';

/** A table; cells are Markdown already. A line for the header, one for the columns, one for each row. */
export function table(
  columns: readonly { readonly title: string; readonly align: Alignment }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${columns.map(({ align }) => (align === 'left' ? ':--' : '--:')).join('|')}|`;
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n');
}

/** A part that opens on a click. The blank lines make GitHub render what is inside. @param summary Markdown-free HTML text */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Text for an attribute or an element of HTML: all punctuation of ASCII but `.`, `_` and `-` as a number. */
export function html(text: string): string {
  return oneLine(text).replace(/[!-,/:-@[-^`{-~]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Nothing to see, and nothing that Markdown acts on: keeps `@team` from being a mention. */
const JOINT = '&#8203;';
const ENTITIES: Readonly<Partial<Record<string, string>>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '|': '&#124;' };
/** Punctuation of Markdown, mentions, references, and where an address would become a link. */
const ACTIVE = /[\\`*_{}[\]<>|~$^&@]|#(?=[0-9])|(?<=\bGH-)(?=[0-9])|(?<=\bwww)(?=\.)|(?<=:)(?=\/\/)/gi;
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/gu;
const INVISIBLE_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/gu;

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim();
}

function span(name: string, cell: (text: string) => string): string {
  const whole = oneLine(name).replaceAll('`', '');
  if (whole === '') return '`?`';
  const characters = [...whole];
  if (characters.length <= LONGEST_NAME) return `\`${cell(whole)}\``;
  const half = (LONGEST_NAME - 1) / 2;
  const short = `${characters.slice(0, Math.ceil(half)).join('')}…${characters.slice(-Math.floor(half)).join('')}`;
  return `<span title="${html(whole)}">\`${cell(short)}\`</span>`;
}
