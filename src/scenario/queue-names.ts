/** The names of the queues of a file, those inside mappings included, and what is said of a name that is none of them. */
import { isMap } from './field.ts';
import { didYouMean } from './nearest.ts';
import { quotable } from './source-text.ts';
import { keysAt, nodeAt, toPlain, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The name of the queue that a source of the file reads; `null` where it reads none. */
export function queueReadBy(bench: Workbench, source: string): string | null {
  const node = nodeAt(bench.root, ['sources', source]);
  const spec = node === undefined ? null : toPlain(node);
  if (!isMap(spec)) return null;
  if (spec['type'] === 'mq') return source;
  if (spec['type'] !== 'sqs') return null;
  const { queue } = spec;
  return typeof queue === 'string' ? queue : source;
}

/** All of SQS, whether they are right or not. */
export function queueNames(bench: Workbench): readonly string[] {
  const inline = keysAt(bench.root, ['sources']).filter((source) => {
    const type = nodeAt(bench.root, ['sources', source, 'type']);
    const isBrokers = type?.kind === 'scalar' && type.value === 'mq';
    return !isBrokers && queueReadBy(bench, source) === source;
  });
  return [...new Set([...keysAt(bench.root, ['queues']), ...inline])];
}

/** Whether there is such a queue; an error at `path` where there is none. */
export function checkQueueName(bench: Workbench, path: Path, name: string): boolean {
  const names = queueNames(bench);
  if (names.includes(name)) return true;
  const there =
    names.length === 0
      ? `; write queues: { ${quotable(name, 40)}: { visibilityTimeout: 30s } }`
      : ` (there are ${names
          .slice(0, 12)
          .map((one) => quotable(one))
          .join(', ')})`;
  bench.error('E_REFERENCE', path, `there is no queue ${quotable(name)}${didYouMean(name, names)}${there}`);
  return false;
}
