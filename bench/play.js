/** Plays one scenario of the bench through the built program. */
import '../dist/cli/inlining.js';
import { parseScenario } from '../dist/scenario/parse.js';
import { Replication } from '../dist/simulate.js';

const NO_FILES = { read: (path) => ({ problem: 'missing', detail: path }) };

/** @param {string} text of a scenario file */
export function scenarioOf(text) {
  const options = { file: 'bench.yaml', files: NO_FILES, set: [], overrides: {} };
  const { scenario, diagnostics } = parseScenario(text, options);
  if (scenario === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return scenario;
}

/**
 * One replication with its series, in slices as the command plays it.
 * @returns {{ events: number, invocations: number }}
 */
export function play(scenario, run) {
  const replication = new Replication(scenario, run, { series: true, requestLog: null });
  while (!replication.advance(100_000));
  const record = replication.record();
  return { events: record.events, invocations: record.functions.reduce((sum, f) => sum + f.invocations, 0) };
}
