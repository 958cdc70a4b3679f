/** The figures of provisioned concurrency in result.json as a schema. */
import { counted, level } from './result-schema-parts.ts';

/** Keys of a function that has some. */
export const provisionedFigures = {
  provisionedAllocated: level.describe('Provisioned concurrency that is READY').exactOptional(),
  ProvisionedConcurrentExecutions: level.describe('Provisioned environments in use').exactOptional(),
  ProvisionedConcurrencyUtilization: level.describe('In use / allocated, at each start there').exactOptional(),
  ProvisionedConcurrencyInvocations: counted.exactOptional(),
  ProvisionedConcurrencySpilloverInvocations: counted.exactOptional(),
};
