/** What a result says of the account: in one run, and over several. */
import type { Micros } from '../des/time.ts';
import { throttlesByCause } from './function-result.ts';
import { leafwise } from './leaves.ts';
import { overRuns, peaksOverRuns } from './over-runs.ts';
import { mean } from './replications.ts';
import type { RunRecord } from './run-record.ts';
import type { AccountResult } from './run-result.ts';

/**
 * The account in one run; the background counts in every level.
 * @param window length of what counts @param limit account concurrency limit
 */
export function accountOfRun(record: RunRecord, window: Micros, limit: number): AccountResult {
  const { concurrency, unreserved, claimed } = record.account;
  return {
    limit,
    ConcurrentExecutions: { max: concurrency.max, mean: concurrency.integral / window },
    UnreservedConcurrentExecutions: { max: unreserved.max },
    ClaimedAccountConcurrency: { max: claimed.max },
    // One division, so that 900 of 1,000 leaves exactly 10 %.
    headroom: (limit - claimed.max) / limit,
    throttles: causesOf(record),
  };
}

/** The account over its runs, as `accountOfRun` gives them. */
export function accountOfRuns(runs: readonly AccountResult[]): AccountResult {
  return {
    ...leafwise(runs, mean),
    ConcurrentExecutions: overRuns(runs.map((run) => run.ConcurrentExecutions)),
    UnreservedConcurrentExecutions: overRuns(runs.map((run) => run.UnreservedConcurrentExecutions)),
    ClaimedAccountConcurrency: overRuns(runs.map((run) => run.ClaimedAccountConcurrency)),
    ...peaksOverRuns(runs),
  };
}

function causesOf(record: RunRecord): AccountResult['throttles'] {
  const none = { account: 0, reserved: 0, scalingRate: 0, requestRate: 0, accountRequestRate: 0, source: 0 };
  return record.functions
    .map(throttlesByCause)
    .reduce((all, one) => leafwise([all, one], ([a = 0, b = 0]) => a + b), none);
}
