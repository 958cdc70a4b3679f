/** The table of objectives: what got worse first, what is as it was in one line. */
import type { Comparison, ObjectiveComparison, ObjectiveSide, Outcome } from '../../result/comparison.ts';
import { count, plural } from '../../result/quantity.ts';
import { codeCell, prose, table, type Alignment } from './markdown-text.ts';
import { deltaText, NONE, relativeText, valueText } from './values.ts';

/** Objectives without a clear change are listed while the table has no more rows than this. */
const SMALL_TABLE = 6;
/** More rows than this, and only failing ones are listed. */
const LARGE_TABLE = 20;

/**
 * The table and the line of those that are not in it; an empty list without objectives.
 * @param most rows at most, for a comment that is short of room
 */
export function objectiveBlocks({ objectives, base }: Comparison, most: number): string[] {
  if (objectives.length === 0) return [];
  const shown = rowsOf(objectives).slice(0, most);
  const left = objectives.filter((objective) => !shown.includes(objective));
  const header = base.result === null ? HEAD_ALONE : BOTH_SIDES;
  const rows = shown.map((objective) => rowOf(objective, base.result !== null));
  return [
    ...(rows.length > 0 ? [table(header, rows)] : []),
    ...(left.length > 0 ? [leftLine(left, shown.length > 0)] : []),
  ];
}

const column = (title: string, align: Alignment) => ({ title, align });
const BOTH_SIDES = [
  column('Objective', 'left'),
  column('Baseline', 'right'),
  column('This PR', 'right'),
  column('Change (95 % CI)', 'right'),
  column('Result', 'left'),
];
const HEAD_ALONE = [column('Objective', 'left'), column('This PR', 'right'), column('Result', 'left')];

const FAILING: readonly Outcome[] = ['newly-fails', 'fails', 'still-fails'];

function rowsOf(objectives: readonly ObjectiveComparison[]): readonly ObjectiveComparison[] {
  const told = objectives.filter((objective) => !quiet(objective));
  if (told.length > LARGE_TABLE)
    return objectives.filter(({ outcome }) => FAILING.includes(outcome) || outcome === 'too-close');
  const room = Math.max(0, SMALL_TABLE - told.length);
  const unchanged = objectives.filter(quiet).slice(0, room);
  return objectives.filter((objective) => told.includes(objective) || unchanged.includes(objective));
}

/** It passes as it did before. */
function quiet({ outcome, change }: ObjectiveComparison): boolean {
  return outcome === 'passes' && (change === 'none' || change === 'unclear' || change === 'small');
}

function leftLine(left: readonly ObjectiveComparison[], some: boolean): string {
  const failing = left.filter(({ outcome }) => FAILING.includes(outcome)).length;
  const close = left.filter(({ outcome }) => outcome === 'too-close').length;
  const gone = left.filter(({ outcome }) => outcome === 'gone').length;
  const passing = left.length - failing - close - gone;
  const parts = [
    { number: failing, one: 'fails', many: 'fail' },
    { number: close, one: 'is too close to call', many: 'are too close to call' },
    { number: passing, one: 'passes', many: 'pass' },
    { number: gone, one: 'is removed', many: 'are removed' },
  ]
    .filter(({ number }) => number > 0)
    .map(({ number, one, many }) => `${count(number)} that ${number === 1 ? one : many}`);
  return `${some ? 'and ' : 'Objectives: '}${parts.join(', ')}`;
}

function rowOf(objective: ObjectiveComparison, compared: boolean): readonly string[] {
  const { on, expr, unit, base, head, outcome } = objective;
  const name = `${codeCell(on)} ${prose(expr)}`;
  const failing = FAILING.includes(outcome);
  const now = bold(valueText(head?.value ?? null, unit), failing);
  if (!compared) return [name, now, resultText(objective)];
  const before = `${bold(valueText(base?.value ?? null, unit), base !== null && !base.ok)}${otherThreshold(objective)}`;
  return [name, before, now, changeText(objective, failing), resultText(objective)];
}

/** Where the pull request moves the goal. */
function otherThreshold({ base, head, relation, unit }: ObjectiveComparison): string {
  if (base === null || head === null || base.threshold === head.threshold) return '';
  return ` (objective was ${prose(relation)} ${valueText(base.threshold, unit)})`;
}

function changeText({ base, head, difference, change, unit }: ObjectiveComparison, failing: boolean): string {
  if (base === null) return 'new objective';
  if (head === null) return NONE;
  if (change === 'none') return 'no change';
  if (change === 'incomparable' || difference === null) return 'not comparable';
  if (change === 'unclear')
    return difference.ci95 === null ? `${deltaText(difference, unit)} (1 run)` : 'no clear change';
  if (change === 'small') return `${relativeText(difference.relative)} (small)`.trim();
  return deltaText(difference, unit, failing && change === 'worse');
}

function resultText({ outcome, level, head, runsToSettle }: ObjectiveComparison): string {
  const warn = level === 'warn';
  switch (outcome) {
    case 'newly-fails':
      return warn ? '⚠️ newly misses (warning)' : '❌ newly fails';
    case 'still-fails':
      return warn ? '⚠️ still misses (warning)' : '❌ still fails';
    case 'fails':
      return warn ? '⚠️ misses (warning)' : '❌ fails';
    case 'too-close':
      return `⚪ too close to call${missing(head)}${runsToSettle === null ? '' : `; ${settle(runsToSettle)}`}`;
    case 'fixed':
      return '✅ fixed';
    case 'passes':
      return '✅ passes';
    case 'gone':
      return '⚪ removed';
  }
}

function missing(head: ObjectiveSide | null): string {
  if (head === null || head.runs < 2) return '';
  const miss = head.runs - head.runsMeeting;
  return ` (${count(miss)} of ${plural(head.runs, 'run')} ${miss === 1 ? 'misses' : 'miss'})`;
}

function settle(runs: number): string {
  return `\`--runs ${String(runs)}\` should settle it`;
}

function bold(text: string, bad: boolean): string {
  return bad && text !== NONE ? `**${text}**` : text;
}
