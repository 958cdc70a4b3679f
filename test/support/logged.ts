/** Plays a scenario and keeps the lines of its logs, and what the model told of every environment. */
import type { VersionConfig } from '../../src/lambda/config.ts';
import { LATEST } from '../../src/lambda/quotas.ts';
import { invocationLines, preparedLines } from '../../src/report/log-lines.ts';
import { inOrderOfNames } from '../../src/result/order.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Replication } from '../../src/simulate.ts';

/** A run and the log of each function, from the end of the warm-up on. */
export interface Logged {
  readonly record: RunRecord;
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** Plays the first run. Request ids are the numbers of the invocations. */
export function logged(scenario: Scenario): Logged {
  const functions = inOrderOfNames(scenario.functions);
  const versions: readonly (readonly VersionConfig[])[] = functions.map((f) => [
    { ...f, version: LATEST, provisionedConcurrency: null },
    ...f.versions,
  ]);
  const logs = new Map<string, string[]>(functions.map(({ name }) => [name, []]));
  let invocations = 0;
  const replication = new Replication({ ...scenario, runs: 1 }, 1, {
    series: false,
    requestLog: null,
    environmentLog: {
      created: ignored,
      ended: ignored,
      prepared: ({ fn, version }, init, failed, now) => {
        if (now < scenario.warmup) return;
        const text = preparedLines(versions[fn]![version]!, scenario.account.region, init, failed);
        logs.get(functions[fn]!.name)!.push(...text.slice(0, -1).split('\n'));
      },
      invoked: ({ fn, version }, _attempt, course, now) => {
        if (now < scenario.warmup) return;
        const text = invocationLines(String(invocations++), versions[fn]![version]!, scenario.account.region, course);
        logs.get(functions[fn]!.name)!.push(...text.slice(0, -1).split('\n'));
      },
    },
  });
  while (!replication.advance(Infinity));
  return { record: replication.record(), logs };
}

/** Sum of the Billed Durations of REPORT lines, in ms. */
export function billedOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Number(/^REPORT .*\tBilled Duration: (\d+) ms\t/.exec(line)?.[1] ?? 0), 0);
}

function ignored(): void {
  // Nothing is kept of this.
}
