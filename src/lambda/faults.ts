/** Plays faults: things get worse at an instant, and are well again at another. */
import type { Simulation } from '../des/simulation.ts';
import { AccountLimit } from './account-limit.ts';
import type { ModelConfig } from './config.ts';
import { FAULT_BEGINS, FAULT_ENDS, RANK } from './events.ts';
import type { Faultable, FaultConfig, FaultEffects, FaultSubject } from './fault.ts';
import type { FunctionState } from './function-state.ts';
import { Impairment } from './impairment.ts';
import type { LambdaModel } from './model.ts';

/** Owners of things that are no functions, which make one ready for faults; those of a source are in its arrivals. */
export type FaultableOwners = Readonly<
  Partial<Record<FaultSubject['kind'], { faultable(name: string): Faultable } | null>>
>;

/**
 * All faults of a scenario. Where several are at work on one thing, they act together: slowdowns multiply, delays add
 * up, shares are those of independent causes, and of values that replace another the one holds that began last.
 */
export class Faults {
  readonly #model: LambdaModel;
  readonly #simulation: Simulation;
  readonly #configs: readonly FaultConfig[];
  #targets: readonly (readonly Faultable[])[] = [];
  readonly #account: AccountLimit;
  readonly #atWork = new Map<Faultable, FaultEffects[]>();

  /** Makes the functions that faults are about ready for them: before anybody is registered as their caller. */
  constructor(configs: readonly FaultConfig[], config: ModelConfig, model: LambdaModel, simulation: Simulation) {
    const { account, assumptions } = config;
    this.#configs = configs;
    this.#model = model;
    this.#simulation = simulation;
    this.#account = new AccountLimit(account.concurrency, assumptions.rpsBurst, model.gate, simulation);
    for (const f of model.functions) {
      const own = configs.filter(({ subject }) => isAbout(subject, f));
      const inTime = own.toSorted((a, b) => a.at - b.at);
      if (own.length > 0) f.impairment = new Impairment(inTime.map(({ effects }) => effects));
    }
  }

  /** Once, at t = 0, when everything is there that faults are about. */
  start(owners: FaultableOwners): void {
    const known = new Map<string, Faultable | undefined>();
    this.#targets = this.#configs.map(({ subject }) => {
      if (subject.kind === 'account') return [this.#account];
      const functions = this.#functionsOf(subject).map(({ impairment }) => impairment!);
      if (!('name' in subject) || subject.kind === 'function') return functions;
      const key = `${subject.kind} ${subject.name}`;
      if (!known.has(key)) known.set(key, owners[subject.kind]?.faultable(subject.name));
      return [known.get(key)].flatMap((other) => other ?? []);
    });
    for (const [index, { at, until }] of this.#configs.entries()) {
      this.#simulation.schedule(at, RANK.control, FAULT_BEGINS, index);
      if (until > at) this.#simulation.schedule(until, RANK.control, FAULT_ENDS, index);
    }
  }

  /** Its events. @returns whether this was one */
  handle(kind: number, index: number): boolean {
    if (kind !== FAULT_BEGINS && kind !== FAULT_ENDS) return false;
    const { effects, subject, at, until } = this.#configs[index]!;
    if (kind === FAULT_BEGINS && effects.loseIdle === true) this.#loseIdle(subject);
    if (until === at) return true;
    for (const target of this.#targets[index]!) {
      const others = (this.#atWork.get(target) ?? []).filter((one) => one !== effects);
      const present = kind === FAULT_BEGINS ? [...others, effects] : others;
      this.#atWork.set(target, present);
      target.suffer(present);
    }
    return true;
  }

  /** Lambda has lost the environments that wait for their next invocation: those of all versions, provisioned ones too. */
  #loseIdle(subject: FaultSubject): void {
    for (const { versions } of this.#functionsOf(subject)) {
      for (const version of versions) {
        this.#model.environments.replaceAll(version, false);
        if (version.provisioned !== null) this.#model.environments.replaceAll(version.provisioned, false);
      }
    }
  }

  #functionsOf(subject: FaultSubject): readonly FunctionState[] {
    return this.#model.functions.filter((f) => isAbout(subject, f));
  }
}

function isAbout(subject: FaultSubject, { config }: FunctionState): boolean {
  return subject.kind === 'service' || (subject.kind === 'function' && subject.name === config.name);
}
