/** The scenario that `lsim init` writes: small, commented, and right from the first run. */

import { visible } from './source-text.ts';

/** What the text depends on. */
export interface StarterPlaces {
  /** Where the JSON Schema is, as seen from the scenario's folder, with `/`. */
  readonly schema: string;
  /** The scenario as a command line names it. */
  readonly scenario: string;
}

/** The text of the scenario, with a final newline. Every objective is met, and one variant misses one. */
export function starterScenario({ schema, scenario }: StarterPlaces): string {
  const run = `lsim run ${visible(scenario)}`;
  return `# yaml-language-server: $schema=${schema}
#
# A scenario for lsim: which functions there are, who calls them, and what must hold. All of it is an example; put in
# what you know of your own. It runs as it is:
#
#   ${run}                          what happens, and why
#   ${run} --runs 16                the same with other seeds: how sure is it?
#   ${run} --variant busy-evening   one of the variants at the end of this file
#   lsim compare ${visible(scenario)} --variant busy-evening
#
# Values have units: times 250ms, 1.5s, 5m; rates 50/s, 3000/min; sizes 6KB; shares 0.1%. A misspelt key, unit or name
# is answered with its line and the way out.
${EXAMPLE}`;
}

const EXAMPLE = `version: 1
name: shop
description: A shop with a checkout and a search, on an ordinary evening.
duration: 20m # simulated time
warmup: 5m # the first part of it: fills the pools of environments, and counts in no figure

account:
  concurrency: 1000 # the account's limit; see Service Quotas in the AWS console
  region: us-east-1 # decides the prices
  # What other functions of the account use meanwhile, drawn anew each minute: half the time below 120 units.
  background: { concurrency: { p50: 120, p99: 200 } }

functions:
  checkout:
    runtime: nodejs22.x
    memorySize: 1024
    timeout: 10s
    # The handler, warm: half of all invocations below 120 ms, one in a hundred above 900 ms (Duration in REPORT lines).
    duration: { p50: 120ms, p99: 900ms }
    # Init Duration in REPORT lines. Without it lsim takes that of a hello-world handler, and says so.
    init: { p50: 350ms, p99: 700ms }
    errors: 0.05%
    # Nobody else can take these 150 units, and checkout never gets more. Remove the line to share the account's pool.
    reservedConcurrency: 150
  search:
    runtime: python3.13
    memorySize: 512
    timeout: 5s
    duration: { mean: 60ms, p99: 400ms }
    init: 250ms

sources:
  web:
    type: http-api # or rest-api, invoke, alb, sqs, kinesis, s3, schedule …
    function: checkout
    stages: # requests: 100 a second, then up to 400, and that to the end
      - { rate: 100/s, for: 10m }
      - { ramp: 400/s, for: 3m }
      - { rate: 400/s, for: 7m }
    # What a browser does: it waits 8 s, and tries again twice after a 429 or 5xx.
    clients: { timeout: 8s, retry: { maxAttempts: 3, on: [429, 5xx], backoff: { base: 200ms, factor: 2, cap: 2s, jitter: full } } }
  finder: { type: http-api, function: search, rate: 200/s }

# What must hold. level: fail (the default) decides the exit code, warn only tells.
objectives:
  - { on: web, expr: "failed < 0.1%" } # of requests, after all retries
  - { on: web, expr: "p(99) latency < 1.2s" }
  - { on: account, expr: "headroom > 20%", level: warn }

# What if: paths into this file, each with another value. null unsets.
variants:
  busy-evening: { sources.web.stages.1.ramp: 1200/s, sources.web.stages.2.rate: 1200/s }
  more-memory: { functions.checkout.memorySize: 2048, functions.checkout.duration: { p50: 90ms, p99: 700ms } }
  no-reservation: { functions.checkout.reservedConcurrency: null }
`;
