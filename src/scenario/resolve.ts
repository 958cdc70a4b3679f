/** A tree → a scenario: the schema first, then defaults and the rules that join several keys; all findings at once. */
import { HOUR, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { AccountConfig, FunctionConfig } from '../lambda/config.ts';
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import { checkRepeat, checkTimes } from './check-times.ts';
import type { Calendar } from './calendar.ts';
import { digestOf } from './digest.ts';
import { lacksItsBase } from './extended-functions.ts';
import type { FunctionSpec } from './function-schema.ts';
import { reportIssues } from './issues.ts';
import { checkTenants } from './lifecycle-rules.ts';
import { checkNames } from './names.ts';
import { checkCompletions, resolveObjective } from './objectives.ts';
import { checkReserved, resolveAccount, resolveAssumptions } from './resolve-account.ts';
import { resolveCalendar } from './resolve-calendar.ts';
import { checkChains } from './resolve-event-invoke.ts';
import { resolveDependencies } from './resolve-dependency.ts';
import { resolveDeployments } from './resolve-deployments.ts';
import { resolveFaults } from './resolve-faults.ts';
import { withTraffic } from './fault-traffic.ts';
import { resolveFunction } from './resolve-function.ts';
import { checkCallChains } from './resolve-handler-calls.ts';
import { checkExclusions, checkProvisioned, claimsOf } from './resolve-provisioned.ts';
import { checkRecoveries } from './recovery-objective.ts';
import { resolveQueues } from './resolve-queue.ts';
import { inFileOrder } from './in-file-order.ts';
import { resolveSource } from './resolve-source.ts';
import { resolveStreams } from './resolve-stream.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema, scenarioShape } from './schema.ts';
import { salvage, wholeDraft, type Draft } from './salvage.ts';
import { withSteadyEnvironments } from './steady.ts';
import { readTarget, type CalledTarget } from './target.ts';
import { isGiven, keysAt, nodeAt, toPlain, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** A chart with more points than this shows no more. */
const AUTO_BUCKETS = 3_600;
const AUTO_WIDTHS: readonly Micros[] = [SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, HOUR];

/**
 * The scenario, or `null` with errors in the bench's report. `fallbackName` is used where the file gives no name; which
 * variant it is, only the caller knows.
 */
export function resolveScenario(bench: Workbench, fallbackName: string): Scenario | null {
  const plain = toPlain(bench.root);
  const read = scenarioSchema.safeParse(plain);
  if (!read.success) reportIssues(bench, read.error.issues);
  checkNames(bench);
  const draft = read.success ? wholeDraft(read.data) : salvage(plain, scenarioShape);
  const calendar = resolveCalendar(bench, draft.start, draft.timezone, draft.duration);
  const parts = resolveParts(bench, draft, calendar);
  checkTimes(bench, draft);
  checkRepeat(bench, draft);
  const spec = read.success ? read.data : null;
  const { account, assumptions, functions, queues, dependencies, sources, streams, deployments, faults, objectives } =
    parts;
  if (spec === null || account === null || assumptions === null || calendar === null || bench.report.failed)
    return null;
  const bucket = spec.bucket === 'auto' ? autoBucket(spec.duration) : spec.bucket;
  const { timezone, duration, warmup, seed, runs, pricing, description = '', name = fallbackName } = spec;
  const scenario = {
    name,
    description,
    start: calendar.isGiven ? calendar.start : null,
    timezone,
    duration,
    warmup,
    seed,
    runs,
    bucket,
    repeat: spec.repeat ?? null,
    growth: spec.growth ?? null,
    account,
    pricing,
    assumptions,
    functions,
    queues,
    dependencies,
    sources,
    deployments,
    streams,
    faults,
    objectives,
  };
  return { ...scenario, variant: null, warnings: bench.report.warnings(), digest: digestOf(scenario) };
}

/** The smallest of 1 s, 10 s, 1 min, 5 min and 1 h with at most 3,600 buckets; whole hours beyond 150 days. */
export function autoBucket(duration: Micros): Micros {
  const fitting = AUTO_WIDTHS.find((width) => Math.ceil(duration / width) <= AUTO_BUCKETS);
  return fitting ?? Math.ceil(duration / (AUTO_BUCKETS * HOUR)) * HOUR;
}

interface Parts {
  readonly account: AccountConfig | null;
  readonly assumptions: Assumptions | null;
  readonly functions: readonly FunctionConfig[];
  readonly queues: Scenario['queues'];
  readonly dependencies: Scenario['dependencies'];
  readonly sources: Scenario['sources'];
  readonly deployments: Scenario['deployments'];
  readonly streams: Scenario['streams'];
  readonly faults: Scenario['faults'];
  readonly objectives: Scenario['objectives'];
}

function resolveParts(bench: Workbench, draft: Draft, calendar: Calendar | null): Parts {
  const account = draft.account === undefined ? null : resolveAccount(bench, draft.account);
  const assumptions = draft.assumptions === undefined ? null : resolveAssumptions(bench, draft.assumptions);
  const start = assumptions ?? { platformOverhead: null, packageTerm: 0 };
  if (draft.functions.length === 0 && draft.functionsAreEmpty)
    bench.error('E_MISSING_KEY', ['functions'], 'holds no function; write one, such as checkout: { duration: 120ms }');
  checkDurations(bench);
  const specs = inFileOrder(bench, 'functions', draft.functions);
  const functions = specs.map(([name, spec]) => resolveFunction(bench, name, spec, start, calendar));
  const specOf = new Map(draft.functions);
  const memoryOf = ({ function: name, qualifier }: CalledTarget): number => {
    return behind(specOf.get(name), qualifier, 'memorySize') ?? DEFAULT_MEMORY;
  };
  const timeoutOf = ({ function: name, qualifier }: CalledTarget): Micros | null =>
    behind(specOf.get(name), qualifier, 'timeout') ?? null;
  const dependencies = resolveDependencies(bench, draft.dependencies, present(functions));
  const sourceSpecs = inFileOrder(bench, 'sources', draft.sources);
  const queues = resolveQueues(bench, inFileOrder(bench, 'queues', draft.queues), sourceSpecs);
  const sources = sourceSpecs.map(([name, spec]) =>
    resolveSource(bench, name, spec, memoryOf, calendar, { queues, timeoutOf, duration: draft.duration }),
  );
  const streams = resolveStreams(bench, draft, present(sources));
  checkChains(bench, present(functions));
  checkUnreadSources(bench, draft);
  if (draft.account !== undefined) {
    const reserved = specs.flatMap(([name, spec]) =>
      spec.reservedConcurrency === undefined ? [] : [[name, spec.reservedConcurrency] as const],
    );
    checkReserved(bench, draft.account.concurrency, reserved);
    checkProvisioned(bench, draft.account.concurrency, new Map(reserved), specs.flatMap(claimsOf));
  }
  checkCallChains(bench, present(functions));
  checkExclusions(bench);
  checkTenants(bench, draft.functions, draft.sources);
  const resolved = { functions: present(functions), sources: present(sources) };
  const traffic = { sources: resolved.sources, dependencies, streams, duration: draft.duration ?? 0 };
  const faults = resolveFaults(bench, draft, [...queues.keys()], streams);
  return {
    account,
    assumptions,
    functions:
      account === null || assumptions === null
        ? []
        : withSteadyEnvironments(resolved.functions, specOf, account, { assumptions, ...traffic }),
    queues: [...queues.values()].map(({ config }) => config),
    dependencies,
    sources: withTraffic(resolved.sources, faults),
    faults,
    deployments: resolveDeployments(bench, draft.deployments, resolved.functions, draft),
    streams,
    objectives: objectivesOf(bench, draft, faults, resolved),
  };
}

/** A function has a handler time; where there are versions, each of them may have its own instead. */
function checkDurations(bench: Workbench): void {
  for (const name of keysAt(bench.root, ['functions'])) {
    const path: Path = ['functions', name];
    if (nodeAt(bench.root, path)?.kind !== 'map' || isGiven(bench.root, [...path, 'duration'])) continue;
    if (lacksItsBase(bench.root, bench.report, name)) continue;
    const versions = keysAt(bench.root, [...path, 'versions']);
    if (versions.length === 0)
      bench.error(
        'E_MISSING_KEY',
        [...path, 'duration'],
        'is missing; write D, { io: D, cpu: D } or { base: D, perRecord: D }',
      );
    for (const version of versions) {
      const duration: Path = [...path, 'versions', version, 'duration'];
      if (!isGiven(bench.root, duration))
        bench.error('E_MISSING_KEY', duration, 'is missing; write it here or for the whole function');
    }
  }
}

/** A source that is wrong elsewhere may name a function that does not exist, too. */
function checkUnreadSources(bench: Workbench, draft: Draft): void {
  const read = new Set(draft.sources.map(([name]) => name));
  for (const name of keysAt(bench.root, ['sources'])) {
    const called = read.has(name) ? undefined : nodeAt(bench.root, ['sources', name, 'function']);
    if (called?.kind === 'scalar' && typeof called.value === 'string')
      readTarget(bench, ['sources', name, 'function'], called.value);
  }
}

/** An alias has the settings of the version that it stands for first. */
function behind(spec: FunctionSpec | undefined, qualifier: string, key: 'memorySize' | 'timeout'): number | undefined {
  return spec?.versions[spec.aliases[qualifier]?.version ?? qualifier]?.[key] ?? spec?.[key];
}

function present<T>(things: readonly (T | null)[]): readonly T[] {
  return things.filter((thing) => thing !== null);
}

function objectivesOf(
  bench: Workbench,
  draft: Draft,
  faults: Scenario['faults'],
  { sources, functions }: Pick<Scenario, 'sources' | 'functions'>,
): Scenario['objectives'] {
  const read = draft.objectives.flatMap(([index, spec]) => {
    const objective = resolveObjective(bench, ['objectives', index], spec);
    return objective === null ? [] : [[index, objective] as const];
  });
  // Where one cannot be read the others have no numbers.
  if (faults.length === draft.faults.length) checkRecoveries(bench, read, faults, draft);
  // A function that is wrong elsewhere may be the one that calls.
  if (functions.length === draft.functions.length) checkCompletions(bench, read, sources, functions);
  return read.map(([, objective]) => objective);
}
