/** A law as the file has it → a distribution; values in CSV files are read here. */
import type { Distribution } from '../des/distribution.ts';
import { readPlainCell, readSpanCell, unitOfColumn, type Cell } from './cells.ts';
import { columnOf, readColumn } from './csv-files.ts';
import type { LawSpec } from './law.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What the values of a law are. */
export type LawOf = 'times' | 'numbers';

/** The distribution, or `null` with errors at `path` where its file cannot be used. */
export function loadLaw(bench: Workbench, path: Path, law: LawSpec, of: LawOf): Distribution | null {
  switch (law.kind) {
    case 'csv':
      return loadCsv(bench, path, law.file, law.column, of);
    case 'mixture': {
      const parts: { weight: number; of: Distribution }[] = [];
      for (const [index, part] of law.parts.entries()) {
        const loaded = loadLaw(bench, [...path, 'mixture', index, 'of'], part.of, of);
        if (loaded !== null) parts.push({ weight: part.weight, of: loaded });
      }
      return parts.length === law.parts.length ? { kind: 'mixture', parts } : null;
    }
    default:
      return law;
  }
}

function loadCsv(bench: Workbench, path: Path, file: string, column: string, of: LawOf): Distribution | null {
  const table = bench.csv.table(bench, [...path, 'empirical', 'file'], file);
  if (table === null) return null;
  const index = columnOf(bench, [...path, 'empirical', 'column'], table, column);
  if (index === null) return null;
  const unit = unitOfColumn(column);
  const read = (cell: string): Cell => (of === 'times' ? readSpanCell(cell, unit) : readPlainCell(cell));
  const values = readColumn(bench, [...path, 'empirical', 'column'], table, index, read);
  return values === null ? null : { kind: 'empirical', values };
}
