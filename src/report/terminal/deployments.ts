/** Deployments: what happened when, and how the versions fared. */
import type { DeploymentResult } from '../../result/deployment-outcome.ts';
import type { ResultJson } from '../../result/run-result.ts';
import { count, plural, roundShare, share, span } from '../../result/quantity.ts';
import { visible } from '../safe-text.ts';
import { paint, type Look } from './ink.ts';
import { nameCell } from './name-cell.ts';
import { paragraph } from './table.ts';

const MOST = 8;
const NAME = 48;

/** A paragraph a deployment, eight at most; nothing where there are none. */
export function deploymentLines(look: Look, json: ResultJson): string[] {
  const { deployments = [], runs } = json;
  if (deployments.length === 0) return [];
  const shown = deployments.slice(0, MOST).flatMap((deployment) => [
    ...paragraph(`${titleOf(look, deployment)}: ${historyOf(deployment)}${overRuns(deployment, runs)}`, 2),
    ...Object.entries(deployment.versions).map(([version, fared]) => {
      const errors = fared.Invocations === 0 ? '' : ` (${share(fared.Errors / fared.Invocations)})`;
      const starts = `${count(fared.coldStarts)} cold starts (${roundShare(fared.coldStartShare)})`;
      return `    version ${version}: ${count(fared.Invocations)} invocations, ${count(fared.Errors)} errors${errors}, ${count(fared.Throttles)} throttles, ${starts}`;
    }),
  ]);
  const more = deployments.length > MOST ? [`  and ${count(deployments.length - MOST)} more: result.json`] : [];
  return [paint(look, 'bold', 'DEPLOYMENTS'), ...shown, ...more];
}

function titleOf(look: Look, { function: name, alias, from, to, strategy }: DeploymentResult): string {
  if (alias === null) return `${nameCell(look, name, NAME)} $LATEST, update`;
  return `${nameCell(look, `${name}:${alias}`, NAME)} ${from} to ${to}, ${strategy ?? 'repointed'}`;
}

/** `10 % at 20 min, 100 % at 50 min`. */
function historyOf({ steps, rollback }: DeploymentResult): string {
  if (steps.length === 0) return 'has not begun';
  return steps
    .map(({ t_s, event, weight }) => {
      const at = `at ${span(t_s)}`;
      switch (event) {
        case 'shift':
        case 'complete':
          return `${roundShare(weight)} ${at}`;
        case 'prepare':
          return `provisioned concurrency is allocated from ${span(t_s)} on`;
        case 'rollBack':
          return `rolled back ${at} (${visible(rollback?.why ?? '')})`;
        case 'supersede':
          return `given up ${at} for the next deployment`;
        case 'skip':
          return `nothing to do ${at}`;
      }
    })
    .join(', ');
}

function overRuns({ runsRolledBack }: DeploymentResult, runs: number): string {
  return runs > 1 ? `; rolled back in ${count(runsRolledBack)} of ${plural(runs, 'run')}` : '';
}
