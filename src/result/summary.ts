/** From the records of all runs to the one result. */
import { toSeconds } from '../des/time.ts';
import { MODEL_EDITION } from '../lambda/edition.ts';
import { NOT_BILLED, pricesVersion } from '../lambda/pricing.ts';
import { asyncReadingsOf } from './async-readings.ts';
import { causesOf } from './causes.ts';
import { deploymentsOf } from './deployment-result.ts';
import { faultsOf } from './fault-result.ts';
import { figuresOfRun, figuresOfRuns, holdersOf, publicFigures } from './figures.ts';
import type { Findings } from './findings.ts';
import { spreadsOf } from './intervals.ts';
import { objectivesInRun, objectivesOf } from './objectives.ts';
import { precisionOf } from './precision.ts';
import type { RunRecord } from './run-record.ts';
import { SCHEMA_VERSION, type ResultJson, type RunResult } from './run-result.ts';
import type { Setup } from './setup.ts';
import { verdictOf } from './verdict.ts';
import { warningsOf } from './warnings.ts';

/**
 * The result of a scenario; its JSON tree is frozen through and through. An interrupted scenario has fewer records
 * than runs, or records that end early, and is not `complete`.
 * @param records at least one, in the order of the runs; throws a RangeError where there is none
 * @param wanted precision that runs were added for, of a scenario with objectives; `null` = none
 */
export function summarise(setup: Setup, records: readonly RunRecord[], wanted: number | null = null): RunResult {
  const holders = holdersOf(setup, records);
  const runs = records.map((record) => ({ record, figures: figuresOfRun(setup, record, holders) }));
  const figures = figuresOfRuns(
    setup,
    runs.map((run) => run.figures),
    records,
  );
  const objectives = objectivesOf(setup, runs);
  const causes = causesOf(setup, figures, records[0]);
  const faults = faultsOf(setup.faults, records);
  const shown = publicFigures(setup, figures);
  const complete = records.length === setup.runs && records.every((record) => record.complete);
  const readings = asyncReadingsOf(
    setup,
    records.find(({ run }) => run === 1),
  );
  const precision = wanted === null ? null : precisionOf(objectives, wanted);
  const findings: Findings = {
    setup,
    runs: runs.length,
    figures,
    objectives,
    precision,
    causes,
    faults,
    readings,
    complete,
  };
  const json: ResultJson = {
    schemaVersion: SCHEMA_VERSION,
    complete,
    ok: objectives.every((objective) => objective.ok || objective.level === 'warn'),
    verdict: verdictOf(findings),
    scenario: scenarioOf(setup),
    inputs: { model: MODEL_EDITION, prices: pricesVersion(setup.account.region), notBilled: NOT_BILLED },
    seed: setup.seed,
    runs: setup.runs,
    ...(precision === null ? {} : { precision }),
    duration_s: toSeconds(Math.min(...records.map((record) => record.until))),
    warmup_s: toSeconds(setup.warmup),
    objectives,
    causes,
    ...shown,
    ...(setup.deployments.length > 0 ? { deployments: deploymentsOf(setup, figures, records) } : {}),
    ...(faults.length > 0 ? { faults } : {}),
    ...(readings.length > 0 ? { asyncReadings: readings } : {}),
    warnings: warningsOf(findings, records),
    ...(runs.length > 1 ? spreadsOf(setup, figures, runs, objectives) : {}),
    perRun: runs.map((run) => ({
      run: run.record.run,
      seed: run.record.seed,
      complete: run.record.complete,
      ...(runs.length > 1 ? { objectives: objectivesInRun(setup, run) } : {}),
      ...(runs.length > 1 ? publicFigures(setup, run.figures) : shown),
    })),
  };
  return { json: deepFrozen(json), records, setup };
}

function scenarioOf({ name, variant, digest }: Setup): ResultJson['scenario'] {
  return { name, ...(variant === null ? {} : { variant }), digest };
}

function deepFrozen<T extends object>(tree: T): T {
  for (const member of Object.values(tree)) {
    if (typeof member === 'object' && member !== null) deepFrozen(member as object);
  }
  return Object.freeze(tree);
}
