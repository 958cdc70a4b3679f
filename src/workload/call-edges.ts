/** Who calls whom: the entries of `functions.<name>.calls`, with the draws of the requests of one source. */
import type { Stream, Streams } from '../des/random.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { AsyncQueue } from '../lambda/async-queue.ts';
import type { AsyncRoute } from '../lambda/async-route.ts';
import type { Caller } from '../lambda/caller.ts';
import type { HandlerCall } from '../lambda/config.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { LATEST, MOST_CALLS_AT_ONCE } from '../lambda/quotas.ts';
import type { VersionState } from '../lambda/version-state.ts';

/** More than the calls that are made at once. */
const CALLS = 1024;

/** Whom an entry calls: a function that is waited for, one that gets events, or a queue that gets messages. */
export type Callee =
  | { readonly mode: 'sync'; readonly caller: Caller }
  | { readonly mode: 'async'; readonly route: AsyncRoute }
  | { readonly mode: 'sqs'; readonly queue: string };

/** One entry of the list of one version. */
export class CallEdge {
  readonly callee: Callee;
  readonly #probability: number;
  readonly #count: Sampler;
  readonly #probabilities: Stream;
  readonly #counts: Stream;
  readonly #numbers: Stream;

  /** @param owner of the draws */
  constructor(call: HandlerCall, callee: Callee, streams: Streams, owner: string) {
    this.callee = callee;
    this.#probability = call.probability;
    this.#count = roundedSamplerOf(call.count);
    this.#probabilities = streams.stream('call-probability', owner);
    this.#counts = streams.stream('call-count', owner);
    this.#numbers = streams.stream('call-numbers', owner);
  }

  /** Calls that an invocation makes here. */
  countOf(request: number, attempt: number): number {
    if (this.#probability < 1 && this.#probabilities.uniform(request, attempt) >= this.#probability) return 0;
    return Math.min(MOST_CALLS_AT_ONCE, this.#count.sample(this.#counts, request, attempt));
  }

  /** The number by which the k-th of these calls draws: it belongs to the request at the root, whoever is admitted. */
  numberOf(request: number, attempt: number, k: number): number {
    return Math.floor(this.#numbers.uniform(request, attempt * CALLS + k) * 2 ** 52);
  }
}

/** The entries of all versions, by the source at the root: made when they are first needed. */
export class CallEdges {
  readonly #model: LambdaModel;
  readonly #queue: AsyncQueue;
  readonly #streams: Streams;
  readonly #functionNumber: (name: string) => number;
  /** By owner of the draws. */
  readonly #all = new Map<string, readonly CallEdge[]>();
  /** The same by caller and number of the version. */
  readonly #byCaller = new Map<Caller, (readonly CallEdge[] | undefined)[]>();
  /** The source at the root, of callers that are functions. */
  readonly #roots = new Map<Caller, string>();

  /** @param functionNumber of a function by its name */
  constructor(model: LambdaModel, queue: AsyncQueue, streams: Streams, functionNumber: (name: string) => number) {
    this.#model = model;
    this.#queue = queue;
    this.#streams = streams;
    this.#functionNumber = functionNumber;
  }

  /** What this version calls when this caller has invoked it, in order. */
  of(caller: Caller, version: VersionState): readonly CallEdge[] {
    let versions = this.#byCaller.get(caller);
    if (versions === undefined) this.#byCaller.set(caller, (versions = []));
    return (versions[version.index] ??= this.#find(caller, version));
  }

  /** A function that is reached on two ways from one source has one set of edges: so loops have an end. */
  #find(caller: Caller, version: VersionState): readonly CallEdge[] {
    const root = this.#roots.get(caller) ?? caller.source;
    const { name } = caller.f.config;
    const { version: number } = version.settings;
    const owner = `${root} > ${number === LATEST ? name : `${name}:${number}`}`;
    let edges = this.#all.get(owner);
    if (edges === undefined) {
      edges = version.settings.calls.map((call, index) => this.#make(call, root, `${owner} ${String(index + 1)}`));
      this.#all.set(owner, edges);
    }
    return edges;
  }

  #make(call: HandlerCall, root: string, owner: string): CallEdge {
    return new CallEdge(call, this.#calleeOf(call, root, owner), this.#streams, owner);
  }

  #calleeOf({ function: name, qualifier, mode, queue }: HandlerCall, root: string, owner: string): Callee {
    if (queue !== null || mode === 'sqs') return { mode: 'sqs', queue: queue! };
    const caller = this.#model.caller(this.#functionNumber(name), {
      source: owner,
      qualifier,
      mode,
      duration: null,
    });
    this.#roots.set(caller, root);
    return mode === 'async' ? { mode, route: this.#queue.route(caller, -1, owner, 0) } : { mode, caller };
  }
}
