/** Why an objective is missed, and what would help: the second half of the verdict. */
import { droppedRemedy, droppedText } from './async-findings.ts';
import { briefCause } from './causes.ts';
import { dependencyErrors, dependencyWait, ofDependency } from './dependency-findings.ts';
import { metricText } from './fault-result.ts';
import type { Findings } from './findings.ts';
import type { Objective } from './objective.ts';
import { ofQueue, queueOfWriter } from './queue-findings.ts';
import { roundShare } from './quantity.ts';
import { isProvisioned, remedyOf, spilloverRemedy } from './remedies.ts';
import type { FunctionResult, SourceResult } from './run-result.ts';
import { mappingReason } from './stream-findings.ts';

/** Starts with its own punctuation; empty where nothing sensible can be said. */
export function missReason(findings: Findings, objective: Objective): string {
  const { subject } = objective;
  switch (subject.kind) {
    case 'source': {
      const k = findings.setup.sources.findIndex((source) => source.name === subject.name);
      const source = findings.figures.sources[k]!;
      const route = findings.setup.sources[k]!.routes.find(({ name }) => name === subject.route);
      const name = route?.function ?? findings.setup.sources[k]!.function;
      const figures = route === undefined ? source : source.routes![route.name]!;
      return ofSource(findings, figures, name, subject);
    }
    case 'function': {
      const f = functionNamed(findings, subject.name);
      return ofFunction(findings, f, subject.name, subject.metric.kind);
    }
    case 'queue':
      return ofQueue(findings, subject.name, subject.metric.kind);
    case 'mapping':
      return mappingReason(
        findings,
        findings.setup.sources.findIndex((source) => source.name === subject.name),
      );
    case 'stream': {
      const readers = findings.setup.sources.map((source, k) => (source.stream === subject.name ? k : -1));
      const k = readers.find((reader) => reader >= 0 && findings.figures.sources[reader]!.iteratorAge_ms !== undefined);
      return k === undefined ? '' : mappingReason(findings, k);
    }
    case 'dependency':
      return ofDependency(findings, subject.name, subject.metric.kind);
    case 'account':
      return ofAccount(findings, subject.metric.kind);
    case 'recovery':
      return ofRecovery(findings, subject.fault);
  }
}

/** What keeps it down, or what was back last. */
function ofRecovery({ faults }: Findings, fault: number): string {
  const { metastable = null, last = null } = faults[fault] ?? {};
  if (metastable !== null) return `; ${metastable.text}`;
  if (last === null) return '';
  return `; ${last.scope.slice(last.scope.indexOf('.') + 1)} ${last.isBack ? 'is back last' : 'is not back'}: ${metricText(last.metric, last.value ?? NaN, last.before ?? NaN)}`;
}

function ofSource(
  findings: Findings,
  source: SourceResult,
  name: string,
  { metric, name: own }: Extract<Objective['subject'], { kind: 'source' }>,
): string {
  const k = findings.setup.sources.findIndex((one) => one.name === own);
  if (source.iteratorAge_ms !== undefined && metric.kind !== 'throttled') return mappingReason(findings, k);
  const queue = queueOfWriter(findings.setup, findings.setup.sources[k]!);
  if (queue !== null) return ofQueue(findings, queue, metric.kind);
  if (name === '') return '; more shards or partition keys that spread better would help';
  const throttled = ofThrottles(findings, name, own);
  if (metric.kind === 'throttled' || metric.kind === 'throttledAttempts') return throttled;
  const { throttled: refused, error, timeout, other } = source.failures;
  if (metric.kind === 'failed') {
    if (other > Math.max(refused, error, timeout)) return NOT_RUN(name);
    if (refused >= error && refused >= timeout) return throttled;
    return error >= timeout ? errors(findings, name) : timeouts(findings, name);
  }
  if (metric.kind === 'completion') return ofCompletion(findings, name);
  const { retries_ms, overhead_ms, init_ms, run_ms } = source.latencyParts;
  const f = functionNamed(findings, name);
  if (metric.statistic === 'mean') {
    if (retries_ms >= overhead_ms + init_ms && retries_ms >= run_ms) return throttled;
    return overhead_ms + init_ms >= run_ms ? COLD(name) : slow(findings, name);
  }
  // What happens to more requests than lie beyond the percentile decides it.
  const tail = 1 - metric.q / 100;
  if (source.throttledShare > tail) return throttled;
  return f.coldStartShare > tail || overhead_ms + init_ms > run_ms ? COLD(name) : slow(findings, name);
}

