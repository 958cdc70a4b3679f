/** Records what happened to every deployment, and the share of the new versions over time. */
import type { Micros } from '../des/time.ts';
import type { DeploymentEvent, DeploymentMonitor } from '../lambda/deployment.ts';
import type { Clock } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { DeploymentRecord } from './run-record.ts';
import type { SeriesTable } from './series-record.ts';
import type { Setup } from './setup.ts';

/** Listens to deployments; they are numbered as in the scenario. */
export class DeploymentRecorder implements DeploymentMonitor {
  readonly #setup: Setup;
  readonly #clock: Clock;
  readonly #records: { readonly steps: DeploymentRecord['steps'][number][] }[];

  constructor(setup: Setup, clock: Clock) {
    this.#setup = setup;
    this.#clock = clock;
    this.#records = setup.deployments.map(() => ({ steps: [] }));
  }

  deployed(deployment: number, event: DeploymentEvent, from: string, weight: number, why: string): void {
    this.#records[deployment]!.steps.push({ at: this.#clock.now, event, from, weight, why });
  }

  records(): readonly DeploymentRecord[] {
    return this.#records;
  }

  /** One table an alias: what share of its invocations the version has that is or was deployed last. */
  tables(): readonly SeriesTable[] {
    const byAlias = new Map<string, DeploymentRecord['steps'][number][]>();
    this.#setup.deployments.forEach(({ function: name, alias }, k) => {
      if (alias === null) return;
      const scope = `deployments.${name}:${alias}`;
      byAlias.set(scope, [...(byAlias.get(scope) ?? []), ...this.#records[k]!.steps]);
    });
    return [...byAlias].flatMap(([scope, steps]) => {
      return steps.length === 0 ? [] : [tableOf(scope, steps, this.#setup.bucket)];
    });
  }
}

/** Rows for the buckets in which the share changes: its greatest value there, and the last one. */
function tableOf(scope: string, steps: DeploymentRecord['steps'], width: Micros): SeriesTable {
  const rows = new Rows([
    { metric: 'weight', kind: 'level' },
    { metric: '', kind: 'after' },
  ]);
  const inOrder = steps.toSorted((a, b) => a.at - b.at);
  let held = 0;
  let most = 0;
  inOrder.forEach(({ at, weight }, k) => {
    const bucket = Math.floor(at / width);
    const first = k === 0 || inOrder[k - 1]!.at < bucket * width;
    if (first) most = at > bucket * width ? held : 0;
    held = weight;
    most = Math.max(most, held);
    const next = inOrder[k + 1];
    if (next !== undefined && next.at < (bucket + 1) * width) return;
    ROW[0] = most;
    ROW[1] = held;
    rows.append(bucket);
  });
  return rows.table(scope);
}
