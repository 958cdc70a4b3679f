/** Checks every variant as a file of its own: the scenario with the variant's paths set. */
import { assign } from './assignment.ts';
import { Report } from './report.ts';
import { resolveScenario } from './resolve.ts';
import { quotable } from './source-text.ts';
import { nodeAt, type MapNode } from './tree.ts';
import { Workbench } from './workbench.ts';

/** Adds what is wrong with each variant and not with the scenario itself. */
export function checkVariants(bench: Workbench): void {
  const { root } = bench;
  const variants = nodeAt(root, ['variants']);
  if (root.kind !== 'map' || variants?.kind !== 'map') return;
  const base = withoutVariants(root);
  for (const [name, { node }] of variants.entries) {
    if (node.kind !== 'map') continue;
    const report = new Report(node.place.origin);
    let changed = base;
    for (const [path, entry] of node.entries) changed = assign(changed, path, entry.node, entry.key, report);
    const readable = !report.failed;
    if (readable) resolveScenario(new Workbench(changed, report, bench.csv), 'variant');
    bench.report.addErrorsOf(report, `variant ${quotable(name, 40)}: `);
  }
}

/** A variant sees no variants: none of them can change another. */
function withoutVariants(root: MapNode): MapNode {
  const entries = new Map(root.entries);
  entries.delete('variants');
  return { ...root, entries };
}
