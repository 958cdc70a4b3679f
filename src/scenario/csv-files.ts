/** CSV files beside a scenario: read once, with the line of every row. */
import { csvParseRows } from 'd3-dsv';
import { describeProblem, folderOf, pathBeside, shownPath, type FilePort } from './file-port.ts';
import { didYouMean } from './nearest.ts';
import { quotable, SourceText } from './source-text.ts';
import { placeOf, type Origin, type Path, type TreeNode } from './tree.ts';
import type { Report } from './report.ts';

/** Where errors about files go. */
export interface Errors {
  /** The tree that is read: a file is looked for beside the one in which its name stands. */
  readonly root: TreeNode;
  readonly report: Report;
  /** An error about the value at a path of the scenario. */
  error(code: string, path: Path, what: string): void;
}

/** A file's rows below its header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** 1-based line on which each row begins. */
  readonly lines: readonly number[];
  readonly origin: Origin;
}

/** More rows than this are refused. */
const MOST_ROWS = 2_000_000;
/** So many bad rows of one file are told, then their number. */
const BAD_ROWS = 10;

/** The CSV files of one scenario and its variants. */
export class CsvFiles {
  readonly #port: FilePort;
  readonly #scenarioFile: string;
  readonly #tables = new Map<string, CsvTable | { readonly code: string; readonly what: string }>();

  /** `scenarioFile` as shown in diagnostics. */
  constructor(port: FilePort, scenarioFile: string) {
    this.#port = port;
    this.#scenarioFile = scenarioFile;
  }

  /** The table in the file that `path` of the scenario names, or `null` with an error there. */
  table(bench: Errors, path: Path, file: string): CsvTable | null {
    const { folder } = placeOf(bench.root, path, 'value').origin;
    const target = pathBeside(folder, file);
    let table = this.#tables.get(target);
    if (table === undefined) {
      table = this.#read(target, folder);
      this.#tables.set(target, table);
    }
    if ('rows' in table) return table;
    bench.error(table.code, path, `${quotable(file, 200)} ${table.what}`);
    return null;
  }

  #read(path: string, folder: string): CsvTable | { readonly code: string; readonly what: string } {
    const read = this.#port.read(path);
    if ('problem' in read) return describeProblem(read, folder);
    const source = new SourceText(shownPath(this.#scenarioFile, path), read.text);
    const [header, ...rows] = csvParseRows(source.text.trimEnd());
    if (header === undefined || header.join('').trim() === '')
      return { code: 'E_TRACE', what: 'is empty; its first row names the columns' };
    if (rows.length === 0) return { code: 'E_TRACE', what: 'has a header and no rows' };
    if (rows.length > MOST_ROWS)
      return { code: 'E_TRACE', what: `has more than ${String(MOST_ROWS)} rows; count them per period instead` };
    const lines = new Array<number>(rows.length);
    let line = 1 + breaksIn(header);
    for (const [index, row] of rows.entries()) {
      lines[index] = line + 1;
      line += 1 + breaksIn(row);
    }
    const origin: Origin = { file: source.file, text: source, folder: folderOf(path), note: null };
    return { header: header.map((name) => name.trim()), rows, lines, origin };
  }
}

/** The index of a column, or `null` with an error at `path`. */
export function columnOf(bench: Errors, path: Path, table: CsvTable, column: string): number | null {
  const index = table.header.indexOf(column);
  if (index >= 0) return index;
  const only =
    table.header.length === 1 && /[;\t]/u.test(table.header[0] ?? '') ? '; separate columns with commas' : '';
  const list = quotable(table.header.slice(0, 30).join(', '), 200);
  bench.error(
    'E_TRACE',
    path,
    `${quotable(table.origin.file, 200)} has no column ${quotable(column)}${didYouMean(column, table.header)} (it has ${list})${only}`,
  );
  return null;
}

/** Reads one column row by row; bad rows are reported with their line, ten at most. `null` when there was one. */
export function readColumn(
  bench: Errors,
  path: Path,
  table: CsvTable,
  column: number,
  read: (cell: string) => { readonly value: number } | string,
): Float64Array | null {
  const values = new Float64Array(table.rows.length);
  let bad = 0;
  for (const [index, row] of table.rows.entries()) {
    const cell = row[column];
    const result = cell === undefined || cell.trim() === '' ? 'has no value in this row' : read(cell.trim());
    if (typeof result !== 'string') values[index] = result.value;
    else if (++bad <= BAD_ROWS) reportRow(bench, table, index, column, result);
  }
  if (bad > BAD_ROWS) {
    const name = quotable(table.origin.file, 200);
    bench.error('E_TRACE_ROW', path, `and ${String(bad - BAD_ROWS)} more bad rows in ${name}`);
  }
  return bad === 0 ? values : null;
}

function reportRow(bench: Errors, table: CsvTable, index: number, column: number, what: string): void {
  const { origin } = table;
  const row = table.rows[index] ?? [];
  const lineStart = origin.text?.lineStart(table.lines[index] ?? 1) ?? 0;
  const before = row.slice(0, column);
  const inLine = origin.text?.text.slice(lineStart).startsWith(row.join(',')) ?? false;
  const start = lineStart + (inLine ? before.reduce((sum, cell) => sum + cell.length + 1, 0) : 0);
  const place = { origin, start, end: start + Math.max(1, row[column]?.length ?? 1) };
  bench.report.error('E_TRACE_ROW', place, [], `column ${quotable(table.header[column] ?? '')}: ${what}`);
}

function breaksIn(row: readonly string[]): number {
  let breaks = 0;
  for (const cell of row) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}
