/** Plays deployments: traffic of aliases shifts to other versions and back, code of $LATEST is updated (R12.4, R12.5, R4.2). */
import type { Simulation } from '../des/simulation.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import type { DeploymentConfig, DeploymentEvent, DeploymentMonitor } from './deployment.ts';
import { shiftsOf } from './deployment-strategies.ts';
import { DEPLOYMENT_ROLLBACK, DEPLOYMENT_STEP, DEPLOYMENT_WATCH, RANK } from './events.ts';
import type { FunctionState } from './function-state.ts';
import type { LambdaModel } from './model.ts';
import { nextMinute } from './provisioner.ts';
import type { Target } from './target.ts';
import type { VersionState } from './version-state.ts';

/** Knows how the run goes. */
export interface Judge {
  /** Why a deployment is to be rolled back, by the minutes since `since` that are over; `null` = it is not. */
  judge(deployment: number, since: Micros): string | null;
}

/** A deployment while the model runs. */
interface Rollout {
  readonly index: number;
  readonly config: DeploymentConfig;
  readonly f: FunctionState;
  /** `null` = an update of $LATEST. */
  readonly target: Target | null;
  readonly to: VersionState;
  from: VersionState;
  /** `over` = nothing of it can happen any more. */
  phase: 'waiting' | 'shifting' | 'preparing' | 'complete' | 'over';
  /** Shifts that have been made. */
  shifts: number;
  /** Last minute whose condition is asked for ends here. */
  watchedUntil: Micros;
}

/** All deployments of a scenario; one event handler for each kind of event. */
export class Deployments {
  readonly #model: LambdaModel;
  readonly #simulation: Simulation;
  readonly #monitor: DeploymentMonitor;
  readonly #judge: Judge;
  readonly #rollouts: readonly Rollout[];

