/** All figures of one run, in the shape that every run of a scenario shares. */
import type { Micros } from '../des/time.ts';
import { callsOf } from '../lambda/call-graph.ts';
import { accountOfRun, accountOfRuns } from './account-result.ts';
import { billOf, type Terms } from './cost.ts';
import type { DependencyResult } from './dependency-figures.ts';
import { dependencyOfRun, dependencyOfRuns, dependencyUseOf } from './dependency-result.ts';
import { functionOfRun, functionOfRuns, limitOf, publicFunction, unreservedPool } from './function-result.ts';
import { leafwise, settled } from './leaves.ts';
import { TIMES_PER_MONTH } from './month.ts';
import { pricesIn } from './prices.ts';
import { pooledStatistics } from './over-runs.ts';
import { mean } from './replications.ts';
import type { RunRecord } from './run-record.ts';
import type {
  AccountResult,
  CostResult,
  FigureKey,
  FunctionResult,
  RunResultJson,
  SourceResult,
} from './run-result.ts';
import type { Setup } from './setup.ts';
import type { QueueResult } from './queue-figures.ts';
import { queueOfRun, queueOfRuns } from './queue-result.ts';
import { usagesOf } from './usage.ts';
import { sourceCosts } from './source-cost.ts';
import type { StreamResult } from './stream-figures.ts';
import { sourceOfRun, sourceOfRuns } from './source-result.ts';
import { statisticsOf } from './statistics.ts';
import { iteratorAgeOfFunction, streamsOfRun, streamsOfRuns } from './stream-result.ts';

/** Functions and sources stand in the scenario's order. What there is nothing to take of is NaN. */
export interface Figures {
  readonly account: AccountResult;
  readonly functions: readonly FunctionResult[];
  /** As `versions` of the record; their bill is that of their function. */
  readonly versions: readonly FunctionResult[];
  readonly sources: readonly SourceResult[];
  readonly queues: readonly QueueResult[];
  readonly streams: readonly StreamResult[];
  readonly dependencies: readonly DependencyResult[];
  readonly cost: CostResult;
  readonly unfinished: RunRecord['unfinished'];
}

/** The part of a result that a run and all runs together have in common. */
export type PublicFigures = Pick<RunResultJson, FigureKey>;

/** One run's figures. @param holders everybody who held a pool in any run */
export function figuresOfRun(setup: Setup, record: RunRecord, holders: readonly string[]): Figures {
  const window = windowOf(setup, record);
  const bill = billOf(usagesOf(setup, record), termsOf(setup));
  const billed = record.functions.map((f, index) => ({ record: f, cost: bill.functions[index]! }));
  const costs = sourceCosts(setup.sources, record.sources, billed, calleesOf(setup));
  const pool = unreservedPool(setup);
  return {
    account: accountOfRun(record, window, setup.account.concurrency),
    functions: record.functions.map((f, index) => {
      const config = setup.functions[index]!;
      const age = iteratorAgeOfFunction(setup, record, f.name);
      return {
        ...functionOfRun(f, config, window, limitOf(config, pool), bill.functions[index]!, holders),
        ...(age === null ? {} : { IteratorAge: statisticsOf(age) }),
        ...dependencyUseOf(record.dependencies, f.name, window),
      };
    }),
    versions: record.versions.map((version) => {
      const index = functionOfVersion(setup, version.name);
      return functionOfRun(version, setup.functions[index]!, window, NaN, bill.functions[index]!, holders);
    }),
    sources: record.sources.map((source, index) => sourceOfRun(source, costs[index]!, record.queues, window)),
    queues: record.queues.map((queue) => queueOfRun(queue, window)),
    streams: streamsOfRun(setup, record),
    dependencies: record.dependencies.map((dependency, index) =>
      dependencyOfRun(dependency, setup.dependencies[index]!.capacity, window),
    ),
    cost: bill.account,
    unfinished: record.unfinished,
  };
}

