/** `lsim export cloudwatch`: the metrics of a run in the shape in which CloudWatch gives them. */
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { MINUTE, type Micros } from '../des/time.ts';
import { leftOut, metricDataText, periodOf, type MetricSource } from '../report/cloudwatch.ts';
import { lacksOffsetLag, withOffsetLag } from '../report/cloudwatch-metrics.ts';
import { MinuteDurations } from '../result/minute-durations.ts';
import { inOrderOfNames } from '../result/order.ts';
import { metricSeries } from '../result/series.ts';
import type { Setup } from '../result/setup.ts';
import { DEFAULT_START } from '../scenario/calendar.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { showTime } from '../scenario/units.ts';
import { Replication } from '../simulate.ts';
import { wantsColor } from './appearance.ts';
import { EXIT, strongest, type ExitCode } from './exit-code.ts';
import { isResult, type ExportOptions } from './export-options.ts';
import { Failure, problem } from './failure.ts';
import type { Io } from './io.ts';
import { cwdProblems, loadScenario } from './load-scenario.ts';
import { OutputFolder } from './output.ts';
import { diagnosticsText } from './print-diagnostics.ts';
import { shortWarnings } from './short-warnings.ts';
import { readSavedResult } from './saved-result.ts';
import { Slicer } from './slices.ts';

/** Exports what the options name. Throws a Failure; rejects otherwise only for errors that nobody foresaw. */
export async function exportMetrics(options: ExportOptions, io: Io): Promise<ExitCode> {
  const problems = cwdProblems(options);
  if (problems.length > 0) throw new Failure(EXIT.file, problems);
  const source = isResult(options.input) ? saved(options) : await simulated(options, io);
  if (periodOf(source.bucket) === null) throw new Failure(EXIT.invalid, [oddBucket(options.input, source.bucket)]);
  const missing = leftOut(source);
  if (missing.length > 0) await tell([coarse(options.input, source.bucket, missing)], options, io);
  if (lacksOffsetLag(source.series)) await tell([unowned(options.input)], options, io);
  const text = metricDataText(source);
  if (options.out === '-') await io.stdout.write(text);
  else write(options, text);
  return EXIT.done;
}

/** A result.json says neither when t = 0 is nor which function a mapping calls, unless there is but one. */
function saved({ input, cwd }: ExportOptions): MetricSource {
  const { functions, series, ...source } = readSavedResult(resolve(cwd, input), input);
  const only = functions.length === 1 ? functions[0]! : null;
  return { ...source, series: withOffsetLag(series, () => only), timestamp: timestampFrom(DEFAULT_START) };
}

/** Run 1 of a scenario, with buckets of a minute. */
async function simulated(options: ExportOptions, io: Io): Promise<MetricSource> {
  const overrides = { ...options.overrides, bucket: '1m' };
  const { scenario, diagnostics, exitCodes } = await loadScenario(
    options.input,
    { ...options, overrides },
    io,
    new AbortController().signal,
  );
  if (scenario === null) throw new Failure(strongest(exitCodes), diagnostics);
  await tell(diagnostics, options, io);
  const durations = new MinuteDurations(
    inOrderOfNames(scenario.functions).map(({ name }) => name),
    scenario.duration,
  );
  const { series, complete } = await replay(scenario, durations, io);
  const { sources }: Pick<Setup, 'sources'> = scenario;
  const functions = new Map(sources.map((source) => [source.name, source.function]));
  const brokers = sources.flatMap(({ mapping }) => (mapping?.broker === undefined ? [] : mapping.queue));
  const elsewhere = new Set(brokers.map((queue) => `queues.${queue}`));
  // In the log's place, Duration has every statistic.
  const own = series.filter(({ scope, metric }) => !metric.startsWith('Duration_') && !elsewhere.has(scope));
  return {
    series: withOffsetLag([...own, ...durations.series()], (mapping) => functions.get(mapping) ?? null),
    bucket: MINUTE,
    warmup: scenario.warmup,
    complete,
    timestamp: timestampFrom(scenario.start ?? DEFAULT_START),
  };
}

async function replay(scenario: Scenario, durations: MinuteDurations, io: Io) {
  const options = { series: true, requestLog: null, environmentLog: durations };
  const replication = new Replication(scenario, 1, options);
  const slicer = new Slicer(replication);
  while (!slicer.step()) await io.breathe();
  const record = replication.record();
  return { series: [...metricSeries(record.series)], complete: record.complete };
}

function write({ out, cwd, shownCwd }: ExportOptions, text: string): void {
  const path = resolve(cwd, out);
  const shown = isAbsolute(out) ? out : join(shownCwd, out);
  const folder = new OutputFolder(dirname(path), dirname(shown), [basename(path)]);
  try {
    folder.write(basename(path), text);
    folder.commit();
  } finally {
    folder.discard();
  }
}

/** As AWS's command line writes it. */
function timestampFrom(start: Micros): (at: Micros) => string {
  return (at) => new Date((start + at) / 1_000).toISOString().replace(/\.000Z$|Z$/, '+00:00');
}

async function tell(diagnostics: readonly Diagnostic[], { color }: ExportOptions, io: Io): Promise<void> {
  await io.stderr.write(diagnosticsText(shortWarnings(diagnostics), wantsColor(color, io.stderr.isTTY, io.env)));
}

function oddBucket(input: string, bucket: Micros): Diagnostic {
  const message = `buckets of ${showTime(bucket)} do not fill minutes; run it again with --bucket 1m`;
  return problem('E_RESULT', input, message);
}

function coarse(input: string, bucket: Micros, missing: readonly string[]): Diagnostic {
  const message =
    `${missing.join(', ')} cannot be made of buckets of ${showTime(bucket)} and are left out. ` +
    'Export the scenario itself, or run it with --bucket 1m';
  return { ...problem('W_EXPORT_LEFT_OUT', input, message), severity: 'warning' };
}

function unowned(input: string): Diagnostic {
  const message =
    'OffsetLag is left out: a result does not say which function reads which topic. Export the scenario itself';
  return { ...problem('W_EXPORT_LEFT_OUT', input, message), severity: 'warning' };
}
