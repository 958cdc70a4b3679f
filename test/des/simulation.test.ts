import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation, type EventHandler } from '../../src/des/simulation.ts';
import { SortedCalendar } from './sorted-calendar.ts';

/** Writes down every event as `time kind/index`, and does what `then` says. */
class Logbook implements EventHandler {
  readonly lines: string[] = [];
  readonly #simulation: Simulation;
  readonly #then: (kind: number, index: number) => void;

  constructor(simulation: Simulation, then: (kind: number, index: number) => void = () => undefined) {
    this.#simulation = simulation;
    this.#then = then;
  }

  handle(kind: number, index: number): void {
    this.lines.push(`${this.#simulation.now} ${kind}/${index}`);
    this.#then(kind, index);
  }
}

describe('the clock', () => {
  it('runs the events of one instant by rank, then in the order of scheduling', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation);
    simulation.schedule(20, 5, 1, 0);
    simulation.schedule(20, 1, 2, 0);
    simulation.schedule(20, 5, 1, 1);
    simulation.schedule(10, 7, 3, 0);
    expect(simulation.run(logbook, 30, 0, Infinity)).toBe(true);
    expect(logbook.lines).toEqual(['10 3/0', '20 2/0', '20 1/0', '20 1/1']);
  });

  it('stands at the horizon afterwards, and leaves what lies there unplayed', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation);
    simulation.schedule(29, 0, 0, 0);
    simulation.schedule(30, 0, 0, 1);
    simulation.run(logbook, 30, 0, Infinity);
    expect(logbook.lines).toEqual(['29 0/0']);
    expect(simulation.now).toBe(30);
    expect(simulation.events).toBe(1);
  });

  it('plays what lies at the horizon up to a rank where it is asked to', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation);
    simulation.schedule(30, 2, 0, 2);
    simulation.schedule(30, 1, 0, 1);
    simulation.schedule(31, 0, 0, 0);
    expect(simulation.run(logbook, 30, 2, Infinity)).toBe(true);
    expect(logbook.lines).toEqual(['30 0/1']);
    expect(simulation.now).toBe(30);
  });

  it('goes on where it stopped when it is run in slices', () => {
    const play = (slice: number): readonly string[] => {
      const simulation = new Simulation();
      const logbook = new Logbook(simulation, (_, index) => {
        if (index < 50) simulation.schedule(simulation.now + (index % 3), index % 8, 1, index + 7);
      });
      for (let index = 0; index < 7; index++) simulation.schedule(index % 2, 5, 0, index);
      while (!simulation.run(logbook, 1_000, 0, slice));
      return logbook.lines;
    };
    expect(play(1)).toEqual(play(Infinity));
    expect(play(3)).toEqual(play(Infinity));
    expect(play(1)).toHaveLength(7 * 8 + 1);
  });

  it('says that the horizon is not reached while a slice is full', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation);
    simulation.schedule(1, 0, 0, 0);
    simulation.schedule(2, 0, 0, 1);
    expect(simulation.run(logbook, 10, 0, 1)).toBe(false);
    expect(simulation.now).toBe(1);
    expect(simulation.run(logbook, 10, 0, 2)).toBe(true);
  });

  it('runs what is scheduled for the present instant still within it, by rank', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation, (kind) => {
      if (kind !== 0) return;
      simulation.schedule(simulation.now, 5, 1, 0);
      simulation.schedule(simulation.now, 2, 2, 0);
    });
    simulation.schedule(4, 1, 0, 0);
    simulation.schedule(4, 3, 3, 0);
    simulation.run(logbook, 5, 0, Infinity);
    expect(logbook.lines).toEqual(['4 0/0', '4 2/0', '4 3/0', '4 1/0']);
  });

  it('refuses an event in the past, and one at no time at all', () => {
    const simulation = new Simulation();
    const logbook = new Logbook(simulation, () => {
      simulation.schedule(9, 1, 3, 0);
    });
    expect(() => {
      simulation.schedule(NaN, 1, 3, 0);
    }).toThrow('event of kind 3 scheduled at NaN, before the clock at 0');
    simulation.schedule(10, 1, 0, 0);
    expect(() => simulation.run(logbook, 20, 0, Infinity)).toThrow(
      'event of kind 3 scheduled at 9, before the clock at 10',
    );
  });

  it('never goes back, and plays the same order as a sorted list, whatever its events schedule', () => {
    const plan = fc.array(
      fc.array(fc.record({ delay: fc.nat(3), rank: fc.nat(7), kind: fc.nat(31) }), { maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(plan, (successors) => {
        const simulation = new Simulation();
        const sorted = new SortedCalendar();
        const schedule = (time: number, rank: number, kind: number, index: number): void => {
          simulation.schedule(time, rank, kind, index);
          sorted.add({ time, rank, kind, index });
        };
        let played = 0;
        let before = 0;
        const handler: EventHandler = {
          handle: (kind, index) => {
            const { now } = simulation;
            expect(now).toBeGreaterThanOrEqual(before);
            before = now;
            expect({ time: now, kind, index }).toEqual(sorted.take());
            for (const next of successors[played++] ?? []) schedule(now + next.delay, next.rank, next.kind, played);
          },
        };
        schedule(0, 5, 0, 0);
        expect(simulation.run(handler, 1_000, 0, Infinity)).toBe(true);
        expect(sorted.size).toBe(0);
        expect(simulation.events).toBe(played);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
