/** Keys of `deployments`. */
import type * as z from 'zod';
import { shiftsOf, STRATEGIES, type Strategy } from '../lambda/deployment-strategies.ts';
import { field, keys, listed, oneOf, text } from './field.ts';
import { versionNumber } from './function-schema.ts';
import { time } from './quantities.ts';

/** As CodeDeploy itself calls its configurations. */
const FULL_NAME = 'CodeDeployDefault.Lambda';

const condition = keys({
  on: text(500).describe('As in objectives; the new version alone is function:version.'),
  expr: text(500).describe(
    'As in objectives. It is asked of every calendar minute at its end, with or without `in any 1m`.',
  ),
});

/** One deployment; what joins its keys is checked elsewhere. */
export const deploymentSchema = keys({
  at: time({ likely: 'm' }).describe('When it begins, from t = 0: the first shift of traffic, or the repointing.'),
  function: text(200).describe('Name of the function.'),
  alias: text(200)
    .optional()
    .describe(
      'The alias that gets another version. Left out only with `to: $LATEST`: an update of the function itself.',
    ),
  to: versionNumber().describe('The version that all invocations go to in the end.'),
  strategy: strategy()
    .optional()
    .describe(
      'How CodeDeploy shifts traffic (R12.5). Default: the alias is just repointed, at once; with provisioned concurrency when that of the new version is READY (R4.2).',
    ),
  rollbackWhen: condition
    .optional()
    .describe('When this holds in a minute of the deployment, all traffic goes back at once.'),
  rollbackAt: time({ likely: 'm' }).optional().describe('At this time, from t = 0, all traffic goes back at once.'),
});

/** A deployment as the file has it, read. */
export type DeploymentSpec = z.output<typeof deploymentSchema>;

/** Sub-schemas that the documentation shows in tables of their own. */
export const deploymentParts = { condition };

/** How long a strategy takes from its first shift to its last. */
export function lengthOf(strategy: Strategy | undefined): number {
  return strategy === undefined ? 0 : shiftsOf(strategy).at(-1)!.after;
}

function strategy(): z.ZodType<Strategy> {
  const words = oneOf(STRATEGIES);
  return field(listed(STRATEGIES), { type: 'string', enum: STRATEGIES }, (value) => {
    const read = words.safeParse(value);
    if (read.success) return { value: read.data };
    const short = typeof value === 'string' && value.startsWith(FULL_NAME) ? value.slice(FULL_NAME.length) : '';
    if (words.safeParse(short).success)
      return { code: 'E_VALUE', problem: `is written without ${FULL_NAME}: ${short}` };
    const [issue] = read.error.issues;
    return { code: issueCode(issue), problem: issue?.message ?? '' };
  });
}

function issueCode(issue: z.core.$ZodIssue | undefined): 'E_TYPE' | 'E_VALUE' {
  return issue?.code === 'custom' && issue.params?.['code'] === 'E_TYPE' ? 'E_TYPE' : 'E_VALUE';
}
