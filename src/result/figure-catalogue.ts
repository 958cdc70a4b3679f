/** The figures that a comparison tells of each kind of thing. */
import type { FigureUnit } from './comparison.ts';

/** A figure below its subject. */
export interface ComparedFigure {
  /** Path below the subject in result.json, segments between dots. */
  readonly path: string;
  readonly label: string;
  readonly unit: FigureUnit;
  readonly better: 'lower' | 'higher' | null;
  /** Whether it adds up over the window, so that a longer horizon has more of it. */
  readonly addsUp: boolean;
}

/** Kinds of things with figures, as result.json names their maps. */
export type SubjectKind = 'functions' | 'sources' | 'queues' | 'streams' | 'dependencies';

const levels = [figure('max', 'peak concurrency', 'count', null), figure('mean', 'mean concurrency', 'count', null)];

/** Of the account. */
export const ACCOUNT_FIGURES: readonly ComparedFigure[] = [
  ...below('ConcurrentExecutions', levels),
  figure('ClaimedAccountConcurrency.max', 'claimed concurrency', 'count', null),
  figure('headroom', 'headroom', 'share', 'higher'),
];

/** Of the bill; the window's stands for one run of the scenario. */
export const COST_FIGURES: readonly ComparedFigure[] = [
  total('total', 'cost per scenario run', 'usd'),
  figure('month.total', 'cost per month', 'usd', 'lower'),
  figure('monthInAYear.total', 'cost per month in a year', 'usd', 'lower'),
];

const backlog = [
  figure('backlogMax', 'greatest backlog', 'count', 'lower'),
  figure('oldestAgeMax_s', 'oldest message', 's', 'lower'),
  figure('drainTime_s', 'drain time', 's', 'lower'),
];

const gone = [total('lost', 'lost', 'count'), total('deadLettered', 'dead-lettered', 'count')];

/** Of each kind of thing; what a thing does not have is left out. */
export const SUBJECT_FIGURES: Readonly<Record<SubjectKind, readonly ComparedFigure[]>> = {
  functions: [
    figure('throttledShare', 'throttled', 'share', 'lower'),
    figure('coldStartShare', 'cold starts', 'share', 'lower'),
    total('Errors', 'errors', 'count'),
    ...times('Duration', 'duration'),
    ...below('ConcurrentExecutions', levels),
    total('ProvisionedConcurrencySpilloverInvocations', 'spillover', 'count'),
    total('AsyncEventsDropped', 'dropped events', 'count'),
    ...times('AsyncEventAge', 'event age'),
    figure('asyncQueue.max', 'greatest backlog', 'count', 'lower'),
    figure('asyncQueue.drainTime_s', 'drain time', 's', 'lower'),
    ...below('cost_usd', COST_FIGURES.slice(0, 2)),
  ],
  sources: [
    total('failed', 'failed', 'count'),
    figure('throttledShare', 'throttled', 'share', 'lower'),
    ...times('latency', 'latency'),
    ...backlog,
    ...times('iteratorAge_ms', 'iterator age'),
    ...gone,
  ],
  queues: [...backlog, ...times('messageAge', 'message age'), ...gone],
  streams: [...backlog, ...times('iteratorAge_ms', 'iterator age'), total('refused', 'refused', 'count'), ...gone],
  dependencies: [
    figure('utilisation', 'utilisation', 'share', 'lower'),
    ...times('wait', 'wait'),
    figure('rejectedShare', 'rejected', 'share', 'lower'),
    total('failed', 'failed', 'count'),
    figure('connections.max', 'connections', 'count', null),
  ],
};

function figure(path: string, label: string, unit: FigureUnit, better: 'lower' | 'higher' | null): ComparedFigure {
  return { path, label, unit, better, addsUp: false };
}

/** Adds up over the window; less of it is better. */
function total(path: string, label: string, unit: FigureUnit): ComparedFigure {
  return { path, label, unit, better: 'lower', addsUp: true };
}

function times(path: string, label: string): ComparedFigure[] {
  return ['mean', 'p50', 'p95', 'p99'].map((word) => figure(`${path}.${word}_ms`, `${word} ${label}`, 'ms', 'lower'));
}

function below(path: string, figures: readonly ComparedFigure[]): ComparedFigure[] {
  return figures.map((each) => ({ ...each, path: `${path}.${each.path}` }));
}
