/** What functions call: targets that exist, counts that make sense, and chains that end. */
import type { FunctionConfig, HandlerCall, VersionConfig } from '../lambda/config.ts';
import { LATEST, MOST_CALLS_AT_ONCE } from '../lambda/quotas.ts';
import type { HandlerCallSpec } from './handler-calls-schema.ts';
import { loadLaw } from './load-law.ts';
import { checkQueueName } from './queue-names.ts';
import { quotable } from './source-text.ts';
import { readTarget } from './target.ts';
import { nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The calls of a function or version at `path`, or `null` with errors. */
export function resolveHandlerCalls(
  bench: Workbench,
  path: Path,
  specs: readonly HandlerCallSpec[],
): readonly HandlerCall[] | null {
  const calls = specs.map((spec, index) => resolveCall(bench, [...path, index], spec));
  return calls.includes(null) ? null : calls.filter((call) => call !== null);
}

/**
 * A chain of calls that each wait for the next, every time, and that comes back to where it was cannot end: every
 * request would wait until a timeout. One error a chain, at its first link in the file's order.
 */
export function checkCallChains(bench: Workbench, functions: readonly FunctionConfig[]): void {
  const told = new Set<string>();
  for (const f of functions) {
    for (const version of [LATEST, ...f.versions.map((one) => one.version)]) {
      if (told.has(keyOf(f.name, version))) continue;
      const loop = loopFrom(functions, { f, version });
      if (loop === null) continue;
      for (const link of loop) told.add(keyOf(link.f.name, link.version));
      const names = [...loop.map((link) => link.f.name), f.name].map((name) => quotable(name, 40)).join(' -> ');
      bench.error(
        'E_CHAIN',
        [...pathOfCalls(bench, f, version), loop[0]!.call, 'function'],
        `the chain of calls ${names} cannot end, for each waits for the next; give one a probability below 100%, or mode: async`,
      );
    }
  }
}

function resolveCall(bench: Workbench, path: Path, spec: HandlerCallSpec): HandlerCall | null {
  const callee = resolveCallee(bench, path, spec);
  const count = loadLaw(bench, [...path, 'count'], spec.count, 'numbers');
  if (count?.kind === 'constant' && !(Number.isInteger(count.value) && count.value >= 1)) {
    bench.error(
      'E_RANGE',
      [...path, 'count'],
      `expected a whole number of at least 1, found ${String(count.value)}; fewer calls are a probability below 100%`,
    );
    return null;
  }
  if (count?.kind === 'constant' && count.value > MOST_CALLS_AT_ONCE) {
    bench.error(
      'E_RANGE',
      [...path, 'count'],
      `expected at most ${MOST_CALLS_AT_ONCE.toLocaleString('en')} calls at once, found ${String(count.value)}`,
    );
    return null;
  }
  if (callee === null || count === null) return null;
  return { ...callee, count, probability: spec.probability };
}

/** A function or a queue, and how it is called. */
function resolveCallee(
  bench: Workbench,
  path: Path,
  { function: called, queue, mode }: HandlerCallSpec,
): Pick<HandlerCall, 'function' | 'qualifier' | 'queue' | 'mode'> | null {
  if (queue === undefined) {
    if (called === undefined) {
      bench.error('E_MISSING_KEY', [...path, 'function'], 'is missing; name a function, or a queue: jobs');
      return null;
    }
    if (mode === 'sqs') {
      bench.error(
        'E_CONFLICT',
        [...path, 'mode'],
        'sqs goes with queue; write queue in place of function, or mode: async',
      );
      return null;
    }
    const target = readTarget(bench, [...path, 'function'], called);
    return target && { ...target, queue: null, mode: mode ?? 'sync' };
  }
  if (called !== undefined) {
    bench.keyError('E_CONFLICT', [...path, 'function'], 'stands beside queue; keep one of them');
    return null;
  }
  if (mode !== undefined && mode !== 'sqs') {
    bench.error('E_CONFLICT', [...path, 'mode'], `${mode} goes with function; a queue gets messages, mode: sqs`);
    return null;
  }
  if (!checkQueueName(bench, [...path, 'queue'], queue)) return null;
  return { function: '', qualifier: '', queue, mode: 'sqs' };
}

interface Node {
  readonly f: FunctionConfig;
  readonly version: string;
}

interface Link extends Node {
  /** Index of the call that leads on. */
  readonly call: number;
}

/** The links of a chain that leads from a version back to it, or `null`. */
function loopFrom(functions: readonly FunctionConfig[], start: Node): readonly Link[] | null {
  const seen = new Set<string>();
  const search = (node: Node): readonly Link[] | null => {
    for (const [call, next] of certainCalls(functions, node)) {
      const link = { ...node, call };
      if (next.f === start.f && next.version === start.version) return [link];
      const key = keyOf(next.f.name, next.version);
      if (seen.has(key)) continue;
      seen.add(key);
      const rest = search(next);
      if (rest !== null) return [link, ...rest];
    }
    return null;
  };
  return search(start);
}

/** The calls that every invocation that does not fail makes and waits for, by index, and the version that each reaches. */
function certainCalls(
  functions: readonly FunctionConfig[],
  { f, version }: Node,
): readonly (readonly [number, Node])[] {
  const settings: Pick<VersionConfig, 'calls'> = f.versions.find((one) => one.version === version) ?? f;
  return settings.calls.flatMap((call, index): readonly (readonly [number, Node])[] => {
    const certain = call.mode === 'sync' && call.probability === 1 && call.count.kind === 'constant';
    const callee = functions.find(({ name }) => name === call.function);
    if (!certain || callee === undefined) return [];
    const alias = callee.aliases.find(({ name }) => name === call.qualifier);
    if (alias !== undefined && alias.second !== null) return [];
    return [[index, { f: callee, version: alias?.version ?? call.qualifier }]];
  });
}

function pathOfCalls(bench: Workbench, f: FunctionConfig, version: string): Path {
  const own: Path = ['functions', f.name, 'versions', version, 'calls'];
  return version !== LATEST && nodeAt(bench.root, own) !== undefined ? own : ['functions', f.name, 'calls'];
}

function keyOf(name: string, version: string): string {
  return JSON.stringify([name, version]);
}
