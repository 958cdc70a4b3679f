/** Variants: the scenario with the paths of one of them set. Each is checked as a file of its own. */
import { assign } from './assignment.ts';
import type { CsvFiles } from './csv-files.ts';
import { withInheritance } from './extended-functions.ts';
import { didYouMean } from './nearest.ts';
import { Report } from './report.ts';
import { resolveScenario } from './resolve.ts';
import { quotable } from './source-text.ts';
import { argumentOrigin, isGiven, keysAt, nodeAt, type MapNode } from './tree.ts';
import { Workbench } from './workbench.ts';

/** The scenario with one variant applied; `null` with an error where there is none of that name. */
export function applyVariant(root: MapNode, name: string, file: string, report: Report): MapNode | null {
  const names = keysAt(root, ['variants']).filter((each) => isGiven(root, ['variants', each]));
  if (names.includes(name)) return changed(root, name, report);
  const place = { origin: argumentOrigin('--variant', `--variant ${name}`), start: 0, end: 0 };
  const listed = names.slice(0, 12).map((each) => quotable(each, 40) || '""');
  const list = listed.length === 0 ? '' : ` (there are ${listed.join(', ')}${names.length > 12 ? ' …' : ''})`;
  const what = names.length === 0 ? `${quotable(file)} has no variants` : `there is no variant ${quotable(name)}`;
  report.error('E_REFERENCE', place, [], `${what}${didYouMean(name, names)}${list}`);
  return null;
}

/** Adds what is wrong with each variant but `chosen` and not with the scenario itself. */
export function checkVariants(root: MapNode, chosen: string | null, report: Report, csv: CsvFiles): void {
  for (const name of keysAt(root, ['variants'])) {
    const variant = nodeAt(root, ['variants', name]);
    if (name === chosen || variant?.kind !== 'map') continue;
    const own = new Report(variant.place.origin);
    const tree = changed(root, name, own);
    if (!own.failed) resolveScenario(new Workbench(withInheritance(tree, own), own, csv), 'variant');
    report.addErrorsOf(own, `variant ${quotable(name, 40)}: `);
  }
}

/** A variant sees no variants: none of them can change another. */
function changed(root: MapNode, name: string, report: Report): MapNode {
  const variant = nodeAt(root, ['variants', name]);
  let tree = withoutVariants(root);
  if (variant?.kind !== 'map') return tree;
  for (const [path, entry] of variant.entries) tree = assign(tree, path, entry.node, entry.key, report);
  return tree;
}

function withoutVariants(root: MapNode): MapNode {
  const entries = new Map(root.entries);
  entries.delete('variants');
  return { ...root, entries };
}
