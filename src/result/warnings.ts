/** What a reader should know before trusting the figures, each with a way out. */
import type { Findings } from './findings.ts';
import { count } from './quantity.ts';
import { resultWarnings, type Warning } from './result-warnings.ts';
import type { RunRecord } from './run-record.ts';
import type { WarningResult } from './run-result.ts';

/** The scenario's warnings first, then the result's own; one entry an id, with how often it came up. */
export function warningsOf(findings: Findings, records: readonly RunRecord[]): readonly WarningResult[] {
  const byId = new Map<string, Warning[]>();
  for (const warning of [...findings.setup.warnings, ...resultWarnings(findings, records)]) {
    const same = byId.get(warning.id);
    if (same === undefined) byId.set(warning.id, [warning]);
    else same.push(warning);
  }
  return [...byId].map(([id, [first, ...others]]) => {
    const more = others.length > 0 ? ` (and ${count(others.length)} more like it)` : '';
    return { id, count: others.length + 1, text: `${first?.text ?? ''}${more}` };
  });
}
