/** What a result says of deployments: what happened when in run 1, and how the versions fared. */
import { toSeconds } from '../des/time.ts';
import { LATEST } from '../lambda/quotas.ts';
import type { Figures } from './figures.ts';
import { settled } from './leaves.ts';
import type { DeploymentRecord, RunRecord } from './run-record.ts';
import type { DeployedVersion, DeploymentResult } from './deployment-outcome.ts';
import type { FunctionResult } from './run-result.ts';
import type { Setup, SetupDeployment } from './setup.ts';

/** In the scenario's order. @param figures over all runs @param records at least one */
export function deploymentsOf(
  setup: Setup,
  figures: Figures,
  records: readonly RunRecord[],
): readonly DeploymentResult[] {
  const names = records[0]!.versions.map(({ name }) => name);
  return setup.deployments.map((deployment, k) => {
    const { steps } = records[0]!.deployments[k]!;
    const from = steps[0]?.from ?? plannedFrom(setup, deployment);
    const rollBack = steps.find(({ event }) => event === 'rollBack');
    const versions = [...new Set([from, deployment.to])].flatMap((version): [string, DeployedVersion][] => {
      const place = names.indexOf(`${deployment.function}:${version}`);
      return place < 0 ? [] : [[version, fared(figures.versions[place]!)]];
    });
    return {
      function: deployment.function,
      alias: deployment.alias,
      from,
      to: deployment.to,
      strategy: deployment.strategy,
      outcome: outcomeOf(steps),
      steps: steps.map(({ at, event, weight }) => ({ t_s: toSeconds(at), event, weight })),
      rollback: rollBack === undefined ? null : { t_s: toSeconds(rollBack.at), why: rollBack.why },
      runsRolledBack: records.filter((record) => outcomeOf(record.deployments[k]!.steps) === 'rolledBack').length,
      versions: Object.fromEntries(versions),
    };
  });
}

/** Versions of which figures are made: those that aliases have or get, beside the ones that objectives are about. */
export function deployedVersions({ functions, deployments }: Setup): readonly { name: string; version: string }[] {
  return deployments.flatMap(({ function: name, alias, to }) => {
    const config = functions.find((f) => f.name === name)?.aliases.find((one) => one.name === alias);
    return config === undefined ? [] : [config.version, to].map((version) => ({ name, version }));
  });
}

function plannedFrom({ functions }: Setup, { function: name, alias }: SetupDeployment): string {
  const aliases = functions.find((f) => f.name === name)?.aliases ?? [];
  return aliases.find((one) => one.name === alias)?.version ?? LATEST;
}

function outcomeOf(steps: DeploymentRecord['steps']): DeploymentResult['outcome'] {
  switch (steps.at(-1)?.event) {
    case undefined:
      return 'notStarted';
    case 'shift':
    case 'prepare':
      return 'inProgress';
    case 'complete':
      return 'completed';
    case 'rollBack':
      return 'rolledBack';
    case 'supersede':
      return 'superseded';
    case 'skip':
      return 'skipped';
  }
}

function fared(result: FunctionResult): DeployedVersion {
  const { Invocations, Errors, Throttles, coldStarts, coldStartShare, Duration, initDuration } = result;
  const { ProvisionedConcurrencyInvocations: provided, ProvisionedConcurrencySpilloverInvocations: spilled } = result;
  return settled({
    Invocations,
    Errors,
    Throttles,
    coldStarts,
    coldStartShare,
    Duration,
    initDuration,
    ...(provided === undefined ? {} : { ProvisionedConcurrencyInvocations: provided }),
    ...(spilled === undefined ? {} : { ProvisionedConcurrencySpilloverInvocations: spilled }),
  });
}
