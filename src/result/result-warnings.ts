/** Warnings that only a finished run can give. */
import { MINUTE, toSeconds } from '../des/time.ts';
import { configuredOf } from '../lambda/provisioned-config.ts';
import { REQUESTS_PER_SECOND_PER_CONCURRENCY } from '../lambda/quotas.ts';
import { fewSamples } from './few-samples.ts';
import type { Findings } from './findings.ts';
import { droppedRemedy, droppedText } from './async-findings.ts';
import { readingText } from './async-readings.ts';
import { invokeErrorWarnings } from './invoke-error-warnings.ts';
import { PERIODS } from './month.ts';
import { unknownPrices } from './prices.ts';
import { usagesOf } from './usage.ts';
import { amount, count, plural, roundShare, share, span } from './quantity.ts';
import type { RunRecord } from './run-record.ts';
import { findSeries } from './series.ts';
import { functionsOf, type Setup } from './setup.ts';
import { streamWarnings } from './stream-findings.ts';
import { settlingRuns } from './too-close.ts';

/** Names what it is about and says the way out. */
export interface Warning {
  readonly id: string;
  readonly text: string;
}

/** In a fixed order; several of one id where several things are concerned. @param records at least one */
export function resultWarnings(findings: Findings, records: readonly RunRecord[]): readonly Warning[] {
  if (records.every((record) => record.until <= findings.setup.warmup)) return [EMPTY_WINDOW];
  return [
    ...noRequests(findings),
    ...coldPool(findings.setup, records),
    ...scalingRate(findings),
    ...invokeErrorWarnings(findings),
    ...unfinished(findings),
    ...lostEvents(findings),
    ...streamWarnings(findings),
    ...openReading(findings),
    ...noData(findings),
    ...fewSamples(findings, records),
    ...closeCalls(findings),
    ...imprecise(findings),
    ...unreachableTargets(findings),
    ...standInPrices(findings.setup, records),
    ...betweenRepeats(findings.setup, records),
  ];
}

/** Unfinished requests are worth a word from this share on. */
const NOTEWORTHY = 0.01;

/** Less than this above the later peak, and an early one is chance. */
const CLEARLY = 1.2;
const A_FEW = 5;

const EMPTY_WINDOW: Warning = {
  id: 'W_EMPTY_WINDOW',
  text: 'the run ended within its warm-up, so nothing was measured; let it run longer or shorten warmup',
};

function noRequests({ setup, figures }: Findings): readonly Warning[] {
  const isQuiet = figures.sources.every(({ requests }) => requests === 0);
  if (!isQuiet || figures.functions.some(({ Invocations, Throttles }) => Invocations + Throttles > 0)) return [];
  const enabled = setup.sources.filter((source) => source.enabled);
  const way =
    enabled.length === 0
      ? setup.sources.length === 0
        ? 'write sources: { shop: { type: invoke, function: checkout, rate: 50/s } }'
        : 'every source has enabled: false'
      : 'look at their rates, and whether the run is long enough';
  return [{ id: 'W_NO_REQUESTS', text: `no source sent a request, so there is nothing to measure; ${way}` }];
}

/** The rate of a function's sources never falls, yet its concurrency peaks in the very first minute. */
function coldPool(setup: Setup, records: readonly RunRecord[]): readonly Warning[] {
  const series = records.find((record) => record.run === 1)?.series;
  if (setup.warmup > 0 || series === undefined) return [];
  return setup.functions
    .filter((f) => f.initialEnvironments === 0 && neverSlower(setup, f.name))
    .flatMap(({ name }): readonly Warning[] => {
      const levels = findSeries(series, `functions.${name}`, 'ConcurrentExecutions');
      const first = Math.ceil(MINUTE / series.bucket);
      if (levels === null || levels.length < 2 * first) return [];
      const early = greatest(levels.subarray(0, first));
      const later = greatest(levels.subarray(first));
      if (early < CLEARLY * later || early < later + A_FEW) return [];
      const text = `${name} peaks at ${count(early)} in the first minute and at ${count(later)} after it, because its pool of environments starts empty; set warmup or initialEnvironments`;
      return [{ id: 'W_COLD_POOL', text }];
    });
}

function neverSlower(setup: Setup, name: string): boolean {
  const sources = setup.sources.filter((source) => source.enabled && functionsOf(source).includes(name));
  return sources.every(({ arrivals: { shape } }) => {
    if (shape.kind !== 'stages') return false;
    let last = 0;
    return shape.stages.every((stage) => {
      if (stage.kind !== 'rate' || stage.from < last || stage.to < stage.from) return false;
      last = stage.to;
      return true;
    });
  });
}

function scalingRate({ setup, causes }: Findings): readonly Warning[] {
  return causes
    .filter(({ cause }) => cause === 'scalingRate')
    .map(({ function: name, throttles }) => {
      const way =
        setup.warmup === 0
          ? 'if it is not new in reality, set warmup or initialEnvironments; else raise the load more slowly'
          : 'raise the load more slowly, or keep environments ready';
      return {
        id: 'W_SCALING_RATE',
        text: `${name}: Lambda's scaling rate refused ${count(throttles)} attempts; ${way}`,
      };
    });
}

