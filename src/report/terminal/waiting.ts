/** Functions that call functions: who waits for whom, what that costs, and when all that was set going has ended. */
import { count, duration, figure, plural, share } from '../../result/quantity.ts';
import type { FunctionResult, ResultJson } from '../../result/run-result.ts';
import { visible } from '../safe-text.ts';
import { paragraph } from './table.ts';

/** Empty where nobody waits for long, no loop was stopped and nothing goes on after an answer. */
export function waitingLines({ functions, sources }: ResultJson): string[] {
  const waiting = Object.entries(functions)
    .filter(([, f]) => (f.waiting?.share ?? 0) >= WORTH_SAYING)
    .toSorted(([, a], [, b]) => b.waiting!.concurrency - a.waiting!.concurrency)
    .map(([name, f]) => waitText(name, f.waiting!));
  const loops = Object.entries(functions).flatMap(([name, { RecursiveInvocationsDropped: stopped = 0 }]) => {
    return stopped === 0 ? [] : [`the recursion guard stopped ${plural(stopped, 'invocation')} of ${name} (R9.9)`];
  });
  const completions = Object.entries(sources).flatMap(([name, { completion }]) => {
    if (completion === undefined || completion.max_ms === 0) return [];
    const { p50_ms, p95_ms, p99_ms } = completion;
    const times = [p50_ms, p95_ms, p99_ms].map(duration).join(' / ');
    return [`all that a request of ${name} sets going has ended after ${times} (p50 / p95 / p99)`];
  });
  return [...shortened(waiting), ...shortened(loops), ...shortened(completions)];
}

/** Less of Duration than this is no reason to change anything. */
const WORTH_SAYING = 0.1;
const MOST = 8;

/** `checkout waits 62 % of its Duration for payments: 18.6 units of concurrency that do nothing else`. */
function waitText(name: string, waiting: NonNullable<FunctionResult['waiting']>): string {
  const callees = Object.entries(waiting.callees).toSorted(([, a], [, b]) => b - a);
  const named = callees.filter(([, part]) => part >= WORTH_SAYING);
  const [first] = callees;
  const whom =
    callees.length === 1
      ? first![0]
      : (named.length > 0 ? named : [first!]).map(([callee, part]) => `${callee} (${share(part)})`).join(', ');
  const units = `${figure(waiting.concurrency)} units of concurrency that do nothing else`;
  return `${name} waits ${share(waiting.share)} of its Duration for ${whom}: ${units}`;
}

function shortened(texts: readonly string[]): string[] {
  const lines = texts.slice(0, MOST).flatMap((text) => paragraph(visible(text), 2));
  return texts.length > MOST ? [...lines, `  and ${count(texts.length - MOST)} more: result.json`] : lines;
}
