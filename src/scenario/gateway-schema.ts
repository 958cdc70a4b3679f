/** Keys that REST and HTTP APIs have beside those of every source (R5.9). */
import * as z from 'zod';
import { keys, text } from './field.ts';
import { rate, share, whole } from './quantities.ts';

const throttle = keys({
  rate: rate({ positive: true }).describe('Requests per second; what is above is answered 429 by the API itself.'),
  burst: whole({ min: 1, max: 1_000_000 }).describe('Requests that may come at once: the tokens of the bucket.'),
});

const authorizer = keys({
  function: text(200).describe('The function that is asked who calls.'),
  cacheHit: share().prefault('0%').describe('Share of the requests whose authorization is cached.'),
});

const route = keys({
  function: text(200).describe('What this route calls: a function, name:version, name:alias or name:$LATEST.'),
  share: share().describe("Share of the source's requests; those of all routes add up to 100%."),
});

/** `throttle`, `authorizer`, `routes`. */
export const gatewayKeys = {
  throttle: throttle
    .optional()
    .describe(
      "The API's own token bucket in front of Lambda. Default: the quota that all APIs in the Region share, 10,000/s with bursts of 5,000 (2,500/s and 1,250 in 13 smaller Regions; R5.9).",
    ),
  authorizer: authorizer
    .optional()
    .describe('A Lambda authorizer: one more synchronous invocation before the function, unless cached (R5.9).'),
  routes: z
    .record(z.string(), route)
    .optional()
    .describe('Instead of function: routes by name, such as POST /checkout, behind one throttle and authorizer.'),
};

/** Schemas that the documentation shows in tables of their own. */
export const gatewayParts = { throttle, authorizer, route };

/** The keys of an API as the file has them, read. */
export interface GatewaySpec {
  readonly throttle?: z.output<typeof throttle> | undefined;
  readonly authorizer?: z.output<typeof authorizer> | undefined;
  readonly routes?: Readonly<Record<string, z.output<typeof route>>> | undefined;
}
