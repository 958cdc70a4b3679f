/** Keys of `functions.<name>.calls`: what the code of a function calls when its own work is done. */
import * as z from 'zod';
import { keys, oneOf, text } from './field.ts';
import { numberLaw } from './law-schema.ts';
import { share } from './quantities.ts';

const handlerCall = keys({
  function: text(200).optional().describe('What is called: a function, name:version, name:alias or name:$LATEST.'),
  queue: text(200).optional().describe('In place of function: the queue that gets a message a call.'),
  mode: oneOf(['sync', 'async', 'sqs'])
    .optional()
    .describe(
      'sync: the handler waits for the answer, and its Duration with it; async: the callee gets an event, and nobody waits (R6.1); sqs: the queue gets a message. Default: sync with function, sqs with queue.',
    ),
  count: z
    .lazy(() => numberLaw)
    .prefault(1)
    .describe('Calls that are made at once, plain numbers; a law is drawn for each invocation and rounded.'),
  probability: share().prefault('100%').describe('That an invocation makes these calls at all.'),
  at: oneOf(['end']).prefault('end').describe("When: after the handler's own duration."),
});

/** One entry as the file has it, read. */
export type HandlerCallSpec = z.output<typeof handlerCall>;

/** `calls`. */
export const handlerCallsShape = {
  calls: z
    .array(handlerCall)
    .prefault([])
    .describe(
      'What the handler calls after its own duration, entry by entry in this order; it goes on when an entry of mode sync has all its answers.',
    ),
};

/** Sub-schemas that the documentation shows in tables of their own. */
export const handlerCallsParts = { calls: handlerCall };
