/** One shard beside queueing theory: pushed records, one a batch, are M/D/1. */
import { describe, it } from 'vitest';
import { expectMean, runsOf } from './replications.ts';

describe('M/D/1: one shard with batches of one record', () => {
  // Pollaczek 1930: the mean wait is ρ·s / (2·(1 − ρ)).
  it.each([
    { rate: 5, load: 0.5 },
    { rate: 8, load: 0.8 },
    { rate: 9, load: 0.9 },
  ])(
    '$rate/s × 100 ms',
    ({ rate, load }) => {
      const seconds = 100;
      const all = runsOf(
        {
          duration: '4000s',
          warmup: `${String(seconds)}s`,
          account: { concurrency: 1_000, scaling: 'unlimited' },
          functions: { f: { duration: '100ms' } },
          streams: { s: { shards: 1 } },
          sources: {
            m: { type: 'kinesis', function: 'f', stream: 's', batchSize: 1, enhancedFanOut: true },
            p: { type: 'kinesis-producer', stream: 's', arrivals: 'poisson', rate: `${String(rate)}/s` },
          },
        },
        16,
      );
      const wait = (load * 100) / (2 * (1 - load));
      expectMean(
        all.map((run) => run.sources['m']!.latency.mean_ms),
        wait + 100,
      );
      // A batch is sent when the one before it has ended: its age then is the wait.
      expectMean(
        all.map((run) => run.sources['m']!.iteratorAge_ms!.mean_ms),
        wait,
      );
    },
    120_000,
  );
});
