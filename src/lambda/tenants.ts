/** Tenant isolation: environments that belong to one tenant for life (R14.3). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import type { IdlePool } from './idle-pool.ts';
import { TENANT_ENVIRONMENTS_PER_CONCURRENCY } from './quotas.ts';

/**
 * R14.3 (DG/tenant-isolation-troubleshooting.html): environments of tenants, active or idle, that a function can have
 * at a time. AWS counts them for each unit of the function's concurrency: reserved, or else the account's.
 */
export function tenantEnvironmentLimit(concurrency: number): number {
  return Math.floor(concurrency * TENANT_ENVIRONMENTS_PER_CONCURRENCY);
}

/** Whom a request belongs to: every tenant is as likely. The same for all its attempts. */
export function tenantOf(stream: Stream, request: number, tenants: number): number {
  return Math.floor(stream.uniform(request, 0) * tenants);
}

/** The idle environments of one function, tenant by tenant. */
export class TenantPools implements IdlePool {
  readonly #emptyPool: () => IdlePool;
  readonly #pools: (IdlePool | undefined)[] = [];
  #tenant = 0;
  /** By environment. */
  #tenants = new Int32Array(64);

  /** @param emptyPool makes the pool of one tenant */
  constructor(emptyPool: () => IdlePool) {
    this.#emptyPool = emptyPool;
  }

  /** Whose environments `has`, `take` and `bind` speak of from now on. */
  choose(tenant: number): void {
    this.#tenant = tenant;
  }

  /** A new environment belongs to the chosen tenant. */
  bind(environment: number): void {
    while (environment >= this.#tenants.length) this.#tenants = grown(this.#tenants);
    this.#tenants[environment] = this.#tenant;
  }

  /** Whether an environment belongs to the chosen tenant. */
  owns(environment: number): boolean {
    return this.#tenants[environment] === this.#tenant;
  }

  has(now: Micros): boolean {
    return this.#pools[this.#tenant]?.has(now) ?? false;
  }

  take(): number {
    return this.#poolOf(this.#tenant).take();
  }

  add(environment: number): void {
    this.#poolOf(this.#tenants[environment]!).add(environment);
  }

  remove(environment: number): void {
    this.#poolOf(this.#tenants[environment]!).remove(environment);
  }

  #poolOf(tenant: number): IdlePool {
    return (this.#pools[tenant] ??= this.#emptyPool());
  }
}
