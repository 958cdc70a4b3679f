/** A run seen from outside: every fact that the model reports, every line of the request log, and the record. */
import { vi } from 'vitest';
import type { Micros } from '../../src/des/time.ts';
import { Course } from '../../src/lambda/invocation.ts';
import { ModelRecorder } from '../../src/result/model-recorder.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { ResultJson } from '../../src/result/run-result.ts';
import { summarise } from '../../src/result/summary.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Replication } from '../../src/simulate.ts';

/** What the model told its monitor, and when. Functions stand with their names. */
export type Fact = { readonly at: Micros } & (
  | {
      readonly kind: 'started';
      readonly fn: string;
      /** Number in the table of environments; used again once that environment is gone. */
      readonly environment: number;
      readonly cold: boolean;
      /** Claim to release. */
      readonly time: Micros;
      /** Number within the function, $LATEST is 0. */
      readonly version: number;
      /** Of the Init phase, 0 unless cold. */
      readonly init: Micros;
      /** CloudWatch's Duration. */
      readonly duration: Micros;
      /** Billed Restore Duration in ms. */
      readonly restoreBilledMs: number;
    }
  | { readonly kind: 'released'; readonly fn: string }
  | { readonly kind: 'throttled'; readonly fn: string }
  | { readonly kind: 'created'; readonly fn: string; readonly onDemand: boolean }
  | { readonly kind: 'ended'; readonly fn: string }
  | { readonly kind: 'background'; readonly level: number }
);

/** One line of the request log, in whole microseconds; NaN and −1 where there is nothing. */
export interface Line {
  readonly source: string;
  readonly fn: string;
  readonly arrival: Micros;
  readonly start: Micros;
  readonly end: Micros;
  readonly environment: number;
  readonly cold: boolean;
  readonly status: string;
  readonly attempts: number;
}

/** One run. */
export interface Observation {
  readonly scenario: Scenario;
  readonly facts: readonly Fact[];
  readonly lines: readonly Line[];
  readonly record: RunRecord;
  readonly json: ResultJson;
}

/** Plays the first run of a scenario and writes everything down. */
export function observe(scenario: Scenario): Observation {
  const facts: Fact[] = [];
  const lines: Line[] = [];
  const names = scenario.functions.map((f) => f.name).sort((a, b) => (a < b ? -1 : 1));
  const clock: { replication: Replication | null } = { replication: null };
  // What happens in the constructor happens at t = 0.
  const now = (): Micros => clock.replication?.now ?? 0;
  const undo = listen({
    started: (fn, course) => {
      if (!(course instanceof Course)) throw new Error('the model reports another object than its course');
      const { environment, cold, time, version, init, duration, restoreBilledMs } = course;
      const parts = { environment, cold, time, version, init, duration, restoreBilledMs };
      facts.push({ kind: 'started', at: now(), fn: names[fn]!, ...parts });
    },
    released: (fn) => facts.push({ kind: 'released', at: now(), fn: names[fn]! }),
    throttled: (fn) => facts.push({ kind: 'throttled', at: now(), fn: names[fn]! }),
    environmentCreated: (fn, onDemand) => facts.push({ kind: 'created', at: now(), fn: names[fn]!, onDemand }),
    environmentEnded: (fn) => facts.push({ kind: 'ended', at: now(), fn: names[fn]! }),
    backgroundChanged: (level) => facts.push({ kind: 'background', at: now(), level }),
  });
  try {
    const replication = new Replication(scenario, 1, {
      series: true,
      requestLog: {
        row: (source, fn, arrival, start, end, environment, cold, status, attempts) => {
          lines.push({ source, fn, arrival, start, end, environment, cold, status, attempts });
        },
      },
    });
    clock.replication = replication;
    while (!replication.advance(Infinity));
    const record = replication.record();
    return { scenario, facts, lines, record, json: summarise({ ...scenario, runs: 1 }, [record]).json };
  } finally {
    undo();
  }
}

type Port = Pick<
  ModelRecorder,
  'started' | 'released' | 'throttled' | 'environmentCreated' | 'environmentEnded' | 'backgroundChanged'
>;

/** Hears every call of the recorder's port to the model, which then goes on as ever. */
function listen(hear: { readonly [K in keyof Port]: (...args: Parameters<Port[K]>) => unknown }): () => void {
  const spies = (Object.keys(hear) as (keyof Port)[]).map((method) => {
    const original = Reflect.get(ModelRecorder.prototype, method) as (...args: unknown[]) => void;
    const told = hear[method] as (...args: unknown[]) => unknown;
    return vi.spyOn(ModelRecorder.prototype, method).mockImplementation(function (
      this: ModelRecorder,
      ...args: unknown[]
    ) {
      told(...args);
      original.apply(this, args);
    });
  });
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
