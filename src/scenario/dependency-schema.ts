/** Keys of `dependencies.<name>`, and of `functions.<name>.uses`. */
import * as z from 'zod';
import { fieldNotes, keys, oneOf, text } from './field.ts';
import { timeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';

/** More than any database takes. */
const MOST = 1_000_000;
/** Calls that a handler can make one after the other within 15 minutes, if they take no time. */
const MOST_CALLS = 10_000;

const degrade = keys({
  above: share().describe('Share of the capacity: a service that begins while more of it is busy is slow.'),
  factor: number({ min: 1, max: 1_000 }).describe('How many times as long that service takes.'),
});

/** One dependency: a database, a partner API. */
export const dependencySchema = keys({
  capacity: whole({ min: 1, max: MOST })
    .optional()
    .describe('Calls in service at once; without it any number is served at once.'),
  connections: whole({ min: 1, max: MOST })
    .optional()
    .describe(
      'Connections that it accepts; a call from an environment that has got none is refused. Default: any number.',
    ),
  service: timeLaw.describe('How long the service of a call takes.'),
  queue: whole({ max: 10_000_000 })
    .optional()
    .describe(
      'Calls that may wait while all capacity is busy; further ones are refused. Default: any number, with onFull: error none.',
    ),
  timeout: time({ positive: true, likely: 's' })
    .optional()
    .describe('How long a handler waits for the answer of a call, its wait included; then the call has failed.'),
  onFull: oneOf(['wait', 'error'])
    .prefault('wait')
    .describe('What becomes of a call while all capacity is busy: it waits in line, or is refused.'),
  errorAfter: time({ likely: 'ms' }).prefault('0ms').describe('How long it takes until a handler hears of a refusal.'),
  degrade: degrade.optional().describe('Slower under load: { above: 80%, factor: 4 }.'),
});

/** A dependency as the file has it, read. */
export type DependencySpec = z.output<typeof dependencySchema>;

const use = keys({
  dependency: text(200).describe('What is used.'),
  calls: whole({ max: MOST_CALLS })
    .optional()
    .describe('Calls that an invocation makes, one after the other. Default: 1, with callsPerRecord 0.'),
  callsPerRecord: whole({ max: MOST_CALLS })
    .optional()
    .describe(
      'Calls for each record of a batch in addition; a request is one record. One that fails is its record alone where the mapping has ReportBatchItemFailures.',
    ),
});

/** One entry of `uses` as the file has it, read. */
export type UseSpec = z.output<typeof use>;

/** `uses` and what goes with it. */
export const usesShape = {
  uses: z
    .array(use)
    .prefault([])
    .describe(
      'Dependencies that the handler calls after its own duration and before its calls, entry by entry; a call that fails is an error of the function.',
    ),
  connectionsPerEnvironment: whole({ max: 10_000 })
    .optional()
    .describe(
      'Connections that each environment holds to each dependency that it uses, from its creation to its end, idle or busy. Default: 1.',
    ),
};
fieldNotes.add(usesShape.uses, { syntax: 'a list of maps, see below' });

/** Schemas that the documentation shows in tables of their own. */
export const dependencyParts = { dependency: dependencySchema, degrade, use };
