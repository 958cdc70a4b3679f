/** Who needed the account's concurrency when: both sides in one chart, and the causes of throttles in words. */
import type { Comparison, ComparisonSide, ConcurrencyCourse } from '../../result/comparison.ts';
import { count } from '../../result/quantity.ts';
import { details, fence } from './markdown-text.ts';
import type { Writer } from './sentence.ts';

/** Colours that stay apart for every eye (Okabe and Ito), on a light page and on a dark one. */
const BASELINE = '#56B4E9';
const THIS_CHANGE = '#D55E00';
/** Causes a side at most. */
const MOST_CAUSES = 3;

/** One collapsed part; an empty text where there is neither a course nor a cause. */
export function concurrencySection(comparison: Comparison, write: Writer): string {
  const { concurrency, base, head } = comparison;
  const causes = [...causeLines('In the baseline', base, write), ...causeLines('With this PR', head, write)];
  const chart = concurrency === null ? [] : [fence(chartText(concurrency, base.result !== null), 'mermaid')];
  if (chart.length + causes.length === 0) return '';
  const seed = head.result?.seed;
  const drawn = chart.length > 0 && seed !== undefined ? [`Run 1 is drawn (seed ${write(seed)}).`] : [];
  const blocks = [...chart, ...(causes.length > 0 ? [causes.join('\n')] : []), ...drawn];
  const title =
    causes.length > 0 ? 'Why: who used the account’s concurrency, and when' : 'The account’s concurrency over time';
  return details(title, blocks.join('\n\n'));
}

/** Bars and a line, because the chart has no legend. */
function chartText({ step_s, base, head, baseLimit, headLimit }: ConcurrencyCourse, compared: boolean): string {
  const limits =
    baseLimit === headLimit || !compared ? count(headLimit) : `${count(baseLimit)}, then ${count(headLimit)}`;
  const sides = compared ? 'bars: baseline, line: this PR, ' : '';
  const steps = Math.max(base.length, head.length);
  const minutes = step_s / 60;
  const highest = [...base, ...head].reduce((most, value) => Math.max(most, value), 1);
  const top = Math.ceil(highest * 1.1);
  const label = minutes === 1 ? 'minute' : `minutes, in steps of ${String(minutes)}`;
  return [
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${compared ? `${BASELINE}, ${THIS_CHANGE}` : THIS_CHANGE}"}}}}%%`,
    'xychart-beta',
    `  title "Peak concurrency (${sides}limit: ${limits})"`,
    `  x-axis "${label}" 0 --> ${String(Math.max(1, steps - 1) * minutes)}`,
    `  y-axis "concurrent executions" 0 --> ${String(top)}`,
    ...(compared ? [`  bar [${numbers(base)}]`] : []),
    `  line [${numbers(head)}]`,
  ].join('\n');
}

function numbers(values: readonly number[]): string {
  return values.map((value) => String(Math.round(value))).join(', ');
}

function causeLines(when: string, { result }: ComparisonSide, write: Writer): string[] {
  if (result === null) return [];
  const shown = result.causes.slice(0, MOST_CAUSES).map((cause) => `- ${when}: ${write(cause)}`);
  const more = result.causes.length - shown.length;
  return more > 0 ? [...shown, `- ${when}: and ${count(more)} more causes`] : shown;
}