/** What waits longest in Lambda's queue, or else what runs. */
function ofCompletion(findings: Findings, name: string): string {
  const ages = findings.figures.functions.map((f) => f.AsyncEventAge?.p99_ms ?? 0);
  const oldest = Math.max(...ages);
  const k = ages.indexOf(oldest);
  if (oldest <= 1000) return slow(findings, name);
  const f = findings.figures.functions[k]!;
  const callee = findings.setup.functions[k]!.name;
  return f.Throttles > 0 ? ofThrottles(findings, callee) : LATE(callee);
}

function ofFunction(findings: Findings, f: FunctionResult, name: string, kind: string): string {
  switch (kind) {
    case 'throttled':
      return ofThrottles(findings, name);
    case 'errors':
      return errors(findings, name);
    case 'coldStartShare':
      return '; steadier traffic or provisioned concurrency would help';
    case 'init':
      return `; a smaller package or less work at start of ${name} would help`;
    case 'duration':
      return slow(findings, name);
    case 'dropped':
      return `: ${droppedText(name, f)}; ${droppedRemedy(name, f)}`;
    case 'eventAge':
      return f.Throttles > 0 ? ofThrottles(findings, name) : LATE(name);
    case 'spillover':
      return isProvisioned(f) ? `: ${spilloverRemedy(f)}` : '';
    default:
      return f.Throttles > 0 ? ofThrottles(findings, name) : '; a shorter duration or a cap would help';
  }
}

function ofAccount(findings: Findings, kind: string): string {
  const { setup, figures } = findings;
  const largest = (figure: (f: FunctionResult) => number): { name: string; part: number } => {
    const values = figures.functions.map(figure);
    const index = values.indexOf(Math.max(...values));
    const sum = values.reduce((all, value) => all + value, 0);
    return { name: setup.functions[index]?.name ?? '', part: (values[index] ?? 0) / sum };
  };
  switch (kind) {
    case 'throttled':
      return ofThrottles(findings, null);
    case 'errors':
      return errors(findings, largest((f) => f.Errors).name);
    case 'cost': {
      const { name, part } = largest((f) => f.cost_usd.total);
      return `, ${roundShare(part)} of it for ${name}; a shorter duration or less memory there would help`;
    }
    default: {
      const { name, part } = largest((f) => f.ConcurrentExecutions.mean);
      const most = part > 0 ? ` because ${name} is ${roundShare(part)} of what is in flight` : '';
      return `${most}; a higher account limit or a shorter duration would help`;
    }
  }
}

/** The cause of most throttles of one function (and of the gateway of `source`), or of all where no name is given. */
function ofThrottles({ setup, causes }: Findings, name: string | null, source: string | null = null): string {
  const cause = causes.find((one) => {
    if (one.cause === 'source') return one.source === source;
    return name === null || one.function === name;
  });
  return cause === undefined ? '' : ` because ${briefCause(setup, cause)}; ${remedyOf(setup, cause)}`;
}

function functionNamed({ setup, figures }: Findings, name: string): FunctionResult {
  return figures.functions[setup.functions.findIndex((f) => f.name === name)]!;
}

/** The function itself, or a dependency that refuses its calls. */
function errors(findings: Findings, name: string): string {
  return dependencyErrors(findings, name, functionNamed(findings, name).Errors) || ERRORS(name);
}

function timeouts(findings: Findings, name: string): string {
  return waitFor(findings, name) || TIMEOUTS(name);
}

function slow(findings: Findings, name: string): string {
  return waitFor(findings, name) || SLOW(name);
}

function waitFor(findings: Findings, name: string): string {
  const { Duration, Invocations } = functionNamed(findings, name);
  return dependencyWait(findings, name, Duration.mean_ms, Invocations);
}

const ERRORS = (name: string): string =>
  ` because ${name} itself ends in errors; fewer errors there or retries would help`;

const NOT_RUN = (name: string): string =>
  ` because Lambda answers with errors of its own before ${name} runs; see its invokeErrors`;

const TIMEOUTS = (name: string): string =>
  ` because ${name} answers too late; a shorter duration there or a longer timeout would help`;

const COLD = (name: string): string =>
  ` because of the cold starts of ${name}; a shorter init or provisioned concurrency would help`;

const LATE = (name: string): string =>
  ` because failed events of ${name} are tried again minutes later; fewer errors there would help`;

const SLOW = (name: string): string =>
  ` because ${name} itself takes that long; faster code or more memory there would help`;
