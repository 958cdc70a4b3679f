/** What a reader should know before trusting the figures, each with a way out. */
import type { Findings } from './findings.ts';
import { byKind } from './kinds.ts';
import { resultWarnings, type Warning } from './result-warnings.ts';
import type { RunRecord } from './run-record.ts';
import type { WarningResult } from './run-result.ts';

/** The scenario's warnings first, then the result's own; one entry an id: the first text, and how many there are. */
export function warningsOf(findings: Findings, records: readonly RunRecord[]): readonly WarningResult[] {
  const all: readonly Warning[] = [...findings.setup.warnings, ...resultWarnings(findings, records)];
  return [...byKind(all, ({ id }) => id)].map(([id, same]) => ({ id, count: same.length, text: same[0]?.text ?? '' }));
}
