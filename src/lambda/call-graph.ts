/** Which functions reach which, by their calls and by the destinations of their events. */
import type { FunctionConfig, HandlerCall } from './config.ts';

/** The calls of all versions of a function. */
export function callsOf(f: FunctionConfig): readonly HandlerCall[] {
  return [f, ...f.versions].flatMap(({ calls }) => calls);
}

/** Names of the functions that a chain of calls can come back to (R9.9). */
export function loopingFunctions(functions: readonly FunctionConfig[]): ReadonlySet<string> {
  return new Set(
    functions.map(({ name }) => name).filter((name) => calledFrom(calleesOf(functions, [name]), functions).has(name)),
  );
}

/** Names of the functions that run when these are invoked: themselves, and whom they call, at any depth. */
export function calledFrom(names: Iterable<string>, functions: readonly FunctionConfig[]): ReadonlySet<string> {
  const reached = new Set(names);
  // A set may grow while it is gone through.
  for (const name of reached) for (const callee of calleesOf(functions, [name])) reached.add(callee);
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
  const reached = calledFrom(authorizer === null ? called : [...called, authorizer.function], functions);
  return functions.some((f) => reached.has(f.name) && callsOf(f).some(({ mode }) => mode === 'async'));
}

function calleesOf(functions: readonly FunctionConfig[], names: readonly string[]): readonly string[] {
  return functions
    .filter(({ name }) => names.includes(name))
    .flatMap((f) => [...callsOf(f).map((call) => call.function), ...destinationsOf(f)]);
}

/** R6.7: functions that get the records of its events. */
function destinationsOf({ eventInvoke }: FunctionConfig): readonly string[] {
  const destinations = [eventInvoke.onSuccess, eventInvoke.onFailure].filter((one) => one !== null);
  return destinations.filter(({ type }) => type === 'lambda').map(({ to }) => to);
}
