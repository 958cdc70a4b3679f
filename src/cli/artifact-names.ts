/** The names of the files that a run leaves in its folder, in the order in which they are told. */
import { CHART_FILES } from '../report/chart.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { folderName } from './folder-name.ts';
import type { RunOptions } from './run-options.ts';

/** What the user asked to have written. */
export type Wanted = Pick<RunOptions, 'charts' | 'csv' | 'log' | 'trace'>;

/** Names that runs write while they are simulated. */
export const REQUESTS = 'requests.csv';
export const TRACE = 'trace.json';

/** The files that a run with these flags may write. @param scenario `null` = it could not be read */
export function plannedNames(wanted: Wanted, scenario: Scenario | null): string[] {
  return allNames(scenario).filter((name) => {
    if (name === 'functions.csv') return wanted.csv.has('summary');
    if (name === 'timeseries.csv' || name === 'throttles.csv') return wantsSeries(wanted);
    if (name === REQUESTS) return wanted.csv.has('requests');
    if (name === TRACE) return wanted.trace !== null;
    if (name.startsWith(LOGS)) return wanted.log !== null;
    return name === 'result.json' || wanted.charts === 'png';
  });
}

/** The files that lsim may have left in a folder earlier and that are not among these. */
export function staleNames(written: readonly string[], scenario: Scenario): string[] {
  return allNames(scenario).filter((name) => !written.includes(name));
}

/** These names in the order in which they are told. */
export function inOrder(names: readonly string[], scenario: Scenario): string[] {
  return allNames(scenario).filter((name) => names.includes(name));
}

/** `logs/<function>.log` for each function, in the scenario's order; names that lead to the same file get a number. */
export function logNames({ functions }: Scenario): string[] {
  const taken = new Set<string>();
  return functions.map(({ name }) => {
    const file = folderName(name);
    let free = file;
    // Some file systems do not tell capitals from small letters.
    for (let k = 2; taken.has(free.toLowerCase()); k++) free = `${file}-${k.toString()}`;
    taken.add(free.toLowerCase());
    return `${LOGS}${free}.log`;
  });
}

/** Whether timeseries.csv and throttles.csv are wanted. */
export function wantsSeries({ csv }: Wanted): boolean {
  return csv.has('series') || csv.has('series-all');
}

const LOGS = 'logs/';

function allNames(scenario: Scenario | null): string[] {
  return [
    'result.json',
    'functions.csv',
    'timeseries.csv',
    'throttles.csv',
    REQUESTS,
    TRACE,
    ...(scenario === null ? [] : logNames(scenario)),
    ...CHART_FILES.map((file) => `charts/${file}`),
  ];
}
