/** Run 1 of a scenario with asynchronous events, and where it is worth asking the same run under the other reading. */
import type { Micros } from './des/time.ts';
import { otherReadingOf, readingsMayDiffer } from './result/async-readings.ts';
import type { RunRecord } from './result/run-record.ts';
import type { Scenario } from './scenario/scenario.ts';

/** One run that is played in parts. */
export interface Playing {
  /** The present instant of the simulation. */
  readonly now: Micros;
  /** Simulation events executed so far. */
  readonly events: number;
  /** Executes at most so many events. @returns whether there is nothing more to play */
  advance(maxEvents: number): boolean;
  /** The record of what was reached; call once, after the last `advance`. */
  record(): RunRecord;
}

/**
 * AWS does not say how throttled events wait (R6.4, A-23). Where events were throttled so that it matters, the same
 * replication is played a second time with the other value of `asyncRetry`; only totals are kept of it.
 */
export class BothReadings implements Playing {
  readonly #scenario: Scenario;
  readonly #playOther: (scenario: Scenario) => Playing;
  #playing: Playing;
  #first: RunRecord | null = null;
  #other: RunRecord | null = null;

  /** @param playing run 1 of the scenario @param playOther begins the same run of another scenario */
  constructor(scenario: Scenario, playing: Playing, playOther: (scenario: Scenario) => Playing) {
    this.#scenario = scenario;
    this.#playing = playing;
    this.#playOther = playOther;
  }

  /** The present instant of the first reading. */
  get now(): Micros {
    return this.#first?.until ?? this.#playing.now;
  }

  /** Simulation events of the first reading. */
  get events(): number {
    return this.#first?.events ?? this.#playing.events;
  }

  /** Executes at most `maxEvents` events. @returns whether there is nothing more to play */
  advance(maxEvents: number): boolean {
    if (!this.#playing.advance(maxEvents)) return false;
    const record = this.#playing.record();
    if (this.#first !== null) {
      this.#other = record;
      return true;
    }
    this.#first = record;
    if (!readingsMayDiffer(record, this.#scenario)) return true;
    this.#playing = this.#playOther(underOtherReading(this.#scenario));
    return false;
  }

  /** The record of what was reached; call once. A second reading that was interrupted says nothing. */
  record(): RunRecord {
    if (this.#first === null) return this.#playing.record();
    return { ...this.#first, otherReading: this.#other && otherReadingOf(this.#other, this.#scenario) };
  }
}

function underOtherReading(scenario: Scenario): Scenario {
  const { assumptions } = scenario;
  const asyncRetry = assumptions.asyncRetry === 'queue' ? 'perEventTimers' : 'queue';
  return { ...scenario, assumptions: { ...assumptions, asyncRetry } };
}
