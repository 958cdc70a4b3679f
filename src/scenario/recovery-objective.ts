/** `recovered < 2m after fault 1`: how soon after the end of a fault a thing is back. */
import type { FaultConfig } from '../lambda/fault.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import { cellOf, CELLS_A_WINDOW, spansOf } from '../result/recovery-spans.ts';
import type { Comparison, Objective, ObjectiveSubject } from '../result/objective.ts';
import type { Subject } from './objective-subjects.ts';
import { quotable } from './source-text.ts';
import { keysAt, nodeAt, type Path } from './tree.ts';
import { readTime, showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

const SHAPE = /^\s*recovered\s*(<=|>=|==|<|>)\s*(.+?)\s+after\s+fault\s+(\S+)\s*$/u;

/** What such an expression asks. */
export interface RecoveryWish {
  readonly comparison: Comparison;
  /** In milliseconds. */
  readonly threshold: number;
  /** Its place in the list, from 0. */
  readonly fault: number;
}

/** Whether an expression is about recovery. */
export function asksForRecovery(text: string): boolean {
  return /\brecovered\b/u.test(text);
}

/** Reads the expression; `null` with an error at `path`. */
export function readRecovery(bench: Workbench, path: Path, text: string): RecoveryWish | null {
  const refuse = (what: string): null => {
    bench.error('E_OBJECTIVE', path, what);
    return null;
  };
  const match = SHAPE.exec(text);
  if (match === null) return refuse(`${quotable(text)} cannot be read; write recovered < 2m after fault 1`);
  const [, comparison, limit = '', number = ''] = match;
  const time = /^0+$/u.test(limit)
    ? { value: 0 }
    : readTime(/^\d+(?:\.\d+)?$/u.test(limit) ? Number(limit) : limit, 'm');
  if (!('value' in time)) return refuse(time.problem);
  const list = nodeAt(bench.root, ['faults']);
  const count = list?.kind === 'list' ? list.items.length : 0;
  if (!/^[1-9]\d*$/u.test(number))
    return refuse(
      `fault ${quotable(number)} is not the number of a fault; they count from 1, as they stand in the file`,
    );
  if (Number(number) > count) {
    const there = count === 0 ? 'no fault' : count === 1 ? 'one fault' : `${String(count)} faults`;
    return refuse(`there is no fault ${number}; the file has ${there}`);
  }
  return { comparison: comparison as Comparison, threshold: time.value / 1_000, fault: Number(number) - 1 };
}

/** The thing whose recovery is asked for. */
export function recoveringThing(
  bench: Workbench,
  { kind, name, route, version, queue, stream }: Subject,
  fault: number,
): ObjectiveSubject {
  const of = { kind: 'recovery', fault, metric: { kind: 'recovered' } } as const;
  if (route !== undefined)
    return { ...of, name: `${route.owner} ${route.name}`, scopes: [`sources.${route.owner}.routes.${route.name}`] };
  switch (kind) {
    case 'function':
      return {
        ...of,
        name: version === null ? name : `${name}:${version}`,
        scopes: [`functions.${name}${version === null ? '' : `:${version}`}`],
      };
    case 'queue':
      return { ...of, name, scopes: [`queues.${queue ?? name}`] };
    case 'dependency':
      return { ...of, name, scopes: [`dependencies.${name}`] };
    case 'stream':
      return { ...of, name, scopes: stream === undefined ? readersOf(bench, name) : [`sources.${stream}`] };
    case 'account':
      return { ...of, name, scopes: ['account'] };
    default:
      return {
        ...of,
        name,
        scopes: [`sources.${name}`, ...(queue === undefined ? [] : [`queues.${queue}`])],
      };
  }
}

/** Those who read a stream: their records are what waits. */
function readersOf(bench: Workbench, stream: string): readonly string[] {
  return keysAt(bench.root, ['sources']).flatMap((source) => {
    const node = nodeAt(bench.root, ['sources', source, 'stream']);
    return node?.kind === 'scalar' && node.value === stream ? [`sources.${source}`] : [];
  });
}

/** Whether a mapping or a redrive task takes messages out of a queue; one that a mapping writes out has its name. */
function isEmptied(bench: Workbench, queue: string): boolean {
  return keysAt(bench.root, ['sources']).some((source) => {
    if (source === queue) return true;
    return ['queue', 'from'].some((key) => {
      const node = nodeAt(bench.root, ['sources', source, key]);
      const type = nodeAt(bench.root, ['sources', source, 'type']);
      const writes = type?.kind === 'scalar' && type.value === 'sqs-producer';
      return !writes && node?.kind === 'scalar' && node.value === queue;
    });
  });
}

/** There is a window before each fault that is asked for, and one after it. @param faults all of the file */
export function checkRecoveries(
  bench: Workbench,
  objectives: readonly (readonly [index: number, objective: Objective])[],
  faults: readonly FaultConfig[],
  { duration, warmup = 0 }: { readonly duration: Micros | undefined; readonly warmup: Micros | undefined },
): void {
  for (const [index, { subject }] of objectives) {
    const fault = subject.kind === 'recovery' ? faults[subject.fault] : undefined;
    if (fault === undefined || subject.kind !== 'recovery' || duration === undefined) continue;
    const { before, after } = spansOf(faults, fault, warmup, duration);
    const window = CELLS_A_WINDOW * cellOf(duration);
    const number = String(subject.fault + 1);
    const path: Path = ['objectives', index, 'expr'];
    const unread = subject.scopes.find((scope) => scope.startsWith('queues.') && !isEmptied(bench, scope.slice(7)));
    if (unread !== undefined)
      bench.error(
        'E_OBJECTIVE',
        path,
        `nobody reads ${quotable(subject.name)}, so that what has come into it stays there; ask for the queue that is read, or write count < 10`,
      );
    else if (before[1] - before[0] < window + MINUTE / 6)
      bench.error(
        'E_OBJECTIVE',
        path,
        `nobody can tell how it was before fault ${number}: of the time without faults between the warm-up and its beginning there are ${showTime(Math.max(0, before[1] - before[0]))}, and more than ${showTime(window)} are needed; begin it later`,
      );
    else if (after[1] - after[0] < window + MINUTE / 6)
      bench.error(
        'E_OBJECTIVE',
        path,
        `nobody can tell whether it is back after fault ${number}: ${showTime(Math.max(0, after[1] - after[0]))} are left until the next fault or the end of the run, and more than ${showTime(window)} are needed; lengthen duration`,
      );
  }
}
