/** What a reader should know before trusting the figures, each with a way out. */
import type { Findings } from './findings.ts';
import { resultWarnings, type Warning } from './result-warnings.ts';
import type { RunRecord } from './run-record.ts';
import type { WarningResult } from './run-result.ts';

/** The scenario's warnings first, then the result's own; one entry an id: the first text, and how many there are. */
export function warningsOf(findings: Findings, records: readonly RunRecord[]): readonly WarningResult[] {
  const byId = new Map<string, Warning[]>();
  for (const warning of [...findings.setup.warnings, ...resultWarnings(findings, records)]) {
    const same = byId.get(warning.id);
    if (same === undefined) byId.set(warning.id, [warning]);
    else same.push(warning);
  }
  return [...byId].map(([id, same]) => ({ id, count: same.length, text: same[0]?.text ?? '' }));
}