  /** @param functionNumber number of a function @param judge asked once a minute, and before each further shift */
  constructor(
    configs: readonly DeploymentConfig[],
    model: LambdaModel,
    simulation: Simulation,
    functionNumber: (name: string) => number,
    { monitor, judge }: { readonly monitor: DeploymentMonitor; readonly judge: Judge },
  ) {
    this.#model = model;
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#judge = judge;
    this.#rollouts = configs.map((config, index): Rollout => {
      const f = model.functions[functionNumber(config.function)]!;
      const target = config.alias === null ? null : f.target(config.alias);
      const to = f.target(config.to).version;
      return { index, config, f, target, to, from: to, phase: 'waiting', shifts: 0, watchedUntil: Infinity };
    });
  }

  /** At t = 0. */
  start(): void {
    if (this.#rollouts.length === 0) return;
    this.#rollouts.forEach(({ config: { at, rollbackAt } }, k) => {
      this.#schedule(at, DEPLOYMENT_STEP, k);
      if (rollbackAt !== null) this.#schedule(rollbackAt, DEPLOYMENT_ROLLBACK, k);
    });
    this.#model.provisioned?.whenReady(() => {
      this.#completePrepared();
    });
  }

  /** Its events. @returns whether this was one */
  handle(kind: number, index: number): boolean {
    const rollout = this.#rollouts[index]!;
    switch (kind) {
      case DEPLOYMENT_STEP:
        if (rollout.phase === 'waiting') this.#begin(rollout);
        else this.#shiftAgain(rollout);
        return true;
      case DEPLOYMENT_WATCH:
        this.#watch(rollout);
        return true;
      case DEPLOYMENT_ROLLBACK:
        this.#rollBack(rollout, 'rollbackAt');
        return true;
      default:
        return false;
    }
  }

  #begin(rollout: Rollout): void {
    const { target, to, config } = rollout;
    this.#schedule(nextMinute(this.#simulation.now), DEPLOYMENT_WATCH, rollout.index);
    this.#supersede(rollout);
    if (target === null) {
      this.#replace(rollout);
      this.#complete(rollout);
      return;
    }
    rollout.from = target.version;
    if (rollout.from === to && target.second === null) {
      rollout.phase = 'over';
      this.#tell(rollout, 'skip', 1);
    } else if (config.strategy !== null) {
      this.#shift(rollout, target);
    } else if (rollout.from !== to && this.#model.provisioned?.prepare(target, to) === true) {
      rollout.phase = 'preparing';
      this.#tell(rollout, 'prepare', target.weight);
    } else {
      this.#repoint(rollout, target);
    }
  }

  /** A minute may be over in this very instant: its condition comes before the shift. */
  #shiftAgain(rollout: Rollout): void {
    if (rollout.phase === 'shifting' && !this.#isRolledBack(rollout)) this.#shift(rollout, rollout.target!);
  }

  /** R12.5: the next shift of its strategy. */
  #shift(rollout: Rollout, target: Target): void {
    const shifts = shiftsOf(rollout.config.strategy!);
    const { weight } = shifts[rollout.shifts++]!;
    const next = shifts[rollout.shifts];
    if (next === undefined) {
      this.#repoint(rollout, target);
      return;
    }
    rollout.phase = 'shifting';
    target.split(rollout.to, weight);
    this.#model.provisioned?.follow(target);
    this.#schedule(rollout.config.at + next.after, DEPLOYMENT_STEP, rollout.index);
    this.#tell(rollout, 'shift', weight);
  }

  #repoint(rollout: Rollout, target: Target): void {
    target.repoint(rollout.to);
    this.#model.provisioned?.follow(target);
    this.#complete(rollout);
  }

  /** The first whole minute after the last shift is still watched, so that no strategy goes without. */
  #complete(rollout: Rollout): void {
    rollout.phase = 'complete';
    rollout.watchedUntil = Math.ceil(this.#simulation.now / MINUTE) * MINUTE + MINUTE;
    this.#tell(rollout, 'complete', 1);
  }

  /** R4.2: what was prepared is READY. */
  #completePrepared(): void {
    for (const rollout of this.#rollouts) {
      if (rollout.phase !== 'preparing') continue;
      if (this.#model.provisioned!.isReady(rollout.to)) this.#repoint(rollout, rollout.target!);
    }
  }

  /** The alias gets its next deployment: what came before can neither go on nor be undone. */
  #supersede({ index, f, target }: Rollout): void {
    for (const earlier of this.#rollouts) {
      if (earlier.index === index || earlier.f !== f || earlier.target !== target) continue;
      if (earlier.phase === 'waiting') continue;
      if (earlier.phase === 'preparing') this.#tell(earlier, 'supersede', 0);
      earlier.phase = 'over';
    }
  }

  #watch(rollout: Rollout): void {
    const { now } = this.#simulation;
    if (rollout.phase === 'over' || this.#isRolledBack(rollout) || now >= rollout.watchedUntil) return;
    this.#schedule(now + MINUTE, DEPLOYMENT_WATCH, rollout.index);
  }

  /** Asks for its condition. @returns whether it was rolled back for it */
  #isRolledBack(rollout: Rollout): boolean {
    const why = this.#judge.judge(rollout.index, rollout.config.at);
    if (why === null) return false;
    this.#rollBack(rollout, why);
    return true;
  }

  /** All traffic goes back at once; old code of $LATEST comes back as a further update. */
  #rollBack(rollout: Rollout, why: string): void {
    if (rollout.phase === 'over') return;
    const { target, from } = rollout;
    rollout.phase = 'over';
    if (target === null) this.#replace(rollout);
    else {
      target.repoint(from);
      this.#model.provisioned?.follow(target);
    }
    this.#tell(rollout, 'rollBack', 0, why);
  }

  /** R12.4: the function is updated; from now on nothing runs on what was there. */
  #replace({ to }: Rollout): void {
    this.#model.environments.replaceAll(to);
  }

  #tell(rollout: Rollout, event: DeploymentEvent, weight: number, why = ''): void {
    const { version } = rollout.from.settings;
    this.#monitor.deployed(rollout.index, event, version, weight, why);
  }

  #schedule(at: Micros, kind: number, index: number): void {
    this.#simulation.schedule(at, RANK.control, kind, index);
  }
}
