/** Where AWS is silent: every assumption A-n of the model with its default, its range and the reason. */
import type { Distribution } from '../des/distribution.ts';
import { HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Assumptions } from './assumption-config.ts';
import type { PackageType } from './config.ts';
import { BILLING_STEP, LEGACY_BILLING_STEP, OBSERVED_LIFETIME, SQS_POLLER_GROWTH } from './quotas.ts';

/** Bundles of assumptions that belonged together at one time. */
export type Era = 'now' | 'era2021' | 'era2020';

/** R3.14: how long idle environments were seen to live. A-11: drawn once per environment. */
export const IDLE_TIMEOUT_PRESETS: Readonly<Record<string, Distribution>> = {
  mikhail2021: { kind: 'uniform', min: 5 * MINUTE, max: 7 * MINUTE },
  observed2020: { kind: 'constant', value: 640 * SECOND },
  fixed10: { kind: 'constant', value: 10 * MINUTE },
  seed2021: { kind: 'uniform', min: 10 * MINUTE, max: 20 * MINUTE },
  y2017: { kind: 'uniform', min: 45 * MINUTE, max: 60 * MINUTE },
};

/** R3.15: the age at which environments were seen to be recycled. A-12: looked at only when idle. */
export const MAX_LIFETIME_PRESETS: Readonly<Record<string, Distribution>> = {
  observed2020: { kind: 'constant', value: OBSERVED_LIFETIME },
  uniform2to8h: { kind: 'uniform', min: 2 * HOUR, max: 8 * HOUR },
};

/** sandbox creation and download before Init; no public measurement. */
export const PLATFORM_OVERHEAD: Readonly<Record<PackageType, Micros>> = {
  zip: 100 * MILLISECOND,
  image: 150 * MILLISECOND,
};

const NOW: Assumptions = {
  idleTimeout: { kind: 'uniform', min: 5 * MINUTE, max: 7 * MINUTE },
  maxLifetime: { kind: 'constant', value: OBSERVED_LIFETIME },
  reusePolicy: 'mru',
  platformOverhead: null,
  rpsModel: 'total',
  rpsBurst: SECOND,
  rpsCountsThrottled: false,
  scalingBurst: 'bucket',
  growthLimit: true,
  legacyRefill: 'continuous',
  suppressedInitFactor: 'auto',
  packageTerm: 0,
  proactiveInit: 0,
  rebindOnWarmFree: false,
  initBilling: 'all-2025',
  billingStep: BILLING_STEP,
  roundLikeAws: false,
  httpApiThrottleStatus: 500,
  sqsThrottle: 'docs',
  sqsPollerGrowth: SQS_POLLER_GROWTH,
  functionErrorWaits: [MINUTE, 2 * MINUTE],
  asyncRetry: 'perEventTimers',
  asyncDuplicates: 0,
  streamRetryBackoff: { base: SECOND, factor: 2, cap: MINUTE },
  asyncPollLatency: 35 * MILLISECOND,
  provisionedPreparation: { kind: 'constant', value: 90 * SECOND },
  lowAlarmPeriods: 15,
  metricDelay: MINUTE,
};

/** The assumptions of each era; `now` is the default. Init became billed in August 2025 (R10.6), 1 ms in December 2020 (R10.3). */
export const ERAS: Readonly<Record<Era, Assumptions>> = {
  now: NOW,
  era2021: { ...NOW, initBilling: 'legacy-managed-zip-free' },
  era2020: {
    ...NOW,
    idleTimeout: { kind: 'constant', value: 640 * SECOND },
    initBilling: 'legacy-managed-zip-free',
    billingStep: LEGACY_BILLING_STEP,
  },
};
