/** Account and assumptions of the file → those of the model; the rule about reserved concurrency. */
import type { Distribution } from '../des/distribution.ts';
import { ERAS, IDLE_TIMEOUT_PRESETS, MAX_LIFETIME_PRESETS } from '../lambda/assumptions.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { AccountConfig, Background } from '../lambda/config.ts';
import { LEGACY_SQS_POLLER_GROWTH, SQS_POLLER_GROWTH, UNRESERVED_FLOOR } from '../lambda/quotas.ts';
import type { BackgroundSpec, NamedLaw } from './account-schema.ts';
import { readPlainCell } from './cells.ts';
import { columnOf, readColumn } from './csv-files.ts';
import { loadLaw } from './load-law.ts';
import type { ScenarioSpec } from './schema.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The account, or `null` with errors. */
export function resolveAccount(bench: Workbench, spec: ScenarioSpec['account']): AccountConfig | null {
  const background = spec.background === undefined ? undefined : loadBackground(bench, spec.background.concurrency);
  if (background === null) return null;
  return { concurrency: spec.concurrency, region: spec.region, scaling: spec.scaling, background: background ?? null };
}

function loadBackground(bench: Workbench, spec: BackgroundSpec): Background | null {
  const path: Path = ['account', 'background', 'concurrency'];
  if (spec.kind !== 'trace') return loadLaw(bench, path, spec, 'numbers');
  const table = bench.csv.table(bench, [...path, 'trace'], spec.file);
  if (table === null) return null;
  const column = columnOf(bench, [...path, 'column'], table, spec.column);
  if (column === null) return null;
  const values = readColumn(bench, [...path, 'column'], table, column, readPlainCell);
  return values && { kind: 'minutes', values: values.map(Math.round) };
}

/** The assumptions: those of the era, and what the file says itself. `null` with errors. */
export function resolveAssumptions(bench: Workbench, spec: ScenarioSpec['assumptions']): Assumptions | null {
  const era = ERAS[spec.era];
  const idleTimeout = lawOr(bench, 'idleTimeout', spec.idleTimeout, era.idleTimeout, IDLE_TIMEOUT_PRESETS);
  const maxLifetime = lawOr(bench, 'maxLifetime', spec.maxLifetime, era.maxLifetime, MAX_LIFETIME_PRESETS);
  const overhead =
    spec.platformOverhead === undefined
      ? era.platformOverhead
      : loadLaw(bench, ['assumptions', 'platformOverhead'], spec.platformOverhead, 'times');
  const preparation =
    spec.provisionedPreparation === undefined
      ? era.provisionedPreparation
      : loadLaw(bench, ['assumptions', 'provisionedPreparation'], spec.provisionedPreparation, 'times');
  if (idleTimeout === undefined || maxLifetime === undefined || preparation === null) return null;
  if (overhead === null && spec.platformOverhead !== undefined) return null;
  return {
    idleTimeout,
    maxLifetime,
    reusePolicy: spec.reusePolicy ?? era.reusePolicy,
    platformOverhead: overhead,
    rpsModel: spec.rpsModel ?? era.rpsModel,
    rpsBurst: spec.rpsBurst ?? era.rpsBurst,
    rpsCountsThrottled: spec.rpsCountsThrottled ?? era.rpsCountsThrottled,
    scalingBurst: spec.scalingBurst ?? era.scalingBurst,
    growthLimit: spec.growthLimit ?? era.growthLimit,
    legacyRefill: spec.legacyRefill ?? era.legacyRefill,
    suppressedInitFactor: spec.suppressedInitFactor ?? era.suppressedInitFactor,
    packageTerm: spec.packageTerm ?? era.packageTerm,
    proactiveInit: spec.proactiveInit ?? era.proactiveInit,
    rebindOnWarmFree: spec.rebindOnWarmFree ?? era.rebindOnWarmFree,
    initBilling: spec.initBilling ?? era.initBilling,
    billingStep: spec.billingStep === undefined ? era.billingStep : spec.billingStep === '100ms' ? 100_000 : 1_000,
    roundLikeAws: spec.roundLikeAws ?? era.roundLikeAws,
    httpApiThrottleStatus: spec.httpApiThrottleStatus ?? era.httpApiThrottleStatus,
    functionErrorWaits: spec.functionErrorWaits ?? era.functionErrorWaits,
    asyncRetry: spec.asyncRetry ?? era.asyncRetry,
    asyncDuplicates: spec.asyncDuplicates ?? era.asyncDuplicates,
    streamRetryBackoff: spec.streamRetryBackoff ?? era.streamRetryBackoff,
    asyncPollLatency: spec.asyncPollLatency ?? era.asyncPollLatency,
    provisionedPreparation: preparation,
    lowAlarmPeriods: spec.lowAlarmPeriods ?? era.lowAlarmPeriods,
    metricDelay: spec.metricDelay ?? era.metricDelay,
    sqsThrottle: spec.sqsThrottle ?? era.sqsThrottle,
    sqsPollerGrowth: pollerGrowth(spec.sqsPollerGrowth) ?? era.sqsPollerGrowth,
  };
}

function pollerGrowth(given: '300/min' | '60/min' | undefined): number | undefined {
  if (given === undefined) return undefined;
  return given === '60/min' ? LEGACY_SQS_POLLER_GROWTH : SQS_POLLER_GROWTH;
}

/** `null` = for ever; `undefined` with errors. */
function lawOr(
  bench: Workbench,
  key: string,
  given: NamedLaw | undefined,
  fallback: Distribution | null,
  presets: Readonly<Record<string, Distribution>>,
): Distribution | null | undefined {
  if (given === undefined) return fallback;
  if (given.kind === 'law') return loadLaw(bench, ['assumptions', key], given.law, 'times') ?? undefined;
  return given.name === 'none' ? null : presets[given.name];
}

/**
 * R1.7 (DG/lambda-concurrency.html#concurrency-quotas): at least 100 units stay unreserved, so all reservations
 * together are at most the limit − 100, and an account of 100 or less reserves nothing. `reserved` in the file's order.
 */
export function checkReserved(
  bench: Workbench,
  limit: number,
  reserved: readonly (readonly [name: string, units: number])[],
): void {
  const most = limit - UNRESERVED_FLOOR;
  let sum = 0;
  let told = false;
  for (const [name, units] of reserved) {
    const path: Path = ['functions', name, 'reservedConcurrency'];
    sum += units;
    if (most <= 0) {
      bench.error(
        'E_RESERVED',
        path,
        `an account of ${grouped(limit)} cannot reserve concurrency: ${String(UNRESERVED_FLOOR)} stay unreserved (R1.7); remove it or raise account.concurrency`,
      );
    } else if (sum > most && !told) {
      told = true;
      const parts = reserved
        .map(([other, share]) => `${quotable(other, 40)} ${grouped(share)}`)
        .slice(0, 6)
        .join(' + ');
      const total = reserved.reduce((all, [, share]) => all + share, 0);
      const whole =
        reserved.length === 1 ? grouped(units) : `${parts}${reserved.length > 6 ? ' + …' : ''} = ${grouped(total)}`;
      bench.error(
        'E_RESERVED',
        path,
        `${whole} reserved, and of ${grouped(limit)} at most ${grouped(most)} can be: ${String(UNRESERVED_FLOOR)} stay unreserved (R1.7); lower one or raise account.concurrency`,
      );
    }
  }
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
