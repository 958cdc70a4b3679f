/** One source while it runs. */
import type { Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Distribution } from '../des/distribution.ts';
import type { Caller } from '../lambda/caller.ts';
import { SECOND } from '../des/time.ts';
import { TokenBucket } from '../lambda/token-bucket.ts';
import { throttleStatus } from './answer.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import { Authorizer } from './authorizer.ts';
import type { CallTrees } from './call-trees.ts';
import type { SourceConfig, TargetConfig, ThrottleConfig } from './config.ts';
import { MapItems } from './map-items.ts';
import { RetryPolicy } from './retry.ts';
import { Routes } from './routes.ts';
import { Users } from './users.ts';

/** More than the retry tokens that one success earns. */
const TOKENS = 4096;

/** What the sources of a run have in common. */
export interface Surroundings {
  /** Nobody asks for arrivals from here on. */
  readonly horizon: Micros;
  readonly httpApiThrottleStatus: number;
  /** R5.9: the throttle of all APIs that have none of their own. */
  readonly gatewayQuota: TokenBucket;
  readonly streams: Streams;
  readonly treesOf: (source: SourceConfig) => CallTrees | null;
  /** Registers a caller of a function. @param source whom its draws belong to @param duration `null` = the function's own */
  readonly caller: (target: TargetConfig, source: string, duration: Distribution | null) => Caller;
}

/** A source with its arrivals, its client, its gateway and its ready-made answers; what every request reads stands first (ADR 0010). */
export class Source {
  readonly arrivals: Arrivals;
  /** Whether a request is one invocation of one function, so that a first success needs nothing to be remembered. */
  readonly plain: boolean;
  /** Number of the next request. */
  next = 0;
  /** The function that is called where there is one only. */
  readonly caller: Caller;
  /** R5.9: `null` = nobody stands between the client and Lambda, or nobody who counts. */
  readonly throttle: TokenBucket | null;
  /** How long an attempt at the function may take before the client or its gateway gives up. */
  readonly patience: Micros = 0;
  /** Whether successes have to be reported back to the retry policy. */
  readonly earns: boolean;
  /** In the order of the names. */
  readonly index: number;
  readonly users: Users | null;
  readonly config: SourceConfig;
  readonly routes: Routes;
  readonly authorizer: Authorizer | null;
  readonly map: MapItems | null;
  /** `null` = nobody asks when all that a request sets going has ended. */
  readonly trees: CallTrees | null;
  /** `null` = never tries again. */
  readonly policy: RetryPolicy | null;
  readonly clientTimeout: Micros;
  readonly integrationTimeout: Micros;
  readonly throttleStatus: number;

  /** @param index in the order of the names */
  constructor(index: number, config: SourceConfig, surroundings: Surroundings) {
    const { name, type, clients, arrivals, authorizer, map } = config;
    const { streams, horizon, caller } = surroundings;
    const own = { arrivals: streams.stream('arrivals', name), modulation: streams.stream('modulation', name) };
    this.index = index;
    this.config = config;
    this.arrivals = arrivalsOf(arrivals, own, horizon);
    this.users = usersOf(config, streams);
    this.routes = routesOf(config, surroundings);
    this.caller = this.routes.all[0]!.caller;
    this.throttle = isApi(config)
      ? ((config.throttle && bucketOf(config.throttle)) ?? surroundings.gatewayQuota)
      : null;
    this.authorizer =
      authorizer &&
      new Authorizer(
        type,
        // The authorizer may be a function that the source calls for itself, too: their draws are not the same.
        caller(authorizer, `${name} authorizer`, null),
        authorizer.cacheHit,
        streams.stream('authorizer', name),
      );
    this.map = map && new MapItems(map, streams.stream('items', name));
    this.trees = surroundings.treesOf(config);
    this.policy = clients.retry && new RetryPolicy(clients.retry, streams.stream('clients', name));
    this.earns = this.policy?.earns ?? false;
    this.clientTimeout = clients.timeout ?? Infinity;
    this.integrationTimeout = config.integrationTimeout ?? Infinity;
    this.patience = Math.min(this.clientTimeout, this.integrationTimeout);
    this.throttleStatus = throttleStatus(type, surroundings.httpApiThrottleStatus);
    this.plain =
      config.routes.length === 0 && authorizer === null && map === null && this.users === null && this.trees === null;
  }

  /** First attempts so far: what a retry budget is a share of. */
  get firstAttempts(): number {
    return this.map?.begun ?? this.next;
  }

  /** The tag by which the model tells of the end of a success that earns retry tokens; not 0. */
  earning(tokens: number): number {
    return this.index * TOKENS + tokens;
  }
}

/** Index of the source that a tag of `earning` belongs to. */
export function earnerOf(tag: number): number {
  return Math.floor(tag / TOKENS);
}

/** The tokens of a tag of `earning`. */
export function earned(tag: number): number {
  return tag % TOKENS;
}

/** A token bucket, full at first. */
export function bucketOf({ rate, burst }: ThrottleConfig): TokenBucket {
  return new TokenBucket(burst, rate, SECOND);
}

function isApi({ type }: SourceConfig): boolean {
  return type === 'rest-api' || type === 'http-api';
}

function usersOf({ name, arrivals: { shape, process, traffic } }: SourceConfig, streams: Streams): Users | null {
  if (shape.kind !== 'users') return null;
  return new Users(shape, process, streams.stream('think', name), streams.stream('users', name), traffic);
}

/** A source without routes has one that nobody speaks of. */
function routesOf(config: SourceConfig, { caller, streams }: Surroundings): Routes {
  const routes = config.routes.length > 0 ? config.routes : [{ ...config, share: 1 }];
  return new Routes(
    routes.map((route) => ({
      name: route.name,
      function: route.function,
      share: route.share,
      caller: caller(route, config.name, route.duration),
    })),
    streams.stream('routes', config.name),
  );
}
