/** What AWS bills one function for: quantities without prices. */
import type { Architecture } from '../lambda/config.ts';

/** Usage of the window by the instant at which an invocation started; levels by their integral over the window. */
export interface BillingRecord {
  /** R10.1: starts of an execution, on demand and on provisioned concurrency. */
  readonly requests: number;
  /** R6.13: requests billed beyond the starts, one for every 64 KB of an asynchronous event above 256 KB. */
  readonly extraRequests: number;
  /** R10.3, R10.6: billed duration of invocations on demand (spillover and SnapStart included). */
  readonly billed_ms: number;
  /** R10.8: billed duration of invocations on provisioned concurrency. */
  readonly provisionedBilled_ms: number;
  /** R10.10: Init of provisioned environments, at allocation and at each replacement, rounded up one by one. */
  readonly provisionedInit_ms: number;
  /** R10.9: configured provisioned concurrency × seconds, as `AllocationMeter` gives it. */
  readonly provisionedAllocated_s: number;
  /** R10.12: seconds of the window in which published versions held a snapshot, over all versions. */
  readonly snapStart_s: number;
  /** R10.12: environments restored from a snapshot. */
  readonly restores: number;
  /** R10.12: billed restore duration, rounded up one by one. */
  readonly restoreBilled_ms: number;
  /** R10.15: environments created for a tenant. */
  readonly tenantEnvironments: number;
  /** R10.14: event poller units × seconds of queues' mappings. */
  readonly sqsPollers_s: number;
  /** R10.14: the same of Kafka mappings. */
  readonly kafkaUnits_s: number;
}

/** What one function used, and what decides its prices. */
export interface Usage extends BillingRecord {
  readonly runtime: string | null;
  readonly architecture: Architecture;
  /** MB. */
  readonly memorySize: number;
  /** MB. */
  readonly ephemeralStorage: number;
}

/** A function that nothing is billed for: what a recorder begins with. */
export const NOTHING_BILLED: BillingRecord = {
  requests: 0,
  extraRequests: 0,
  billed_ms: 0,
  provisionedBilled_ms: 0,
  provisionedInit_ms: 0,
  provisionedAllocated_s: 0,
  snapStart_s: 0,
  restores: 0,
  restoreBilled_ms: 0,
  tenantEnvironments: 0,
  sqsPollers_s: 0,
  kafkaUnits_s: 0,
};
