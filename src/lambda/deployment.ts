/** Deployments: what one is, and what is told of it (R12.4, R12.5, R4.2). */
import type { Micros } from '../des/time.ts';
import type { Strategy } from './deployment-strategies.ts';

/** One deployment: an alias gets another version, or the code of $LATEST is updated. */
export interface DeploymentConfig {
  readonly at: Micros;
  readonly function: string;
  /** `null` = an update of $LATEST (R12.4). */
  readonly alias: string | null;
  /** The version that all invocations go to in the end. */
  readonly to: string;
  /** `null` = the alias is just repointed (R4.2). */
  readonly strategy: Strategy | null;
  /** After `at`; `null` = never. */
  readonly rollbackAt: Micros | null;
}

/**
 * What happens to a deployment: `shift` = the new version gets a larger share, but not all; `prepare` = a repointed
 * alias waits for the provisioned concurrency of its new version; `complete` = the new version has all; `rollBack` = the
 * old version has all again; `supersede` = the alias's next deployment came while this one waited; `skip` = the alias has
 * the version already.
 */
export type DeploymentEvent = 'shift' | 'prepare' | 'complete' | 'rollBack' | 'supersede' | 'skip';

/** Facts about deployments at the present instant; they are numbered as in the configuration. */
export interface DeploymentMonitor {
  /**
   * @param from the version that had the invocations before @param weight share of the new version from now on
   * @param why it is rolled back; empty for all else
   */
  deployed(deployment: number, event: DeploymentEvent, from: string, weight: number, why: string): void;
}
