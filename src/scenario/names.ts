/** Names of the scenario, its functions, queues, dependencies, sources and variants. */
import { keysAt, nodeAt } from './tree.ts';
import { quotable } from './source-text.ts';
import type { Workbench } from './workbench.ts';

const LONGEST_NAME = 200;

/** AWS's own pattern for function names (API_CreateFunction). */
const AWS_FUNCTION_NAME = /^[A-Za-z0-9_-]{1,64}$/u;

/** Checks every name that the file gives: its own, and those of functions, queues, dependencies, sources and variants. */
export function checkNames(bench: Workbench): void {
  const own = nodeAt(bench.root, ['name']);
  const problem = own?.kind === 'scalar' && typeof own.value === 'string' ? nameProblem(own.value) : null;
  // The schema tells one that is too long.
  if (problem !== null && !bench.report.knows(['name'])) bench.error('E_NAME', ['name'], problem);
  for (const map of ['functions', 'queues', 'dependencies', 'sources', 'variants']) {
    for (const name of keysAt(bench.root, [map])) {
      const problem = nameProblem(name);
      if (problem !== null) bench.keyError('E_NAME', [map, name], problem);
      else if (map === 'functions' && !AWS_FUNCTION_NAME.test(name)) {
        bench.warning(
          'W_NAME',
          [map, name],
          'AWS would refuse this name; letters, digits, - and _ are allowed, 64 at most',
        );
      }
    }
  }
}

/** What is wrong with a name, or `null`: 1 to 200 characters, none of them a control character. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'is empty; give it a name';
  if ([...name].length > LONGEST_NAME) return `has more than ${String(LONGEST_NAME)} characters`;
  const control = /[\p{Cc}\p{Cs}]/u.exec(name);
  return control === null ? null : `holds the control character ${quotable(control[0])}; remove it`;
}
