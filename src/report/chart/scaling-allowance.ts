/** How many environments the scaling rate lets a function have, over time (R2.1, A-3). */
import { SCALING_BURST, SCALING_REFILL_PER_SECOND } from '../../lambda/quotas.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { findSeries } from '../../result/series.ts';

/**
 * Environments that are there plus what the bucket still holds, at the end of each bucket of the series; `null` where
 * another rule than the bucket of today holds.
 */
export function allowedByScalingRate({ setup }: RunResult, record: RunRecord, name: string): readonly number[] | null {
  if (setup.account.scaling !== 'per-function-2023' || setup.assumptions.scalingBurst !== 'bucket') return null;
  const { series } = record;
  const environments = findSeries(series, `functions.${name}`, 'environments');
  if (environments === null) return null;
  const created = findSeries(series, `functions.${name}`, 'coldStarts') ?? new Float64Array();
  const refill = (SCALING_REFILL_PER_SECOND * series.bucket) / 1_000_000;
  let tokens = SCALING_BURST;
  return Array.from(environments, (level, k) => {
    const taken = created[k]! > 0 ? created[k]! : 0;
    tokens = Math.min(SCALING_BURST, Math.max(0, tokens + refill - taken));
    return level + tokens;
  });
}
