/** All provisioned concurrency of the account (R4.1-R4.20). */
import {
  PROVISIONED_ACTION,
  PROVISIONED_ALARMS,
  PROVISIONED_MINUTE,
  PROVISIONED_READY,
  PROVISIONED_REPLACED,
  RANK,
} from './events.ts';
import type { FunctionState } from './function-state.ts';
import type { PoolOrder } from './idle-pool.ts';
import { configuredOf } from './provisioned-config.ts';
import { ProvisionedPool, type PoolPorts } from './provisioned-pool.ts';
import { nextMinute, Provisioner, type ProvisionerPorts } from './provisioner.ts';
import { UNRESERVED_FLOOR } from './quotas.ts';
import type { Target } from './target.ts';
import type { VersionState } from './version-state.ts';

/** Its pools and who decides on them; one event handler for each kind of event. */
export class ProvisionedConcurrency implements ProvisionerPorts {
  readonly #ports: PoolPorts;
  readonly #functions: readonly FunctionState[];
  readonly #orderOf: (name: string) => PoolOrder;
  readonly #pools: ProvisionedPool[] = [];
  readonly #provisioners: readonly Provisioner[];
  /** By pool; `null` = its utilisation is not asked for. */
  readonly #tracked: (Provisioner | null)[] = [];
  /** By pool; `null` = nobody has it at present. */
  readonly #holders: (Provisioner | null)[] = [];
  /** What can be provisioned for functions without a reservation, all together (R4.3). */
  readonly #room: number;
  #ready: (() => void) | null = null;

  /** @param limit account concurrency limit @param orderOf how idle environments of a function are told apart */
  constructor(
    limit: number,
    functions: readonly FunctionState[],
    orderOf: (name: string) => PoolOrder,
    ports: PoolPorts,
  ) {
    this.#functions = functions;
    this.#orderOf = orderOf;
    this.#ports = {
      ...ports,
      gaveBack: () => {
        ports.gaveBack();
        this.#shareOutLeft();
      },
    };
    this.#room = functions.reduce((rest, f) => rest - (f.config.reservedConcurrency ?? 0), limit - UNRESERVED_FLOOR);
    this.#provisioners = functions.flatMap((f) =>
      configuredOf(f.config).map(({ qualifier, config }) => {
        return new Provisioner(f.target(qualifier), config, ports.assumptions, this);
      }),
    );
  }

  /** At t = 0. */
  start(): void {
    this.#provisioners.forEach((provisioner, number) => {
      provisioner.begin();
      this.#follow(provisioner);
      this.#scheduleAction(provisioner, number);
      if (provisioner.isTracked) this.#scheduleMinute(number);
    });
  }

  /** `ready` is told whenever an allocation is complete. */
  whenReady(ready: () => void): void {
    this.#ready = ready;
  }

  /** Whether all that was granted to a version is READY. */
  isReady(version: VersionState): boolean {
    const { usable, wanted } = this.poolOf(version);
    return usable >= wanted;
  }

  /** R4.2: what a target has is allocated for another version, too. @returns whether there is something to wait for */
  prepare(target: Target, version: VersionState): boolean {
    if (!this.#provisioners.some((provisioner) => provisioner.target === target)) return false;
    target.prepare(version);
    this.follow(target);
    return !this.isReady(version);
  }

  /** R12.3: the versions or weights of a target have changed, and what it has provisioned moves with them. */
  follow(target: Target): void {
    const provisioner = this.#provisioners.find((one) => one.target === target);
    if (provisioner === undefined) return;
    for (const pool of this.#pools) {
      const isLeft = pool.version !== target.version && pool.version !== target.second;
      if (isLeft && this.#holders[pool.number] === provisioner) this.#leave(pool);
    }
    this.#follow(provisioner);
    provisioner.follow();
  }

  poolOf(version: VersionState): ProvisionedPool {
    const number = this.#pools.findIndex((pool) => pool.version === version);
    if (number >= 0) return this.#pools[number]!;
    const { name } = this.#functions[version.f.fn]!.config;
    const pool = new ProvisionedPool(this.#pools.length, version, name, this.#orderOf(name), this.#ports);
    this.#pools.push(pool);
    this.#tracked.push(null);
    this.#holders.push(null);
    version.provisioned = pool;
    return pool;
  }

  roomFor(pool: ProvisionedPool): number {
    const { fn } = pool.f;
    const { reservedConcurrency } = this.#functions[fn]!.config;
    const sharing = this.#pools.filter((other) => {
      return reservedConcurrency === null
        ? this.#functions[other.f.fn]!.config.reservedConcurrency === null
        : other.f.fn === fn;
    });
    return sharing.reduce((rest, { held }) => rest - held, reservedConcurrency ?? this.#room);
  }

  /** Its events. @returns whether this was one */
  handle(kind: number, index: number): boolean {
    switch (kind) {
      case PROVISIONED_READY:
        this.#pools[index]!.ready();
        this.#ready?.();
        return true;
      case PROVISIONED_REPLACED:
        this.#pools[index]!.replaced();
        return true;
      case PROVISIONED_ACTION:
        this.#act(index);
        return true;
      case PROVISIONED_MINUTE:
        this.#closeMinute(index);
        return true;
      case PROVISIONED_ALARMS:
        this.#provisioners[index]!.evaluate();
        return true;
      default:
        return false;
    }
  }

  /** An invocation starts in an environment of this pool. */
  sample(number: number): void {
    this.#tracked[number]?.sample();
  }

  #act(number: number): void {
    const provisioner = this.#provisioners[number]!;
    provisioner.act();
    this.#scheduleAction(provisioner, number);
  }

  #closeMinute(number: number): void {
    const { simulation } = this.#ports;
    const provisioner = this.#provisioners[number]!;
    provisioner.closeMinute();
    simulation.schedule(simulation.now + provisioner.delay, RANK.control, PROVISIONED_ALARMS, number);
    this.#scheduleMinute(number);
  }

  /** What a target has provisioned is asked of its versions: they spill over, and their utilisation counts for it. */
  #follow(provisioner: Provisioner): void {
    const { version, second } = provisioner.target;
    for (const one of second === null ? [version] : [version, second]) {
      const pool = this.poolOf(one);
      pool.configured = true;
      this.#holders[pool.number] = provisioner;
      this.#tracked[pool.number] = provisioner.isTracked ? provisioner : null;
    }
  }

  #leave(pool: ProvisionedPool): void {
    pool.configured = false;
    this.#holders[pool.number] = null;
    this.#tracked[pool.number] = null;
    pool.request(0);
  }

  /** What could not be granted for want of room is asked for again. */
  #shareOutLeft(): void {
    for (const provisioner of this.#provisioners) provisioner.shareOut();
  }

  #scheduleAction(provisioner: Provisioner, number: number): void {
    const at = provisioner.nextActionAt;
    if (at !== null) this.#ports.simulation.schedule(at, RANK.control, PROVISIONED_ACTION, number);
  }

  #scheduleMinute(number: number): void {
    const { simulation } = this.#ports;
    simulation.schedule(nextMinute(simulation.now), RANK.control, PROVISIONED_MINUTE, number);
  }
}
