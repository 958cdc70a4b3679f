/** What result.json says of a deployment. */
import type { DeploymentEvent } from '../lambda/deployment.ts';
import type { Strategy } from '../lambda/deployment-strategies.ts';
import type { Statistics } from './figure-shapes.ts';

/** How a version fared that a deployment is about: in the whole window, whoever called it. */
export interface DeployedVersion {
  readonly Invocations: number;
  readonly Errors: number;
  readonly Throttles: number;
  readonly coldStarts: number;
  readonly coldStartShare: number;
  readonly Duration: Statistics;
  readonly initDuration: Statistics;
  /** Where the function has provisioned concurrency. */
  readonly ProvisionedConcurrencyInvocations?: number;
  readonly ProvisionedConcurrencySpilloverInvocations?: number;
}

/** One deployment. Steps, outcome and rollback are those of run 1, over the whole run with its warm-up. */
export interface DeploymentResult {
  readonly function: string;
  /** `null` = an update of $LATEST. */
  readonly alias: string | null;
  readonly from: string;
  readonly to: string;
  /** `null` = the alias is just repointed. */
  readonly strategy: Strategy | null;
  readonly outcome: 'completed' | 'rolledBack' | 'inProgress' | 'notStarted' | 'superseded' | 'skipped';
  /** `weight` is the share of the new version from then on. */
  readonly steps: readonly { readonly t_s: number; readonly event: DeploymentEvent; readonly weight: number }[];
  readonly rollback: { readonly t_s: number; readonly why: string } | null;
  /** In how many runs it was rolled back. */
  readonly runsRolledBack: number;
  /** Both versions by number, over all runs; none for an update of $LATEST. */
  readonly versions: Readonly<Record<string, DeployedVersion>>;
}
