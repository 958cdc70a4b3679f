/** The folder of a comparison: compare.json, compare.md, charts, and what a run of either side would leave. */
import { isAbsolute, join, resolve } from 'node:path';
import { comparisonJsonText } from '../report/json.ts';
import type { Comparison } from '../result/comparison.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { stageCharts, stageResult } from './artifacts.ts';
import type { CompareOptions } from './compare-options.ts';
import type { Side } from './compare-sides.ts';
import { folderName } from './folder-name.ts';
import type { Io } from './io.ts';
import { OutputFolder } from './output.ts';
import type { SimulatedSide } from './simulate-sides.ts';

const SUMMARIES = ['compare.json', 'compare.md'];
const SIDE_FILES = ['result.json', 'functions.csv', 'timeseries.csv', 'throttles.csv'];
const OF_A_SIDE = { csv: new Set(['summary', 'series'] as const), charts: 'none', log: null, trace: null } as const;

/** Files are staged, and appear together at the end of `write`. */
export class ComparisonFolder {
  /** As told to the user. */
  readonly shown: string;
  readonly #top: OutputFolder;
  readonly #sides: Readonly<Record<'base' | 'head', OutputFolder>>;
  readonly #charts: boolean;

  /** @param oneOfMany whether further heads have folders beside it @throws Failure E_OUTPUT (exit 4) */
  constructor(base: Side, head: Side, oneOfMany: boolean, { out, cwd, shownCwd, charts }: CompareOptions) {
    const name = nameOf(head) ?? nameOf(base) ?? head.wanted.file.replace(/^.*[/\\]|\.\w+$/g, '');
    const own = oneOfMany ? [folderName(head.wanted.variant ?? 'head')] : [];
    const typed = join(out ?? `reports/${folderName(name)}-compare`, ...own);
    const path = resolve(cwd, typed);
    this.shown = isAbsolute(typed) ? typed : join(shownCwd, typed);
    this.#charts = charts === 'png';
    this.#top = new OutputFolder(path, this.shown, SUMMARIES);
    this.#sides = {
      base: new OutputFolder(join(path, 'base'), join(this.shown, 'base'), []),
      head: new OutputFolder(join(path, 'head'), join(this.shown, 'head'), []),
    };
  }

  /** Writes everything. Returns the names of the files, and warnings such as charts that could not be drawn. */
  async write(
    comparison: Comparison,
    base: SimulatedSide,
    head: SimulatedSide,
    io: Io,
  ): Promise<{ readonly names: readonly string[]; readonly warnings: readonly Diagnostic[] }> {
    const { commentBody, PLAIN_COMMENT } = await import('../report/comment.ts');
    this.#top.write('compare.json', comparisonJsonText(comparison));
    this.#top.write('compare.md', commentBody(comparison, PLAIN_COMMENT));
    for (const [role, { result }] of [
      ['base', base],
      ['head', head],
    ] as const) {
      if (result === null) this.#sides[role].removeStale(SIDE_FILES);
      else await stageResult(this.#sides[role], result, OF_A_SIDE, io);
    }
    const warnings = await this.#stageCharts(base, head, io);
    const names = this.#top.commit();
    const inside = (['base', 'head'] as const).flatMap((role) =>
      this.#sides[role].commit().map((name) => `${role}/${name}`),
    );
    return { names: [...names, ...inside], warnings };
  }

  /** Removes what is half done. */
  discard(): void {
    // The inner ones first: only empty folders go.
    for (const folder of [this.#sides.base, this.#sides.head, this.#top]) folder.discard();
  }

  async #stageCharts(base: SimulatedSide, head: SimulatedSide, io: Io): Promise<Diagnostic[]> {
    const { comparisonCharts, COMPARISON_CHART_FILES } = await import('../report/comparison-charts.ts');
    const drawn =
      this.#charts && base.result !== null && head.result !== null ? comparisonCharts(base.result, head.result) : [];
    const warnings = await stageCharts(this.#top, drawn, io);
    const files = warnings.length > 0 ? [] : drawn.map(({ file }) => file);
    this.#top.removeStale(
      COMPARISON_CHART_FILES.filter((file) => !files.includes(file)).map((file) => `charts/${file}`),
    );
    return warnings;
  }
}

function nameOf({ scenario, saved }: Side): string | undefined {
  return scenario?.name ?? saved?.json.scenario.name;
}
