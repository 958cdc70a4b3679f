/** The shape of what result.json says of deployments. */
import { z } from 'zod';
import { STRATEGIES } from '../lambda/deployment-strategies.ts';
import { amount, counted, name, share, statistics } from './result-schema-parts.ts';

/** One deployment. */
export const deployment = z
  .strictObject({
    function: name,
    alias: name.nullable().describe('null: an update of $LATEST'),
    from: name.describe('The version that had the invocations before'),
    to: name,
    strategy: z.enum(STRATEGIES).nullable().describe('null: the alias is just repointed'),
    outcome: z.enum(['completed', 'rolledBack', 'inProgress', 'notStarted', 'superseded', 'skipped']),
    steps: z.array(
      z.strictObject({
        t_s: amount,
        event: z.enum(['shift', 'prepare', 'complete', 'rollBack', 'supersede', 'skip']),
        weight: share.describe('Of the new version, from then on'),
      }),
    ),
    rollback: z.strictObject({ t_s: amount, why: z.string() }).nullable(),
    runsRolledBack: z.int().nonnegative(),
    versions: z.record(
      name,
      z.strictObject({
        Invocations: counted,
        Errors: counted,
        Throttles: counted,
        coldStarts: counted,
        coldStartShare: share,
        Duration: statistics,
        initDuration: statistics,
        ProvisionedConcurrencyInvocations: counted.exactOptional(),
        ProvisionedConcurrencySpilloverInvocations: counted.exactOptional(),
      }),
    ),
  })
  .describe('Steps, outcome and rollback of run 1')
  .meta({ id: 'deployment' });
