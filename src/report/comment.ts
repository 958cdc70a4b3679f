/** The comment on a pull request, made of a comparison: short, the verdict first, the rest collapsed. */
import type { Comparison } from '../result/comparison.ts';
import { concurrencySection } from './comment/concurrency-chart.ts';
import { configurationSection } from './comment/configuration.ts';
import { headingLine } from './comment/heading.ts';
import { invalidBlocks, leadBlocks, leadNotes, unchangedLine } from './comment/lead.ts';
import { objectiveBlocks } from './comment/objectives.ts';
import { originSection } from './comment/origins.ts';
import { sentenceWriter } from './comment/sentence.ts';
import { subjectSection } from './comment/subjects.ts';
import { summaryLine } from './comment/summary.ts';

export { fitsMarker, markerLine, readMarker, type Marker } from './comment/marker.ts';

/** What the comment says besides the comparison. */
export interface CommentOptions {
  /** Stands in the heading and tells several comments apart; empty for none. */
  readonly title: string;
  /** The commit that the figures are of; `null` where they are of none. */
  readonly commit: string | null;
  /** An http(s) address of the full report, safe in a Markdown link; `null` for none. */
  readonly detailsUrl: string | null;
  /** Whether the next push edits this very comment. */
  readonly inPlace: boolean;
  /** Room in UTF-16 units, which are at least as many as characters. From 200. */
  readonly maxChars: number;
}

/** As `lsim compare --format markdown` prints it. */
export const PLAIN_COMMENT: CommentOptions = {
  title: '',
  commit: null,
  detailsUrl: null,
  inPlace: false,
  maxChars: Infinity,
};

/**
 * The comment without its marker, in GitHub's Markdown, with a final newline. Names in it cannot act on anything.
 * Where room is short whole sections go, in this order: functions, chart, configuration, assumptions; then rows of the
 * table, and at last all but the heading.
 */
export function commentBody(comparison: Comparison, options: CommentOptions): string {
  for (const blocks of drafts(comparison, options)) {
    const text = `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
    if (text.length <= options.maxChars) return text;
  }
  return `${headingLine(comparison, '')}\n`;
}

/** Rows of the table of objectives where not even all sections' room is enough. */
const FEWER_ROWS = [20, 10, 5, 2, 0];

/** From the whole comment to its heading. */
function* drafts(comparison: Comparison, options: CommentOptions): Generator<readonly string[]> {
  const sections = sectionsOf(comparison);
  const total = sections.filter(({ text }) => text !== '').length;
  const footer = footerLine(options);
  for (let keep = Math.max(0, ...sections.map(({ rank }) => rank)); keep >= 0; keep--) {
    const kept = sections.filter(({ rank, text }) => rank <= keep && text !== '').map(({ text }) => text);
    yield [...topBlocks(comparison, options, Infinity), ...kept, leftOutLine(total - kept.length, options), footer];
  }
  for (const rows of FEWER_ROWS) yield [...topBlocks(comparison, options, rows), leftOutLine(total, options), footer];
  yield [headingLine(comparison, options.title), leftOutLine(total, options), footer];
}

function topBlocks(comparison: Comparison, { title }: CommentOptions, rows: number): readonly string[] {
  const heading = headingLine(comparison, title);
  if (comparison.head.result === null) return [heading, ...invalidBlocks(comparison, rows)];
  const write = sentenceWriter(comparison);
  if (isQuiet(comparison)) return [heading, unchangedLine(comparison)];
  return [
    heading,
    ...leadBlocks(comparison, write, rows),
    ...objectiveBlocks(comparison, rows),
    summaryLine(comparison),
  ];
}

/** In the order in which they stand; the greatest rank goes first where room is short. */
function sectionsOf(comparison: Comparison): readonly { readonly rank: number; readonly text: string }[] {
  const write = sentenceWriter(comparison);
  const { notes, head } = comparison;
  const short = head.result === null || isQuiet(comparison);
  const left = short ? notes : notes.filter((note) => !leadNotes(comparison).includes(note));
  const origins = { rank: 1, text: originSection(comparison, left, write) };
  if (short) return [origins];
  return [
    { rank: 2, text: configurationSection(comparison.configuration) },
    { rank: 3, text: concurrencySection(comparison, write) },
    { rank: 4, text: subjectSection(comparison) },
    origins,
  ];
}

/** Nothing changed, and nothing fails that should be told again. */
function isQuiet({ base, changed, complete, objectives }: Comparison): boolean {
  return base.result !== null && complete && !changed && objectives.every(({ outcome }) => outcome === 'passes');
}

function leftOutLine(sections: number, { detailsUrl }: CommentOptions): string {
  if (sections === 0) return '';
  const where = detailsUrl === null ? 'the full report' : `[the full report](${detailsUrl})`;
  return `${String(sections)} section${sections === 1 ? '' : 's'} left out: see ${where}`;
}

function footerLine({ detailsUrl, commit, inPlace }: CommentOptions): string {
  return [
    detailsUrl === null ? '' : `[Full report](${detailsUrl})`,
    commit === null ? '' : `updated for \`${commit.slice(0, 7)}\``,
    inPlace ? '<sub>edited in place on each push</sub>' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
