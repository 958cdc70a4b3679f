/** A comparison on the terminal: the verdict first, then objectives, what changed, and what differs in the scenarios. */
import type { Comparison, ComparisonSide, SettingDifference, SettingSide } from '../../result/comparison.ts';
import { count, plural, span } from '../../result/quantity.ts';
import { visible } from '../safe-text.ts';
import { comparedFigureLines } from './comparison-figures.ts';
import { comparedObjectiveLines } from './comparison-objectives.ts';
import { more, MOST_ROWS } from './comparison-rows.ts';
import type { Look, Style } from './ink.ts';
import { paint, symbol } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { paragraph, table, type Column, type TableCell } from './table.ts';

/** What the text needs to know besides the comparison. */
export interface ComparisonTextOptions extends Look {
  /** Of lsim. */
  readonly version: string;
  /** Every figure, changed or not. */
  readonly verbose: boolean;
  /** What was written, names relative to the folder. */
  readonly files: { readonly directory: string; readonly names: readonly string[] };
}

/** The whole text, at most about 100 columns wide, with a final newline. */
export function comparisonText(comparison: Comparison, options: ComparisonTextOptions): string {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [paint(options, 'bold', title), ...lines];
  const blocks: readonly (readonly string[])[] = [
    headerLines(comparison, options),
    paragraph(comparisonVerdictLine(comparison, options), 0),
    comparedObjectiveLines(options, comparison),
    comparedFigureLines(options, comparison),
    section('SETTINGS THAT DIFFER', settingLines(options, comparison.configuration)),
    section('WHY', comparison.cause === null ? [] : sentence(options, comparison.cause)),
    section(
      'NOTES',
      comparison.notes.flatMap((note) => sentence(options, note)),
    ),
    section(
      'TRY',
      comparison.suggestions.flatMap((text) => sentence(options, text)),
    ),
    lastLines(comparison, options),
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${text.join('\n\n')}\n`;
}

/** `✗ WORSE  1 of 3 objectives fails with this change …`, without a newline. */
export function comparisonVerdictLine(comparison: Comparison, look: Look): string {
  const { word, style, mark } = badge(comparison);
  const sign = symbol(look, mark);
  const text = sign === word ? word : `${sign} ${word}`;
  return `${paint(look, style, paint(look, 'bold', text))}  ${readable(look, comparison.verdict)}`;
}

function badge({ failOn, ok, changed, objectives, head }: Comparison): {
  readonly word: string;
  readonly style: Style;
  readonly mark: 'met' | 'missed' | 'warned';
} {
  if (head.result === null) return { word: 'INVALID', style: 'red', mark: 'missed' };
  if (failOn.tripped !== null || objectives.some(({ outcome, level }) => outcome === 'newly-fails' && level === 'fail'))
    return { word: failOn.exitCode === 5 ? 'WORSE' : 'FAIL', style: 'red', mark: 'missed' };
  if (objectives.some(({ outcome }) => outcome === 'too-close'))
    return { word: 'UNDECIDED', style: 'yellow', mark: 'warned' };
  if (objectives.some(({ outcome }) => outcome === 'newly-fails' || outcome === 'fails'))
    return { word: 'WARNING', style: 'yellow', mark: 'warned' };
  if (!ok) return { word: changed ? 'STILL FAILS' : 'UNCHANGED', style: 'yellow', mark: 'warned' };
  return { word: changed ? 'PASS' : 'UNCHANGED', style: 'green', mark: 'met' };
}

function headerLines({ base, head, pairing, lsim }: Comparison, look: Look): string[] {
  const { result } = head;
  const sides = (label: string, side: ComparisonSide): string => `  ${label}  ${nameCell(look, side.label, 90)}`;
  const lines = [`lsim ${lsim}  comparison`, sides('base', base), sides('head', head)];
  if (result === null) return lines;
  const warmup = result.warmup_s > 0 ? ` (${span(result.warmup_s)} of them warm-up)` : '';
  const simulated = `${span(result.duration_s)} simulated${warmup}`;
  if (base.result === null) return [...lines, `  ${simulated}, ${plural(result.runs, 'run')}, seed ${result.seed}`];
  const [first = '', last = ''] = pairing.seeds ?? [];
  const seeds = first === last ? `seed ${first}` : `seeds ${first} to ${last}`;
  const runs = pairing.paired
    ? `${plural(pairing.runs, 'pair')} of runs with the same arrivals, ${seeds}`
    : `${plural(base.result.runs, 'run')} and ${plural(result.runs, 'run')}, not paired`;
  return [...lines, `  ${simulated}, ${runs}`];
}

function settingLines(look: Look, configuration: readonly SettingDifference[] | null): string[] {
  const differences = configuration ?? [];
  const shown = differences.slice(0, MOST_ROWS);
  const value = (side: SettingSide | null): string => (side === null ? 'none' : nameCell(look, side.text, 40));
  const rows = shown.map(({ path, base, head }): TableCell[] => [
    nameCell(look, path, 60),
    value(base),
    `${symbol(look, 'becomes')} ${value(head)}`,
    { text: placesOf(base, head), style: 'dim' },
  ]);
  const columns: readonly Column[] = [
    { align: 'left', gap: 2 },
    { align: 'right', gap: 3 },
    { align: 'left', gap: 1 },
    { align: 'left', gap: 3, shrinks: true },
  ];
  return [...table(look, columns, rows), ...more(differences.length - shown.length)];
}

/** `a.yaml:3, b.yaml:4`, `a.yaml:3, :4` within one file, or one place where they are the same. */
function placesOf(base: SettingSide | null, head: SettingSide | null): string {
  if (base !== null && head?.file === base.file && head.line > 0 && base.line > 0 && head.line !== base.line)
    return `${visible(base.file)}:${String(base.line)}, :${String(head.line)}`;
  const place = ({ file, line }: SettingSide): string =>
    line > 0 ? `${visible(file)}:${String(line)}` : visible(file);
  return [...new Set([base, head].filter((side) => side !== null).map(place))].join(', ');
}

function sentence(look: Look, text: string): string[] {
  return paragraph(readable(look, text), 2);
}

/** Nothing in it acts on the terminal, and no name is longer than a line. */
function readable(look: Look, text: string): string {
  const words = visible(text).split(' ');
  return words.map((word) => nameCell(look, word, LONGEST_WORD)).join(' ');
}

const LONGEST_WORD = 64;

function lastLines({ reproduce }: Comparison, { files }: ComparisonTextOptions): string[] {
  const pictures = files.names.filter((name) => name.startsWith('charts/')).length;
  const texts = files.names.filter((name) => !name.includes('/'));
  const sides = ['base', 'head'].filter((side) => files.names.some((name) => name.startsWith(`${side}/`)));
  const parts = [
    ...texts,
    ...sides.map((side) => `${side}/`),
    ...(pictures > 0 ? [`charts/ (${count(pictures)} png)`] : []),
  ];
  return [`FILES  ${visible(files.directory)}/  ${parts.join('  ')}`, `AGAIN  ${visible(reproduce)}`];
}
