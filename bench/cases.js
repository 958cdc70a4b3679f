/** The cases of the bench: how often requests arrive, and in how many runs the invocations are played. */

/** Mean handler time; arrivals are Poisson, handler times exponential. */
export const HANDLER_SECONDS = 2;

/** @type {readonly { name: string, rate: number, runs: number, invocations: number }[]} */
export const CASES = [
  // A time series has at most a million buckets: 3 million invocations at 0.9/s in buckets of 1 s are played in four runs.
  { name: 'plain-0.9', rate: 0.9, runs: 4, invocations: 3_000_000 },
  { name: 'plain-100', rate: 100, runs: 1, invocations: 3_000_000 },
  { name: 'plain-1000', rate: 1000, runs: 1, invocations: 3_000_000 },
];

/**
 * One function and one caller that never tries again; nothing is ever throttled. The idle timeout is the bare loop's.
 * @param {{ rate: number, invocations: number, bucket: string }} setting
 * @returns {string} a scenario file
 */
export function scenarioText({ rate, invocations, bucket }) {
  return `version: 1
name: plain
duration: ${Math.ceil(invocations / rate)}s
bucket: ${bucket}
account: { concurrency: 10000, scaling: unlimited }
assumptions: { idleTimeout: 10m, platformOverhead: 0ms }
functions:
  f:
    timeout: 15m
    duration: { exponential: ${HANDLER_SECONDS}s }
    init: 0ms
sources:
  s: { type: invoke, function: f, rate: ${rate}/s, clients: { retry: none } }
`;
}
