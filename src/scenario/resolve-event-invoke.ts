/** What becomes of the asynchronous events of a function: retries, age, destinations, and chains of them. */
import type { DestinationConfig, DestinationType, EventInvokeConfig, FunctionConfig } from '../lambda/config.ts';
import type { DestinationSpec } from './event-invoke-schema.ts';
import { listed } from './field.ts';
import type { FunctionSpec } from './function-schema.ts';
import { didYouMean } from './nearest.ts';
import { checkQueueName, queueNames } from './queue-names.ts';
import { quotable } from './source-text.ts';
import { readTarget } from './target.ts';
import { keysAt, nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

type Place = 'onFailure' | 'onSuccess' | 'deadLetter';

/** R6.7: which services can be what. */
const ALLOWED: Readonly<Record<Place, readonly DestinationType[]>> = {
  onFailure: ['sqs', 'sns', 'eventbridge', 'lambda', 's3'],
  onSuccess: ['sqs', 'sns', 'eventbridge', 'lambda'],
  deadLetter: ['sqs', 'sns'],
};

/** The event invoke configuration, or `null` with errors. */
export function resolveEventInvoke(bench: Workbench, path: Path, spec: FunctionSpec): EventInvokeConfig | null {
  const onFailure = resolveDestination(bench, [...path, 'onFailure'], spec.onFailure, ALLOWED.onFailure);
  const onSuccess = resolveDestination(bench, [...path, 'onSuccess'], spec.onSuccess, ALLOWED.onSuccess);
  const deadLetter = resolveDestination(bench, [...path, 'deadLetter'], spec.deadLetter, ALLOWED.deadLetter);
  if (onFailure === undefined || onSuccess === undefined || deadLetter === undefined) return null;
  const { maximumRetryAttempts, maximumEventAge } = spec;
  return { maximumRetryAttempts, maximumEventAge, onFailure, onSuccess, deadLetter };
}

/**
 * A chain of destinations that comes back to where it was cannot end; AWS stops such a loop after about 16 rounds
 * (R9.9). One error a chain, at its first link in the file's order.
 */
export function checkChains(bench: Workbench, functions: readonly FunctionConfig[]): void {
  const byName = new Map(functions.map((f) => [f.name, f.eventInvoke]));
  const told = new Set<string>();
  for (const { name } of functions) {
    if (told.has(name)) continue;
    const chain = loopFrom(name, byName);
    if (chain === null) continue;
    for (const link of chain) told.add(link.name);
    const names = [...chain.map((link) => link.name), name].map((link) => quotable(link, 40)).join(' -> ');
    bench.error(
      'E_CHAIN',
      ['functions', name, chain[0]!.place, 'to'],
      `the chain of destinations ${names} cannot end (R9.9); send the record to a queue instead, such as { type: sqs }`,
    );
  }
}

/**
 * Where records of events or of batches go: `null` = there is none; `undefined` with errors.
 * @param allowed services that it can be
 */
export function resolveDestination(
  bench: Workbench,
  path: Path,
  spec: DestinationSpec | undefined,
  allowed: readonly DestinationType[],
): DestinationConfig | null | undefined {
  if (spec === undefined) return null;
  const { to = '', failing } = spec;
  const functions = keysAt(bench.root, ['functions']);
  const isFunction = functions.some((name) => to === name || to.startsWith(`${name}:`));
  const queues = queueNames(bench);
  if (spec.type === undefined && isFunction && queues.includes(to)) {
    bench.error(
      'E_AMBIGUOUS',
      [...path, 'to'],
      `${quotable(to)} is a function and a queue; say which with type: lambda or type: sqs`,
    );
    return undefined;
  }
  const type = spec.type ?? (isFunction ? 'lambda' : queues.includes(to) ? 'sqs' : null);
  if (type === null) {
    bench.error(
      'E_REFERENCE',
      [...path, to === '' ? 'type' : 'to'],
      unknownText(to, [...functions, ...queues], allowed, queues.length > 0),
    );
    return undefined;
  }
  if (!allowed.includes(type)) {
    bench.error(
      'E_VALUE',
      [...path, spec.type === undefined ? 'to' : 'type'],
      `${String(path.at(-1))} takes ${listed(allowed)}, found ${type} (${path[0] === 'sources' ? 'R7.11' : 'R6.7'})`,
    );
    return undefined;
  }
  if (type === 'sqs') {
    const queue = resolveQueueOf(bench, [...path, 'to'], to, queues);
    return queue === undefined ? undefined : { type, to, queue, qualifier: '', failing };
  }
  if (type !== 'lambda') return { type, to, queue: null, qualifier: '', failing };
  if (to === '') {
    bench.error('E_MISSING_KEY', [...path, 'to'], 'is missing; type: lambda needs the name of a function');
    return undefined;
  }
  const target = readTarget(bench, [...path, 'to'], to);
  return target === null ? undefined : { type, to: target.function, queue: null, qualifier: target.qualifier, failing };
}

/** `null` = none of the scenario's; `undefined` with errors. R6.7: standard queues alone. */
function resolveQueueOf(
  bench: Workbench,
  path: Path,
  to: string,
  queues: readonly string[],
): string | null | undefined {
  if (to === '' || queues.length === 0) return null;
  if (!checkQueueName(bench, path, to)) return undefined;
  const fifo = [
    ['queues', to, 'fifo'],
    ['sources', to, 'fifo'],
    ['sources', to, 'queue', 'fifo'],
  ].some((place) => {
    const node = nodeAt(bench.root, place);
    return node?.kind === 'scalar' && node.value === true;
  });
  if (!fifo) return to;
  bench.error('E_CONFLICT', path, `takes standard queues alone (R6.7), and ${quotable(to)} is a FIFO queue`);
  return undefined;
}

function unknownText(
  to: string,
  names: readonly string[],
  allowed: readonly DestinationType[],
  queues: boolean,
): string {
  const types = listed(allowed);
  if (to === '') return `does not say where to; write type: ${types}`;
  return `there is no function ${queues ? 'or queue ' : ''}${quotable(to)}${didYouMean(to, names)}; if it is something else, say what with type: ${types}`;
}

interface Link {
  readonly name: string;
  readonly place: Place;
}

/** The links of a chain that leads from a function back to it; `null` where there is none. */
function loopFrom(start: string, byName: ReadonlyMap<string, EventInvokeConfig>): readonly Link[] | null {
  const seen = new Set<string>();
  const search = (name: string): readonly Link[] | null => {
    for (const place of ['onSuccess', 'onFailure'] as const) {
      const destination = byName.get(name)?.[place];
      if (destination?.type !== 'lambda') continue;
      const link = { name, place };
      if (destination.to === start) return [link];
      if (seen.has(destination.to)) continue;
      seen.add(destination.to);
      const rest = search(destination.to);
      if (rest !== null) return [link, ...rest];
    }
    return null;
  };
  return search(start);
}