/** The figures of all runs together. @param runs at least one, each of the record at the same place */
export function figuresOfRuns(setup: Setup, runs: readonly Figures[], records: readonly RunRecord[]): Figures {
  const [first] = runs;
  if (first === undefined) throw new RangeError('a result needs at least one run, not 0');
  if (runs.length === 1) return first;
  const { cost, unfinished } = leafwise(
    runs.map((run) => ({ cost: run.cost, unfinished: run.unfinished })),
    mean,
  );
  return {
    account: accountOfRuns(runs.map((run) => run.account)),
    functions: first.functions.map((_, index) => functionOverRuns(setup, index, runs, records)),
    versions: first.versions.map((_, index) =>
      functionOfRuns(
        runs.map((run) => run.versions[index]!),
        records.map((record) => record.versions[index]!),
      ),
    ),
    sources: first.sources.map((_, index) =>
      sourceOfRuns(
        runs.map((run) => run.sources[index]!),
        records.map((record) => record.sources[index]!),
      ),
    ),
    queues: first.queues.map((_, index) =>
      queueOfRuns(
        runs.map((run) => run.queues[index]!),
        records.map((record) => record.queues[index]!),
      ),
    ),
    streams: streamsOfRuns(
      setup,
      runs.map((run) => run.streams),
      records,
    ),
    dependencies: first.dependencies.map((_, index) =>
      dependencyOfRuns(
        runs.map((run) => run.dependencies[index]!),
        records.map((record) => record.dependencies[index]!),
      ),
    ),
    cost,
    unfinished,
  };
}

function functionOverRuns(
  setup: Setup,
  index: number,
  runs: readonly Figures[],
  records: readonly RunRecord[],
): FunctionResult {
  const results = runs.map((run) => run.functions[index]!);
  const over = functionOfRuns(
    results,
    records.map((record) => record.functions[index]!),
  );
  if (over.IteratorAge === undefined) return over;
  const { name } = setup.functions[index]!;
  const ages = records.map((record) => iteratorAgeOfFunction(setup, record, name)!);
  const statistics = pooledStatistics(
    results.map((result) => result.IteratorAge!),
    ages,
  );
  return { ...over, IteratorAge: statistics };
}

/**
 * As result.json shows them: maps by name, nothing is 0.
 * @param seen says which throttle reasons and holders occurred, where these are not figures but intervals of them
 */
export function publicFigures(setup: Setup, figures: Figures, seen = figures): PublicFigures {
  return {
    account: settled(figures.account),
    functions: Object.fromEntries(
      setup.functions.map(({ name }, k) => [name, publicFunction(figures.functions[k]!, seen.functions[k]!)]),
    ),
    sources: Object.fromEntries(setup.sources.map(({ name }, k) => [name, settled(figures.sources[k]!)])),
    ...(setup.queues.length === 0
      ? {}
      : { queues: Object.fromEntries(setup.queues.map(({ name }, k) => [name, settled(figures.queues[k]!)])) }),
    ...(setup.streams.length === 0
      ? {}
      : { streams: Object.fromEntries(setup.streams.map(({ name }, k) => [name, settled(figures.streams[k]!)])) }),
    ...(setup.dependencies.length === 0
      ? {}
      : {
          dependencies: Object.fromEntries(
            setup.dependencies.map(({ name }, k) => [name, settled(figures.dependencies[k]!)]),
          ),
        }),
    cost_usd: settled(figures.cost),
    unfinished: settled(figures.unfinished),
  };
}

/** Everybody who held an exhausted pool, in any run: functions in the scenario's order, then the rest. */
export function holdersOf(setup: Setup, records: readonly RunRecord[]): readonly string[] {
  const seen = new Set(
    records.flatMap(({ functions }) =>
      functions.flatMap(({ pool: { holders, shares } }) => holders.filter((_, k) => (shares[k] ?? 0) > 0)),
    ),
  );
  const names = setup.functions.map(({ name }) => name);
  return [...names.filter((name) => seen.has(name)), ...[...seen].filter((holder) => !names.includes(holder))];
}

function termsOf({ account, pricing, repeat, growth, assumptions }: Setup): Terms {
  return {
    prices: pricesIn(account.region),
    ...pricing,
    timesPerMonth: repeat === null ? null : TIMES_PER_MONTH[repeat],
    growth: repeat === null ? null : growth,
    roundLikeAws: assumptions.roundLikeAws,
  };
}

/** The length of what counts: from the end of the warm-up to the instant the run reached. */
export function windowOf(setup: Setup, record: RunRecord): Micros {
  return Math.max(0, record.until - setup.warmup);
}

/** Place of the function that `function:version` is a version of; names may hold colons themselves. */
function functionOfVersion({ functions }: Setup, name: string): number {
  const owners = functions
    .filter((f) => name.startsWith(`${f.name}:`))
    .toSorted((a, b) => b.name.length - a.name.length);
  return functions.indexOf(owners[0]!);
}

/** The functions that functions call. */
function calleesOf({ functions }: Setup): ReadonlySet<string> {
  return new Set(functions.flatMap(callsOf).flatMap(({ queue, function: name }) => (queue === null ? [name] : [])));
}
