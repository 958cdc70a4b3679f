import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSUMPTION_NOTES } from '../../src/lambda/assumption-notes.ts';

// UPDATE=1 npx vitest run test/lambda/model-doc.test.ts makes the table of assumptions anew.
const UPDATE = process.env['UPDATE'] === '1';
const ROOT = new URL('../../', import.meta.url);
const PAGE = new URL('docs/model.md', ROOT);

/** How many rules each chapter has: R1.1 to R1.17, and so on. */
const CHAPTERS = [17, 10, 21, 20, 13, 15, 18, 13, 10, 19, 32, 6, 6, 7];
const RULES = CHAPTERS.flatMap((count, chapter) => Array.from({ length: count }, (_, k) => `R${chapter + 1}.${k + 1}`));

/** What an on-demand model with synchronous callers has to have. */
const ON_DEMAND = [
  ...rules(1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 16]),
  ...rules(2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  ...rules(3, [1, 2, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19]),
  ...rules(5, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]),
  ...rules(9, [1, 2, 3, 4]),
  ...rules(10, [1, 2, 3, 4, 5, 6, 18]),
  ...rules(11, [1, 2, 3, 4, 7, 9, 15, 16]),
  ...rules(13, [1, 2, 3]),
];

interface RuleRow {
  readonly id: string;
  readonly cells: readonly string[];
}

const page = readFileSync(PAGE, 'utf8');
const rows = rowsOf('The rules', /^R\d+\.\d+$/u);
const implemented = rows.filter(({ cells }) => cells[2] !== 'later' && cells[2] !== 'left out');
const titles = titlesOfTests();

describe('docs/model.md', () => {
  it('has every rule once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(RULES);
  });

  it('has every rule of the on-demand model as implemented', () => {
    const ids = new Set(implemented.map(({ id }) => id));
    expect(ON_DEMAND.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('says of each rule what it means, where it stands, and why it is not there where it is not', () => {
    expect(rows.filter(({ cells }) => cells.length !== 4 || cells.includes('')).map(({ id }) => id)).toEqual([]);
  });

  it('links each implemented rule to a file and to something declared in it', () => {
    const broken = implemented.flatMap(({ id, cells }) => {
      const links = [...(cells[2] ?? '').matchAll(/\[`(\w+)`\]\(\.\.\/(src\/[\w/-]+\.ts)\)/gu)];
      if (links.length === 0) return [`${id}: no link`];
      return links.filter(([, symbol = '', file = '']) => !declares(file, symbol)).map(([link]) => `${id}: ${link}`);
    });
    expect(broken).toEqual([]);
  });

  it('names for each implemented rule a test that exists and whose title begins with it', () => {
    const broken = implemented.filter(({ id, cells }) => {
      const title = cells[3] ?? '';
      return !titles.has(title) || !idsOf(title).includes(id);
    });
    expect(broken.map(({ id, cells }) => `${id}: ${cells[3] ?? ''}`)).toEqual([]);
  });

  it('names for each worked example a test that exists and whose title begins with it', () => {
    const examples = rowsOf('Worked examples', /^V-\d+[a-z]?$/u);
    expect(examples.length).toBeGreaterThan(10);
    const broken = examples.filter(({ id, cells }) => !titles.has(cells[1] ?? '') || !(cells[1] ?? '').startsWith(id));
    expect(broken.map(({ id }) => id)).toEqual([]);
  });

  it('has no rule as missing that a test is about', () => {
    const ids = new Set(implemented.map(({ id }) => id));
    const tested = [...titles].flatMap(idsOf).filter((id) => id.startsWith('R'));
    expect(tested.length).toBeGreaterThan(100);
    expect([...new Set(tested)].filter((id) => !ids.has(id))).toEqual([]);
  });

  it('links to declarations in the text, too', () => {
    const links = [...page.matchAll(/\[`(\w+)`\]\(\.\.\/(src\/[\w/-]+\.ts)\)/gu)];
    expect(links.filter(([, symbol = '', file = '']) => !declares(file, symbol)).map(([link]) => link)).toEqual([]);
  });

  it('has the assumptions as the code has them', () => {
    const made = page.replace(/(<!-- table: assumptions -->\n)[\s\S]*?(<!-- end -->)/u, `$1${assumptionTable()}$2`);
    if (UPDATE) writeFileSync(PAGE, made);
    expect(UPDATE ? made : page).toBe(made);
  });

  it('has each of the 52 assumptions, here or with the rule it comes with', () => {
    const listed = rowsOf('Assumptions', /^A-\d+$/u).map(({ id }) => id);
    const all = Array.from({ length: 52 }, (_, k) => `A-${k + 1}`);
    expect(listed.toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)))).toEqual(all);
  });
});

function rules(chapter: number, numbers: readonly number[]): string[] {
  return numbers.map((number) => `R${chapter}.${number}`);
}

/** Rows of the tables of a section whose first cell is such an id; cells without it. */
function rowsOf(section: string, id: RegExp): RuleRow[] {
  const start = page.indexOf(`\n## ${section}\n`);
  const end = page.indexOf('\n## ', start + 1);
  return page
    .slice(start, end === -1 ? undefined : end)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([first = '']) => id.test(first))
    .map(([first = '', ...cells]) => ({ id: first, cells }));
}

function declares(file: string, symbol: string): boolean {
  const url = new URL(file, ROOT);
  if (!existsSync(url)) return false;
  return new RegExp(`^(export )?(const|function|class|interface|type) ${symbol}\\b`, 'mu').test(
    readFileSync(url, 'utf8'),
  );
}

/** `V-4, R1.10: …` is about V-4 and R1.10. */
function idsOf(title: string): string[] {
  const head = /^((?:R\d+\.\d+|V-\d+[a-z]?)(?:, (?:R\d+\.\d+|V-\d+[a-z]?))*): /u.exec(title)?.[1];
  return head === undefined ? [] : head.split(', ');
}

/** The titles of all tests, as they are written. */
function titlesOfTests(): Set<string> {
  const folder = new URL('test/', ROOT);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  const text = files.map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), folder), 'utf8')).join('\n');
  const found = text.matchAll(/(?:\bit|\))\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)")/gu);
  return new Set([...found].map(([, single, double]) => single?.replaceAll("\\'", "'") ?? double ?? ''));
}

function assumptionTable(): string {
  const lines = ASSUMPTION_NOTES.map((note) => {
    const key = note.key === null ? '–' : `\`${note.key}\``;
    return `| ${note.id} | ${key} | ${note.default} | ${note.low} | ${note.high} | ${note.reason} |`;
  });
  return [
    '| Assumption | Key | Default | Low | High | Why, and what would prove it wrong |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
