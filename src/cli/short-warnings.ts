/** Warnings as they are told beside a summary that has them too: without frames, and the first few of each kind. */
import { byKind, moreOfTheKind } from '../result/kinds.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';

/** Of one kind in one file. */
const MOST = 3;

/** Errors stay as they are. */
export function shortWarnings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isWarning = ({ severity }: Diagnostic): boolean => severity === 'warning';
  const kinds = byKind(diagnostics.filter(isWarning), ({ code, file }) => JSON.stringify([code, file]));
  const told = new Map<Diagnostic, string>();
  for (const same of kinds.values()) {
    for (const each of same.slice(0, MOST)) told.set(each, '');
    if (same.length > MOST) told.set(same[MOST - 1]!, moreOfTheKind(same.length - MOST));
  }
  return diagnostics.flatMap((each) => {
    if (!isWarning(each)) return [each];
    const more = told.get(each);
    return more === undefined ? [] : [{ ...each, message: `${each.message}${more}`, frame: '' }];
  });
}
