/** The shape of what result.json says of dependencies. */
import { z } from 'zod';
import { amount, counted, level, name, share, statistics } from './result-schema-parts.ts';

const spent = {
  wait: z.strictObject({ mean_ms: amount }).describe('From the call to the beginning of its service'),
  time: z.strictObject({ mean_ms: amount }).describe('From the call to its answer, or until the function gave up'),
};

const user = z
  .strictObject({
    calls: counted,
    rejected: counted,
    failed: counted.describe('Answered with an error, or not within timeout'),
    share: share.describe('Of the time that places were busy'),
    ...spent,
  })
  .meta({ id: 'dependencyUser' });

/** Key of a function. */
export const dependencyUse = {
  dependencies: z
    .strictObject({
      calls: counted,
      rejected: counted,
      failed: counted,
      ...spent,
      concurrency: amount.describe('Mean units of its concurrency that were in a call'),
    })
    .describe('Of functions that use dependencies: what they spent on all of them together')
    .exactOptional(),
};

/** One dependency. */
export const dependency = z
  .strictObject({
    calls: counted.describe('By the instant of the call; those under way at the end included'),
    rejected: counted.describe('Refused: no room, or no connection'),
    rejectedShare: share.describe('rejected / calls'),
    served: counted,
    failed: counted.describe('Answered with an error'),
    timeouts: counted.describe("Not answered within the dependency's timeout"),
    abandoned: counted.describe("The function's own timeout came first"),
    utilisation: share.describe('Mean share of its capacity in service; 0 where it has no limit'),
    fullShare: share.describe('Share of the time in which all of its capacity was busy'),
    wait: statistics.describe(
      'From the call to the beginning of its service, or until its caller gave up; of calls that were not rejected',
    ),
    service: statistics.describe('How long services took'),
    inService: level,
    waiting: level,
    connections: level.describe('Held by live environments, idle ones too'),
    users: z.record(name, user).describe('The functions that use it'),
  })
  .meta({ id: 'dependency' });
