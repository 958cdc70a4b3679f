/** YAML 1.2 text → a tree of values with their places. */
import { isScalar, parseAllDocuments, type Document, type YAMLError } from 'yaml';
import { quotable } from './source-text.ts';
import type { Report } from './report.ts';
import type { Origin, Path, TreeNode } from './tree.ts';
import { Walk } from './yaml-walk.ts';

/**
 * The value that a text holds, or `null` when it holds none that can be read; findings go to `report`.
 * `at` is the path of the value itself, for messages.
 */
export function readYaml(text: string, origin: Origin, report: Report, at: Path = []): TreeNode | null {
  let documents: readonly Document[];
  try {
    documents = parseAllDocuments(text, {
      version: '1.2',
      uniqueKeys: true,
      prettyErrors: false,
      strict: true,
      logLevel: 'silent',
    });
  } catch (error) {
    const reason = error instanceof RangeError ? 'values are nested too deeply' : String(error);
    report.error('E_YAML', { origin, start: 0, end: 1 }, at, `cannot be read as YAML: ${quotable(reason)}`);
    return null;
  }
  const [document, second] = documents;
  if (document === undefined) return null;
  if (second !== undefined) {
    const start = second.range?.[0] ?? 0;
    report.error(
      'E_YAML_DOCUMENTS',
      { origin, start, end: start + 3 },
      at,
      'a scenario is one YAML document; remove what follows, or put it into a file of its own',
    );
  }
  if (!acceptable(document, origin, report, at) || isEmpty(document)) return null;
  return new Walk(origin, report).visit(document.contents, at, 0, []);
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && (contents.source ?? '') === '');
}

/** Reports the syntax errors of a document; false where it has any. */
function acceptable(document: Document, origin: Origin, report: Report, at: Path): boolean {
  let readable = true;
  for (const problem of [...document.errors, ...document.warnings]) {
    const place = { origin, start: problem.pos[0], end: problem.pos[1] };
    // The walk knows the path of a key that is there twice.
    if (problem.code === 'DUPLICATE_KEY') continue;
    readable = false;
    report.error('E_YAML', place, at, `${quotable(problem.message, 200)}${remedy(problem)}`);
  }
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    report.error(
      'E_YAML',
      { origin, start: 0, end: 5 },
      at,
      `scenarios are YAML 1.2; remove the line %YAML ${version.version}`,
    );
  }
  return readable;
}

function remedy(problem: YAMLError): string {
  if (problem.code === 'TAB_AS_INDENT') return '; indent with spaces';
  if (problem.code === 'BAD_ALIAS') return '; quote a text that begins with * or &';
  if (problem.code === 'BAD_SCALAR_START') return '; quote a text that begins with @, ` or %';
  if (problem.code === 'BLOCK_AS_IMPLICIT_KEY') return '; quote a text that holds a colon and a space';
  if (problem.code === 'MISSING_CHAR') return '; what it closes begins above';
  if (problem.code === 'BAD_INDENT' && problem.message.startsWith('Flow '))
    return '; a map or list in braces or brackets above is not closed, or goes on further left than where it stands';
  if (problem.code === 'TAG_RESOLVE_FAILED') return '; scenarios need no tags, remove it';
  return '';
}
