/** Records that a mapping reads, in worlds at random: what is alike of streams and of topics. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Played } from './play.ts';

/** Failures, filters, throttles and poison, for a `fc.record`. */
export const RECORD_WORLD = {
  seed: fc.integer({ min: 1, max: 1_000 }),
  keys: fc.constantFrom(null, { count: 20, skew: { zipf: 1.2 } }),
  batchSize: fc.constantFrom(1, 7, 100),
  errors: fc.constantFrom('0%', '10%', '100%'),
  itemFailures: fc.constantFrom('0%', '2%'),
  reports: fc.boolean(),
  bisect: fc.boolean(),
  attempts: fc.constantFrom(-1, 0, 3),
  pass: fc.constantFrom('100%', '60%'),
  reserved: fc.constantFrom(null, 2),
  poison: fc.constantFrom<readonly { at: string; records?: number; until?: string; shard?: number }[]>(
    [],
    [{ at: '20s', records: 3 }],
    [{ at: '20s', until: '2m', shard: 0 }],
  ),
  warmup: fc.constantFrom('0s', '45s'),
};

/** The function `f` of such a world. */
export function handlerOf({ errors, reserved }: { errors: string; reserved: number | null }): object {
  return {
    duration: { base: '50ms', perRecord: { exponential: '5ms' } },
    timeout: '2s',
    errors,
    ...(reserved === null ? {} : { reservedConcurrency: reserved }),
  };
}

/**
 * Expects that every record of the mapping `m` ended exactly once, or is still there, and, where all count, that those
 * are all that lay in the stream, came to it and were poison.
 * @param stream its name @returns how many are still there
 */
export function expectOneEndEach(
  { json, record }: Played,
  stream: string,
  { warmup, backlog, poison }: { warmup: string; backlog: number; poison: readonly { records?: number }[] },
): number {
  const { requests, served, failed, filtered = 0, lost = 0, deadLettered = 0 } = json.sources['m']!;
  const { unfinished } = record.sources.find(({ name }) => name === 'm')!;
  expect(failed).toBe(lost + deadLettered);
  expect(served + failed + filtered + unfinished).toBe(requests);
  const poisonous = poison.reduce((sum, each) => sum + (each.records ?? 1), 0);
  if (warmup === '0s') expect(requests).toBe(json.streams![stream]!.records + backlog + poisonous);
  return unfinished;
}
