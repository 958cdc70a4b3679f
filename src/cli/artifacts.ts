/** How each file that a run leaves in its folder is made. */
import { constants, createReadStream, statSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { functionsCsv, REQUESTS_HEADER, throttlesCsv, timeseriesCsv } from '../report/csv.ts';
import type { Chart } from '../report/chart.ts';
import { resultJsonPieces } from '../report/json.ts';
import type { RunResult } from '../result/run-result.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { logNames, REQUESTS, TRACE, wantsSeries, type Wanted } from './artifact-names.ts';
import { outputFailure, problem, systemCode, systemReason } from './failure.ts';
import type { Io } from './io.ts';
import type { OutputFolder } from './output.ts';
import type { RunPaths } from './run-files.ts';

/**
 * Stages what each run writes while it is simulated; logs and trace are run 1's.
 * @param from how many runs there are already @param to how many there are to be
 */
export function stageRuns(
  folder: OutputFolder,
  wanted: Wanted,
  scenario: Scenario,
  from: number,
  to: number,
): RunPaths[] {
  const { log, trace } = wanted;
  return Array.from({ length: to - from }, (_, k) => from + k).map((index) => ({
    requests: wanted.csv.has('requests') ? folder.stage(requestsPart(index)) : null,
    logs:
      log === null || index > 0 ? null : { paths: logNames(scenario).map((name) => folder.stage(name)), sample: log },
    trace: trace === null || index > 0 ? null : { path: folder.stage(TRACE), window: trace },
  }));
}

/** Joins what the runs have written, and takes back the logs that nothing was written to. */
export async function finishRuns(folder: OutputFolder, runs: readonly RunPaths[], scenario: Scenario): Promise<void> {
  const { logs } = runs[0]!;
  for (const [index, name] of (logs === null ? [] : logNames(scenario)).entries()) {
    if (statSync(logs!.paths[index]!).size === 0) folder.unstage(name);
  }
  await joinRequests(
    folder,
    runs.flatMap(({ requests }) => (requests === null ? [] : [requests])),
  );
}

/** Puts the header and the rows of all runs, in their order, into the staged requests.csv. */
async function joinRequests(folder: OutputFolder, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  try {
    // Never creates: a file that was removed on the way out stays removed.
    const whole = await open(folder.stage(REQUESTS), constants.O_WRONLY | constants.O_APPEND);
    try {
      await writeFile(whole, REQUESTS_HEADER);
      for (const [index, path] of paths.entries()) {
        await writeFile(whole, createReadStream(path));
        folder.unstage(requestsPart(index));
      }
    } finally {
      await whole.close();
    }
  } catch (error) {
    if (systemCode(error) === '') throw error;
    throw outputFailure(`${folder.shown}/${REQUESTS}`, systemReason(error));
  }
}

/** Stages everything that is made from the result. Returns warnings, such as charts that could not be drawn. */
export async function stageResult(
  folder: OutputFolder,
  result: RunResult,
  wanted: Wanted,
  io: Io,
): Promise<Diagnostic[]> {
  folder.write('result.json', resultJsonPieces(result));
  if (wanted.csv.has('summary')) folder.write('functions.csv', functionsCsv(result));
  if (wantsSeries(wanted)) {
    folder.write('timeseries.csv', timeseriesCsv(result.records));
    folder.write('throttles.csv', throttlesCsv(result.records));
  }
  await io.breathe();
  if (wanted.charts === 'none') return [];
  const { charts } = await import('../report/chart.ts');
  return stageCharts(folder, charts(result), io);
}

function requestsPart(index: number): string {
  return `${REQUESTS}.${String(index + 1)}`;
}

/** Draws and stages charts. Returns a warning where they cannot be drawn on this machine. */
export async function stageCharts(folder: OutputFolder, all: readonly Chart[], io: Io): Promise<Diagnostic[]> {
  const { CanvasMissingError, pngRenderer } = await import('../report/png.ts');
  try {
    if (all.length === 0) return [];
    const render = pngRenderer();
    for (const chart of all) {
      folder.write(`charts/${chart.file}`, await render(chart));
      // A second Ctrl-C is heard between charts.
      await io.breathe();
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
