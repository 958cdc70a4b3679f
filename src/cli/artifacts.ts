/** Which files a run leaves in its folder, and how each is made. */
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CHART_FILES } from '../report/chart.ts';
import { functionsCsv, REQUESTS_HEADER, throttlesCsv, timeseriesCsv } from '../report/csv.ts';
import { resultJsonText } from '../report/json.ts';
import type { RunResult } from '../result/run-result.ts';
import { outputFailure, problem, systemCode, systemReason } from './failure.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { Io } from './io.ts';
import type { OutputFolder } from './output.ts';
import type { RunOptions } from './run-options.ts';

/** What the user asked to have written. */
export type Wanted = Pick<RunOptions, 'charts' | 'csv'>;

/** Every name that lsim may write. */
const CHART_NAMES: readonly string[] = CHART_FILES.map((file) => `charts/${file}`);
const ALL_NAMES: readonly string[] = [
  'result.json',
  'functions.csv',
  'timeseries.csv',
  'throttles.csv',
  'requests.csv',
  ...CHART_NAMES,
];

/** The files that a run with these flags may write. */
export function plannedNames(wanted: Wanted): string[] {
  return ALL_NAMES.filter((name) => {
    if (name === 'functions.csv') return wanted.csv.has('summary');
    if (name === 'timeseries.csv' || name === 'throttles.csv') return wantsSeries(wanted);
    if (name === 'requests.csv') return wanted.csv.has('requests');
    return name === 'result.json' || wanted.charts === 'png';
  });
}

/** The files that lsim may have left in a folder earlier and that are not among these. */
export function staleNames(written: readonly string[]): string[] {
  return ALL_NAMES.filter((name) => !written.includes(name));
}

/** These names in the order in which they are told. */
export function inOrder(names: readonly string[]): string[] {
  return ALL_NAMES.filter((name) => names.includes(name));
}

/** One staged file a run for the rows of requests.csv; `null` where they are not wanted. The first is the whole file's. */
export function stageRequests(folder: OutputFolder, wanted: Wanted, runs: number): string[] | null {
  if (!wanted.csv.has('requests')) return null;
  return Array.from({ length: runs }, (_, index) => folder.stage(requestsPart(index)));
}

/** Puts the header and the rows of all runs, in their order, into the staged requests.csv. */
export async function joinRequests(folder: OutputFolder, paths: readonly string[] | null): Promise<void> {
  if (paths === null) return;
  try {
    const whole = folder.stage(WHOLE);
    await appendFile(whole, REQUESTS_HEADER);
    for (const [index, path] of paths.entries()) {
      await pipeline(createReadStream(path), createWriteStream(whole, { flags: 'a' }));
      folder.unstage(requestsPart(index));
    }
  } catch (error) {
    if (systemCode(error) === '') throw error;
    throw outputFailure(`${folder.shown}/${WHOLE}`, systemReason(error));
  }
}

/** Stages everything that is made from the result. Returns warnings, such as charts that could not be drawn. */
export async function stageResult(
  folder: OutputFolder,
  result: RunResult,
  wanted: Wanted,
  io: Io,
): Promise<Diagnostic[]> {
  folder.write('result.json', resultJsonText(result));
  if (wanted.csv.has('summary')) folder.write('functions.csv', functionsCsv(result));
  if (wantsSeries(wanted)) {
    folder.write('timeseries.csv', timeseriesCsv(result.records));
    folder.write('throttles.csv', throttlesCsv(result.records));
  }
  await io.breathe();
  return wanted.charts === 'png' ? stageCharts(folder, result, io) : [];
}

const WHOLE = 'requests.csv';

function requestsPart(index: number): string {
  return `${WHOLE}.${String(index + 1)}`;
}

function wantsSeries(wanted: Wanted): boolean {
  return wanted.csv.has('series') || wanted.csv.has('series-all');
}

async function stageCharts(folder: OutputFolder, result: RunResult, io: Io): Promise<Diagnostic[]> {
  const { charts } = await import('../report/chart.ts');
  const { CanvasMissingError, pngRenderer } = await import('../report/png.ts');
  try {
    const all = charts(result);
    if (all.length === 0) return [];
    const render = pngRenderer();
    const pictures: Promise<Buffer>[] = [];
    for (const chart of all) {
      pictures.push(render(chart));
      // A second Ctrl-C is heard between charts.
      await io.breathe();
    }
    for (const [index, bytes] of (await Promise.all(pictures)).entries()) {
      folder.write(`charts/${all[index]!.file}`, bytes);
    }
    return [];
  } catch (error) {
    if (!(error instanceof CanvasMissingError)) throw error;
    const message =
      'charts are left out: @napi-rs/canvas is not installed for this platform; everything else is written. ' +
      'Install it with npm install @napi-rs/canvas, or pass --charts none';
    return [{ ...problem('W_NO_CANVAS', folder.shown, message), severity: 'warning' }];
  }
}
