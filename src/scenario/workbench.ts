/** What every step of reading a scenario needs: the tree that is read, the report, and the files beside it. */
import type { CsvFiles } from './csv-files.ts';
import { inheritedHint } from './inherited-hint.ts';
import type { Report } from './report.ts';
import { placeOf, type Path, type TreeNode } from './tree.ts';

/** One scenario being read. */
export class Workbench {
  readonly root: TreeNode;
  readonly report: Report;
  readonly csv: CsvFiles;

  constructor(root: TreeNode, report: Report, csv: CsvFiles) {
    this.root = root;
    this.report = report;
    this.csv = csv;
  }

  /** An error about the value at a path. A path that is missing points at the nearest key above it. */
  error(code: string, path: Path, what: string): void {
    this.report.error(code, placeOf(this.root, path, 'value'), path, `${what}${inheritedHint(this.root, path, code)}`);
  }

  /** An error about a key itself. */
  keyError(code: string, path: Path, what: string): void {
    this.report.error(code, placeOf(this.root, path, 'key'), path, `${what}${inheritedHint(this.root, path, code)}`);
  }

  /** A warning about the thing that a key names. */
  warning(code: string, path: Path, what: string): void {
    this.report.warning(code, placeOf(this.root, path, 'key'), path, what);
  }
}
