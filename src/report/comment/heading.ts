/** The first line of the comment: the verdict, for those who read nothing else. */
import type { Comparison, ComparisonSide, ObjectiveComparison, Outcome } from '../../result/comparison.ts';
import { count, roundShare } from '../../result/quantity.ts';
import { prose } from './markdown-text.ts';
import { relativeText } from './values.ts';

/** Longest title in characters. */
const LONGEST_TITLE = 80;

/** `### ❌ lsim: 1 of 3 objectives fails with this change`. @param title tells several comments apart; may be empty */
export function headingLine(comparison: Comparison, title: string): string {
  const { mark, text } = verdictOf(comparison);
  const name = title === '' ? 'lsim' : `lsim, ${prose([...title].slice(0, LONGEST_TITLE).join(''))}`;
  return could(comparison) ? `### ${mark} ${name}: ${text}` : `### ${mark} ${name} ${text}`;
}

function verdictOf(comparison: Comparison): { readonly mark: string; readonly text: string } {
  const { objectives, changed, base } = comparison;
  if (!could(comparison)) return { mark: '⚠️', text: 'could not simulate this change' };
  const judged = objectives.filter(({ outcome }) => outcome !== 'gone');
  const all = judged.length;
  const failing = judged.filter(({ level, outcome }) => level === 'fail' && FAILING.includes(outcome));
  const warned = judged.filter(({ level, outcome }) => level === 'warn' && FAILING.includes(outcome));
  const close = judged.filter(({ outcome }) => outcome === 'too-close');
  if (failing.length > 0)
    return { mark: '❌', text: `${ofAll(failing.length, all, 'fails', 'fail')}${since(failing, base)}` };
  if (warned.length > 0)
    return { mark: '⚠️', text: `${ofAll(warned.length, all, 'misses', 'miss')}${since(warned, base)} (warning)` };
  if (close.length > 0) return { mark: '⚪', text: `${ofAll(close.length, all, 'is', 'are')} too close to call` };
  if (!changed && base.result !== null) return { mark: '✅', text: 'no objective changes with this PR' };
  const told = mostTelling(comparison);
  const more = told === '' ? '' : `; ${told}`;
  if (all === 0) return { mark: '⚪', text: `no objectives to judge by${more}` };
  return { mark: '✅', text: `${all === 1 ? 'the objective passes' : `all ${count(all)} objectives pass`}${more}` };
}

const FAILING: readonly Outcome[] = ['newly-fails', 'still-fails', 'fails'];

/** What failed before is not laid at the door of the change. */
function since(failing: readonly ObjectiveComparison[], base: ComparisonSide): string {
  const before = failing.filter(({ outcome }) => outcome === 'still-fails').length;
  if (base.result === null) return '';
  if (before === failing.length) return ', as before';
  return before > 0 ? ` with this change, ${count(before)} of them as before` : ' with this change';
}

function ofAll(some: number, all: number, one: string, many: string): string {
  return `${count(some)} of ${count(all)} objective${all === 1 ? '' : 's'} ${some === 1 ? one : many}`;
}

/** One figure for the heading: what is fixed, else the peak of the account, else the cost. */
function mostTelling({ objectives, account, concurrency, cost_usd, base }: Comparison): string {
  const fixed = objectives.filter(({ outcome }) => outcome === 'fixed').length;
  if (fixed > 0) return `${count(fixed)} fixed by this change`;
  const peak = account['ConcurrentExecutions.max'];
  if (concurrency !== null && peak !== undefined && peak.head !== null) {
    const now = roundShare(peak.head / concurrency.headLimit);
    if (peak.base === null || base.result === null) return `peak concurrency ${now} of the account`;
    const before = roundShare(peak.base / concurrency.baseLimit);
    if (CLEAR.includes(peak.change) && before !== now)
      return `peak concurrency ${before} → ${now} of the account`.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }
  const cost = cost_usd['total'];
  if (cost?.difference != null && CLEAR.includes(cost.change)) return `cost ${relativeText(cost.difference.relative)}`;
  return '';
}

const CLEAR: readonly string[] = ['better', 'worse', 'different'];

function could({ head }: Comparison): boolean {
  return head.result !== null;
}
