/** Chains of dead-letter queues that come back to where they began. */
import type { QueueConfig } from '../lambda/queue-config.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/**
 * A message that fails everywhere would go round for ever where dead-letter queues lead back to where it was. One error
 * a round, at its first queue in the file's order.
 */
export function checkDeadLetterRounds(
  bench: Workbench,
  queues: ReadonlyMap<string, { readonly config: QueueConfig; readonly path: Path }>,
): void {
  const told = new Set<string>();
  for (const [name, { path }] of queues) {
    const chain = [name];
    for (let next = deadLetterOf(name); next !== null && !chain.includes(next); next = deadLetterOf(next))
      chain.push(next);
    const isRound = chain.length > 1 && deadLetterOf(chain.at(-1)!) === name;
    if (!isRound || told.has(name)) continue;
    for (const link of chain) told.add(link);
    const names = [...chain, name].map((link) => quotable(link, 40)).join(' -> ');
    bench.error(
      'E_CHAIN',
      [...path, 'deadLetter'],
      `the chain of dead-letter queues ${names} comes back to where it was; let one of them have none`,
    );
  }

  function deadLetterOf(name: string): string | null {
    return queues.get(name)?.config.deadLetter ?? null;
  }
}
