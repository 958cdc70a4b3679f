/** Faults: what went wrong when, and whether everything is back. */
import type { FaultResult } from '../../result/fault-outcome.ts';
import { metricText } from '../../result/fault-result.ts';
import { count, plural, span } from '../../result/quantity.ts';
import type { ResultJson } from '../../result/run-result.ts';
import { visible } from '../safe-text.ts';
import { paint, type Look } from './ink.ts';
import { paragraph } from './table.ts';

const MOST = 8;

/** A paragraph a fault, eight at most; nothing where there are none. */
export function faultLines(look: Look, json: ResultJson): string[] {
  const { faults = [], runs } = json;
  if (faults.length === 0) return [];
  const shown = faults.slice(0, MOST).flatMap((fault, k) => {
    const { on, at_s, for_s, effects } = fault;
    const when = for_s === 0 ? `at ${span(at_s)}` : `from ${span(at_s)} for ${span(for_s)}`;
    return paragraph(`${String(k + 1)}  ${visible(on)}: ${visible(effects)}, ${when}: ${outcomeOf(fault, runs)}`, 2);
  });
  const more = faults.length > MOST ? [`  and ${count(faults.length - MOST)} more: result.json`] : [];
  return [paint(look, 'bold', 'FAULTS'), ...shown, ...more];
}

function outcomeOf({ recovered_s, runsRecovered, last }: FaultResult, runs: number): string {
  if (runsRecovered === null) return 'too little time before or after it to tell whether all is back';
  const who =
    last === null
      ? ''
      : `${visible(nameOf(last.scope))}: ${metricText(last.metric, last.value ?? NaN, last.before ?? NaN)}`;
  const inRuns = runs > 1 ? ` in ${count(runsRecovered)} of ${plural(runs, 'run')}` : '';
  if (recovered_s === null) return `not back${inRuns}; ${who}`;
  if (recovered_s === 0) return `all is back at once when it is over${inRuns}`;
  return `all is back ${span(recovered_s)} after its end${inRuns}; last ${who}`;
}

function nameOf(scope: string): string {
  return scope.slice(scope.indexOf('.') + 1);
}
