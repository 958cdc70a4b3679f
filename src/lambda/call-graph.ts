/** Which functions reach which, by their calls and by the destinations of their events. */
import type { FunctionConfig, HandlerCall } from './config.ts';
import type { QueueConfig } from './queue-config.ts';

/** The calls of all versions of a function. */
export function callsOf(f: FunctionConfig): readonly HandlerCall[] {
  return [f, ...f.versions].flatMap(({ calls }) => calls);
}

/** Names of the functions that the messages of a queue come to. */
export type ReadersOf = (queue: string) => readonly string[];

/** Who reads a queue, or one that what fails there is moved to. */
export function readersOf(
  queues: readonly Pick<QueueConfig, 'name' | 'deadLetter'>[],
  sources: readonly { readonly function: string; readonly mapping?: { readonly queue: string } }[],
): ReadersOf {
  const chainFrom = (name: string): readonly string[] => {
    const chain = new Set([name]);
    for (const link of chain) {
      const { deadLetter = null } = queues.find((queue) => queue.name === link) ?? {};
      if (deadLetter !== null) chain.add(deadLetter);
    }
    return [...chain];
  };
  return (name) => {
    const chain = chainFrom(name);
    return sources
      .filter(({ mapping }) => mapping !== undefined && chain.includes(mapping.queue))
      .map((source) => source.function);
  };
}

/** Names of the functions that a chain of calls can come back to (R9.9). */
export function loopingFunctions(functions: readonly FunctionConfig[], readers: ReadersOf): ReadonlySet<string> {
  return new Set(
    functions
      .map(({ name }) => name)
      .filter((name) => calledFrom(calleesOf(functions, [name], readers), functions, readers).has(name)),
  );
}

/** Names of the functions that run when these are invoked: themselves, and whom they call, at any depth. */
function calledFrom(
  names: Iterable<string>,
  functions: readonly FunctionConfig[],
  readers: ReadersOf,
): ReadonlySet<string> {
  const reached = new Set(names);
  // A set may grow while it is gone through.
  for (const name of reached) for (const callee of calleesOf(functions, [name], readers)) reached.add(callee);
  return reached;
}

/** Whom a source calls. */
interface Calling {
  readonly function: string;
  readonly routes: readonly { readonly function: string }[];
  readonly authorizer: { readonly function: string } | null;
}

/** Whether what a request of this source sets going may go on after its answer: a function behind it calls asynchronously. */
export function isFollowed(source: Calling, functions: readonly FunctionConfig[]): boolean {
  const { routes, authorizer } = source;
  const called = routes.length > 0 ? routes.map((route) => route.function) : [source.function];
  const reached = calledFrom(authorizer === null ? called : [...called, authorizer.function], functions, nobody);
  return functions.some((f) => reached.has(f.name) && callsOf(f).some(({ mode }) => mode === 'async'));
}

/** What goes through a queue is followed no further. */
const nobody: ReadersOf = () => [];

function calleesOf(
  functions: readonly FunctionConfig[],
  names: readonly string[],
  readers: ReadersOf,
): readonly string[] {
  return functions
    .filter(({ name }) => names.includes(name))
    .flatMap((f) => [
      ...callsOf(f).flatMap((call) => (call.queue === null ? [call.function] : readers(call.queue))),
      ...destinationsOf(f, readers),
    ]);
}

/** R6.7: functions that get the records of its events. */
function destinationsOf({ eventInvoke }: FunctionConfig, readers: ReadersOf): readonly string[] {
  const { onSuccess, onFailure, deadLetter } = eventInvoke;
  const destinations = [onSuccess, onFailure, deadLetter].filter((one) => one !== null);
  return destinations.flatMap(({ type, to, queue }) => {
    return type === 'lambda' ? [to] : queue === null ? [] : readers(queue);
  });
}
