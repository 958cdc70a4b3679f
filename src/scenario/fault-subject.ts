/** What `on:` of a fault names. */
import type { FaultSubject } from '../lambda/fault.ts';
import { didYouMean } from './nearest.ts';
import { parsePath, showPath } from './path.ts';
import { quotable } from './source-text.ts';
import { keysAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** Maps of the file whose things can suffer, and what one of them is. */
const MAPS = {
  functions: 'function',
  sources: 'source',
  queues: 'queue',
  streams: 'stream',
  dependencies: 'dependency',
} as const;

/** Names of all queues and streams, those inside mappings included. */
export interface InlineNames {
  readonly queues: readonly string[];
  readonly streams: readonly string[];
}

interface Candidate {
  readonly subject: FaultSubject & { readonly name: string };
  /** Its unambiguous spelling. */
  readonly path: string;
}

/**
 * A bare name is looked for in every map, a path names its map; `null` with an error at `path`.
 * @param inline queues and streams that stand inside mappings can be named by path
 */
export function findFaultSubject(bench: Workbench, path: Path, on: string, inline: InlineNames): FaultSubject | null {
  if (on === 'account' || on === 'service') return { kind: on };
  const candidates = Object.entries(MAPS).flatMap(([map, kind]) => {
    return keysAt(bench.root, [map]).map((name): Candidate => ({
      subject: { kind, name },
      path: showPath([map, name]),
    }));
  });
  const byName = candidates.filter(({ subject }) => subject.name === on);
  if (byName.length > 1) {
    const list = byName.map((one) => one.path).join(' or ');
    bench.error('E_AMBIGUOUS', path, `${quotable(on)} is more than one thing; write ${list}`);
    return null;
  }
  const [only] = byName;
  if (only !== undefined) return only.subject;
  const others = (['queues', 'streams'] as const).flatMap((map) => {
    return inline[map].map((name): Candidate => ({ subject: { kind: MAPS[map], name }, path: showPath([map, name]) }));
  });
  const parsed = parsePath(on);
  const spelling = 'segments' in parsed ? showPath(parsed.segments) : on;
  const found = [...candidates, ...others].find((one) => one.path === spelling || one.path === on);
  if (found !== undefined) return found.subject;
  const known = [...candidates.map((one) => one.path), 'account', 'service'];
  const near = didYouMean(on, [...known, ...candidates.map(({ subject }) => subject.name)]);
  bench.error(
    'E_REFERENCE',
    path,
    `there is nothing called ${quotable(on)} that a fault can be about${near} (there are ${known
      .slice(0, 12)
      .map((name) => quotable(name))
      .join(', ')})`,
  );
  return null;
}