function unfinished({ setup, figures }: Findings): readonly Warning[] {
  return setup.sources.flatMap(({ name }, k): readonly Warning[] => {
    const { requests, served, failed } = figures.sources[k]!;
    // What a filter kept out has ended.
    const open = requests - served - failed - (figures.sources[k]!.filtered ?? 0);
    if (!(open / requests > NOTEWORTHY)) return [];
    const text = `${name}: ${plural(open, 'request')} (${roundShare(open / requests)}) had no final answer when the run ended and ${open === 1 ? 'stands' : 'stand'} in no latency; let the run go on after the load has ended`;
    return [{ id: 'W_UNFINISHED', text }];
  });
}

function lostEvents({ setup, figures }: Findings): readonly Warning[] {
  return setup.functions.flatMap(({ name }, k): readonly Warning[] => {
    const f = figures.functions[k]!;
    if (!((f.asyncEvents?.lost ?? 0) > 0)) return [];
    return [{ id: 'W_EVENTS_LOST', text: `${droppedText(name, f)}; ${droppedRemedy(name, f)}` }];
  });
}

function openReading({ setup, readings }: Findings): readonly Warning[] {
  return readings.map((reading) => ({
    id: 'W_ASYNC_RETRY',
    text: `${readingText(setup, reading)}; set assumptions.asyncRetry to what you have seen`,
  }));
}

function noData({ objectives }: Findings): readonly Warning[] {
  return objectives
    .filter(({ value, ok }) => value === null && ok)
    .map(({ on, expr }) => ({
      id: 'W_NO_DATA',
      text: `${on}: nothing happened that \`${expr}\` could be taken of, so it counts as met; check the load and the name`,
    }));
}

function closeCalls({ objectives, runs }: Findings): readonly Warning[] {
  return objectives.flatMap((objective): readonly Warning[] => {
    const { on, expr, value, ci95, unit, tooClose } = objective;
    if (tooClose !== true) return [];
    const enough = settlingRuns(objective, runs);
    const advice = enough === null ? 'simulate with more runs' : `about ${count(enough)} runs should settle it`;
    const text = `${on}: \`${expr}\` is too close to call at ${amount(value ?? NaN, unit)} ± ${amount(ci95 ?? NaN, unit)}; ${advice}`;
    return [{ id: 'W_CLOSE_CALL', text }];
  });
}

function imprecise({ objectives, precision, runs, complete }: Findings): readonly Warning[] {
  if (precision === null || precision.met || !complete) return [];
  const { on, expr } = objectives[precision.objective]!;
  const now = precision.reached === null ? '' : `; it is ± ${share(precision.reached)}`;
  const text = `${on}: \`${expr}\` has no interval of ± ${share(precision.wanted)} after ${count(runs)} runs, and no more are added${now}; ask for less with --precision, or give --runs`;
  return [{ id: 'W_PRECISION', text }];
}

/** R4.19: ten requests a second each, so the utilisation cannot pass ten times the mean duration in seconds. */
function unreachableTargets({ setup, figures }: Findings): readonly Warning[] {
  return setup.functions.flatMap((f, k): readonly Warning[] => {
    const ceiling = REQUESTS_PER_SECOND_PER_CONCURRENCY * figures.functions[k]!.formula.duration_s;
    return configuredOf(f)
      .filter(({ config: { bounds, target, statistic } }) => {
        return statistic === 'Average' && bounds.min < bounds.max && ceiling > 0 && target >= ceiling;
      })
      .map(({ config: { target } }) => ({
        id: 'W_TARGET_UNREACHABLE',
        text: `${f.name}: its provisioned concurrency never scales out: at ten requests a second each and a mean Duration of ${amount(figures.functions[k]!.Duration.mean_ms, 'ms')} the utilisation stays below ${roundShare(ceiling)}, and the target is ${roundShare(target)}; lower the target`,
      }));
  });
}

function standInPrices(setup: Setup, records: readonly RunRecord[]): readonly Warning[] {
  const { region } = setup.account;
  const usages = records.map((record) => usagesOf(setup, record));
  return setup.functions.flatMap((f, k): readonly Warning[] => {
    const missing = usages.flatMap((usage) => usage[k]!).flatMap((usage) => unknownPrices(region, usage));
    return [...new Set(missing)].map((what) => ({
      id: 'W_PRICE',
      text: `${f.name}: no price of ${what} is known in ${region}, so us-east-1's was taken; compare with AWS's price list`,
    }));
  });
}

/** What is paid for by the hour goes on between two occurrences of the window, and the bill does not. */
function betweenRepeats({ repeat, warmup, functions }: Setup, records: readonly RunRecord[]): readonly Warning[] {
  if (repeat === null) return [];
  const window = Math.min(...records.map(({ until }) => until)) - warmup;
  if (window >= PERIODS[repeat].shortest) return [];
  return functions.flatMap(({ name }, k): readonly Warning[] => {
    const standing = records.flatMap((record) => record.functions[k]!.billing);
    const provisioned = standing.some(({ provisionedAllocated_s }) => provisionedAllocated_s > 0);
    if (!provisioned && !standing.some(({ snapStart_s }) => snapStart_s > 0)) return [];
    const what = provisioned ? 'provisioned concurrency' : 'the SnapStart cache';
    const text = `${name}: a month holds ${what} only while the window lasts, ${span(toSeconds(window))} ${repeat}; if it stays on in between, simulate the whole time from one occurrence to the next`;
    return [{ id: 'W_BETWEEN_REPEATS', text }];
  });
}

function greatest(levels: Float64Array): number {
  return levels.reduce((max, level) => Math.max(max, level), 0);
}
