/** Faults of the file → what goes wrong with which thing, from when to when. */
import type { FaultConfig, FaultEffects, FaultSubject } from '../lambda/fault.ts';
import type { StreamConfig } from '../lambda/stream-config.ts';
import { EFFECTS, FITTING, type FaultSpec } from './fault-schema.ts';
import { findFaultSubject, type InlineNames } from './fault-subject.ts';
import { loadLaw } from './load-law.ts';
import type { Draft } from './salvage.ts';
import { quotable } from './source-text.ts';
import { nodeAt, type Path, type TreeNode } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** What is to be known of the file, as far as it could be read. */
type Known = Pick<Draft, 'faults' | 'functions' | 'duration'>;

/**
 * The faults that are right, in the order of the file.
 * @param queues names of all, those inside mappings included @param streams the same of streams, with their shards
 */
export function resolveFaults(
  bench: Workbench,
  known: Known,
  queues: readonly string[],
  streams: readonly StreamConfig[],
): readonly FaultConfig[] {
  const names = { queues, streams: streams.map(({ name }) => name) };
  return known.faults.flatMap(([index, spec]) => {
    const path = ['faults', index];
    const fault = resolveFault(bench, path, spec, known, names);
    return fault === null || !hasShard(bench, path, fault, streams) ? [] : [fault];
  });
}

function resolveFault(
  bench: Workbench,
  path: Path,
  spec: FaultSpec,
  { functions, duration }: Known,
  names: InlineNames,
): FaultConfig | null {
  const { at, on } = spec;
  const given = EFFECTS.filter((effect) => spec[effect] !== undefined);
  const lasts = given.some((effect) => effect !== 'loseIdle');
  const inTime = isInTime(bench, path, spec, lasts, duration);
  const subject = findFaultSubject(bench, [...path, 'on'], on, names);
  const fits = subject !== null && doesFit(bench, path, on, subject, given);
  const reserved = functions.reduce((sum, [, f]) => sum + (f.reservedConcurrency ?? 0), 0);
  const least = subject?.kind === 'account' ? reserved : 0;
  if (spec.concurrency !== undefined && spec.concurrency < least) {
    bench.error(
      'E_RANGE',
      [...path, 'concurrency'],
      `${String(spec.concurrency)} is less than the ${String(least)} that functions have reserved; AWS lowers no limit below that (R1.7)`,
    );
    return null;
  }
  const effects = effectsOf(bench, path, spec);
  if (!inTime || !fits || effects === null) return null;
  return { at, until: at + (spec.for ?? 0), on, subject, effects, text: textOf(bench, path, given) };
}

function isInTime(bench: Workbench, path: Path, spec: FaultSpec, lasts: boolean, duration: number | undefined) {
  const { at, for: length } = spec;
  if (length === undefined && lasts) {
    bench.error('E_MISSING_KEY', [...path, 'for'], 'is missing; write how long the fault lasts, such as for: 1m');
    return false;
  }
  if (duration === undefined) return true;
  const way = `beyond the run, which ends at ${showTime(duration)}`;
  if (at >= duration) {
    bench.error('E_RANGE', [...path, 'at'], `${showTime(at)} lies ${way}; make it earlier or lengthen duration`);
    return false;
  }
  if (at + (length ?? 0) <= duration) return true;
  bench.error(
    'E_RANGE',
    [...path, 'for'],
    `${showTime(length ?? 0)} from ${showTime(at)} on ends at ${showTime(at + (length ?? 0))}, ${way}; at most ${showTime(duration - at)} are left`,
  );
  return false;
}

function doesFit(
  bench: Workbench,
  path: Path,
  on: string,
  { kind }: FaultSubject,
  given: readonly (keyof FaultEffects)[],
): boolean {
  const fitting = FITTING[kind];
  const list = `${kindText(kind)} takes ${fitting.join(', ')}`;
  if (given.length === 0) bench.error('E_MISSING_KEY', path, `has no effect on ${quotable(on)}; ${list}`);
  const others = given.filter((effect) => !fitting.includes(effect));
  for (const effect of others) {
    const kinds = Object.entries(FITTING).flatMap(([other, effects]) => (effects.includes(effect) ? [other] : []));
    bench.keyError(
      'E_FAULT',
      [...path, effect],
      `does not fit ${quotable(on)}: ${list}; ${effect} is for ${kinds.map(kindText).join(', ')}`,
    );
  }
  return given.length > 0 && others.length === 0;
}

function kindText(kind: string): string {
  return kind === 'account' || kind === 'service' ? `the ${kind}` : `a ${kind}`;
}

/** A shard that is stuck is there. */
function hasShard(bench: Workbench, path: Path, fault: FaultConfig, streams: readonly StreamConfig[]): boolean {
  const { effects, subject } = fault;
  if (effects.stuckShard === undefined || subject.kind !== 'stream') return true;
  const { shards = 0, reshard = [] } = streams.find(({ name }) => name === subject.name) ?? {};
  const most = Math.max(shards, ...reshard.map((change) => change.shards));
  if (effects.stuckShard < most) return true;
  bench.error(
    'E_RANGE',
    [...path, 'stuckShard'],
    `${quotable(subject.name)} has no shard ${String(effects.stuckShard)}; shards count from 0 to ${String(most - 1)}`,
  );
  return false;
}

/** `null` with errors. */
function effectsOf(bench: Workbench, path: Path, spec: FaultSpec): FaultEffects | null {
  const { delay, duration, slowdown, errors, hang, systemErrors, refuse, concurrency, loseIdle, stuckShard, traffic } =
    spec;
  const laws = Object.entries({ delay, duration }).flatMap(([key, law]) => {
    return law === undefined ? [] : [[key, loadLaw(bench, [...path, key], law, 'times')] as const];
  });
  if (laws.some(([, law]) => law === null)) return null;
  const plain = { slowdown, errors, hang, systemErrors, refuse, concurrency, loseIdle, stuckShard, traffic };
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  return Object.fromEntries<unknown>([...given, ...laws]);
}

/** `slowdown 8, delay { p50: 1s, p99: 3s }`. */
function textOf(bench: Workbench, path: Path, given: readonly string[]): string {
  const show = (node: TreeNode | undefined): string => {
    if (node === undefined) return '';
    if (node.kind === 'scalar') return String(node.value);
    if (node.kind === 'list') return `[${node.items.map(show).join(', ')}]`;
    return `{ ${[...node.entries].map(([key, entry]) => `${key}: ${show(entry.node)}`).join(', ')} }`;
  };
  return given
    .map((effect) =>
      effect === 'loseIdle' ? effect : `${effect} ${quotable(show(nodeAt(bench.root, [...path, effect])))}`,
    )
    .join(', ');
}
