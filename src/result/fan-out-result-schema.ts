/** The part of result.json's schema that functions bring with them that call functions. */
import { z } from 'zod';
import { amount, counted, name, share, statistics } from './result-schema-parts.ts';

/** Keys of a function. */
export const fanOutFigures = {
  RecursiveInvocationsDropped: counted
    .describe('Of functions in a loop of calls: invocations that the recursion guard did not run')
    .exactOptional(),
  waiting: z
    .strictObject({
      share: share.describe('Of Duration'),
      concurrency: amount.describe('Mean units of concurrency that only wait'),
      callees: z.record(name, share).describe('Share of Duration by the function that is waited for'),
    })
    .describe('Of functions that wait for the answers of others, over finished invocations')
    .exactOptional(),
};

/** Key of a source. */
export const completion = statistics
  .extend({ unfinished: counted.describe('Requests of which something had not ended when the run stopped') })
  .describe(
    'Where a function behind it calls another asynchronously: from arrival until all that was set going has ended',
  )
  .meta({ id: 'completion' })
  .exactOptional();
