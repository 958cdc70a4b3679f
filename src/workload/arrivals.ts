/** When requests arrive: the arrival process of one source, one instant after another. */
import type { Stream } from '../des/random.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import { FiredArrivals } from './fired-arrivals.ts';
import { stagesOf } from './counted-stages.ts';
import { SECOND, type Micros } from '../des/time.ts';
import type { ArrivalConfig, Shape, Stage } from './arrival-config.ts';
import { Modulation } from './modulation.ts';
import { MultipliedArrivals } from './multiplied-arrivals.ts';
import { ReplayedArrivals } from './replayed-arrivals.ts';
import { TrafficCourse } from './traffic-changes.ts';

/** Hands out the arrivals of one source in order. */
export interface Arrivals {
  /** Goes on to the next arrival. @returns whether there is one */
  next(): boolean;
  /** The arrival that `next` went to, never before the one before it. */
  readonly at: Micros;
  /** Handler time that the trace has for this arrival; NO_HANDLER_TIME where it has none. */
  readonly handler: Micros;
}

/** The draws of an arrival process: `arrivals` for the process itself, `modulation` for bursts of it. */
export interface ArrivalStreams {
  readonly arrivals: Stream;
  readonly modulation: Stream;
}

/**
 * Makes the arrival process of a source; equal streams give equal arrivals.
 * @param horizon nobody asks for arrivals from here on
 */
export function arrivalsOf(config: ArrivalConfig, streams: ArrivalStreams, horizon: Micros): Arrivals {
  const { shape, process, burstiness, traffic } = config;
  const course = traffic === undefined ? null : new TrafficCourse(traffic);
  const multiplied = (arrivals: Arrivals, spread: boolean): Arrivals => {
    return course === null ? arrivals : new MultipliedArrivals(arrivals, course, spread, streams.modulation);
  };
  // Users come when they have their answers (`users.ts`).
  if (shape.kind === 'users') return { next: () => false, at: 0, handler: NO_HANDLER_TIME };
  if (shape.kind === 'firings') return multiplied(new FiredArrivals(shape, streams.arrivals), false);
  if (shape.kind === 'timestamps') return multiplied(new ReplayedArrivals(shape.at, shape.durations), true);
  if (shape.kind === 'counts' && process !== 'bursty')
    return multiplied(new CountedArrivals(shape, process, streams.arrivals), true);
  const stages = shape.kind === 'counts' ? stagesOf(shape) : shape.stages;
  const modulation = burstiness === null ? null : new Modulation(burstiness, streams.modulation);
  return new StagedArrivals(stages, process === 'constant', { modulation, course }, streams.arrivals, horizon);
}

/**
 * Arrivals along stages. Poisson arrivals are unit exponentials mapped through the inverse of the cumulative rate, one
 * draw each and none thinned away, so a changed rate keeps its pairing. `constant` puts the n-th (n = 0, 1 …) where the
 * cumulative rate reaches n, a count that goes on through stages and ramps. Bursts stand beside that count.
 */
class StagedArrivals implements Arrivals {
  at: Micros = 0;
  readonly handler: Micros = NO_HANDLER_TIME;
  readonly #stages: readonly Stage[];
  readonly #constant: boolean;
  readonly #modulation: Modulation | null;
  readonly #course: TrafficCourse | null;
  readonly #stream: Stream;
  readonly #horizon: Micros = 0;
  /** Number of arrivals handed out: the subject of the next draw. */
  #number = 0;
  /** Cumulative rate at which the next rate-driven arrival falls; its draw is made when it is needed. */
  #target = 0;
  /** Index of the stage being played, and the instant at which it began. */
  #stage = -1;
  #begin: Micros = 0;
  /** Piece of a rate stage within which rate = from + slope·(t − start), up to end; cumulative rate at its start. */
  #start: Micros = 0;
  #end: Micros = 0;
  #from = 0;
  #slope = 0;
  #cumulative = 0;
  /** Requests due within the piece. */
  #mass = 0;
  /** Requests of a burst still to come, and where the last one fell as a fraction of it. */
  #burst = 0;
  #fraction = 0;
  /** Requests of that burst in all. */
  #burstSize = 0;

  constructor(
    stages: readonly Stage[],
    constant: boolean,
    factors: { readonly modulation: Modulation | null; readonly course: TrafficCourse | null },
    stream: Stream,
    horizon: Micros,
  ) {
    this.#stages = stages;
    this.#horizon = horizon;
    this.#constant = constant;
    this.#modulation = factors.modulation;
    this.#course = factors.course;
    this.#stream = stream;
    if (!constant) this.#drawTarget(0);
  }

  next(): boolean {
    for (;;) {
      if (this.#burst > 0) {
        this.#nextOfBurst();
        return true;
      }
      if (this.#start < this.#end) {
        if (this.#nextOfRate()) return true;
      } else if (!this.#enterStage()) {
        return false;
      }
    }
  }

  /** The next arrival of this piece of a rate stage; false, and on to the next piece, when there is none in it. */
  #nextOfRate(): boolean {
    const need = this.#target - this.#cumulative;
    if (need < this.#mass && this.#mass > 0) {
      // Math.round, in a third of the time.
      const at = Math.floor(this.#start + this.#lengthOf(need) * SECOND + 0.5);
      // What falls on the end, perhaps by rounding only, belongs to the next piece that has a rate.
      if (at < this.#end) {
        this.at = at;
        this.#number++;
        if (this.#constant) this.#target++;
        else this.#drawTarget(this.#number);
        return true;
      }
    }
    if (this.#end === Infinity || this.#end >= this.#horizon) {
      this.#stage = this.#stages.length;
      this.#end = this.#start;
    } else {
      this.#cumulative += this.#mass;
      this.#enterPiece(this.#end);
    }
    return false;
  }

  /** Seconds from the start of the piece until `need` requests are due; `need` is below its mass. */
  #lengthOf(need: number): number {
    if (this.#slope === 0) return need / this.#from;
    if (need <= 0) return 0;
    // The stable root of from·x + slope·x²/2 = need, for rising and for falling ramps.
    const under = Math.max(0, this.#from * this.#from + 2 * this.#slope * need);
    return (2 * need) / (this.#from + Math.sqrt(under));
  }

  #nextOfBurst(): void {
    const stage = this.#stages[this.#stage] as Extract<Stage, { kind: 'burst' }>;
    const done = this.#burstSize - this.#burst;
    // Order statistics of uniforms, one draw each: the smallest of the `burst` that are left in what is left.
    if (this.#constant) this.#fraction = done / this.#burstSize;
    else if (stage.over > 0) {
      this.#fraction = 1 - (1 - this.#fraction) * this.#stream.uniform(this.#number, 1) ** (1 / this.#burst);
    }
    this.#burst--;
    this.#number++;
    this.at = Math.round(this.#begin + this.#fraction * stage.over);
  }

  /** Goes on to the next stage. @returns whether there is one */
  #enterStage(): boolean {
    const before = this.#stages[this.#stage];
    if (before !== undefined) this.#begin += before.kind === 'rate' ? before.for : before.over;
    this.#stage++;
    const stage = this.#stages[this.#stage];
    if (stage === undefined || this.#begin === Infinity) return false;
    if (stage.kind === 'burst') {
      this.#burstSize = Math.round(stage.count * (this.#course?.factorAt(this.#begin) ?? 1));
      this.#burst = this.#burstSize;
      this.#fraction = 0;
    } else {
      this.#enterPiece(this.#begin);
    }
    return true;
  }

  /** The piece of the present rate stage that begins at `start`: up to its end, or to the next change of state. */
  #enterPiece(start: Micros): void {
    const stage = this.#stages[this.#stage] as Extract<Stage, { kind: 'rate' }>;
    const stageEnd = this.#begin + stage.for;
    const course = this.#course;
    const factor = (this.#modulation?.factorAt(start) ?? 1) * (course === null ? 1 : course.factorAt(start));
    const slope = stage.for === Infinity ? 0 : (stage.to - stage.from) / (stage.for / SECOND);
    this.#start = start;
    this.#end = Math.min(stageEnd, this.#modulation?.until ?? Infinity, course?.untilFrom(start) ?? Infinity);
    this.#from = factor * (stage.from + (slope * (start - this.#begin)) / SECOND);
    this.#slope = factor * slope;
    const length = (this.#end - start) / SECOND;
    // An endless stage has no slope; 0 · Infinity would be no number.
    const mean = this.#slope === 0 ? this.#from : this.#from + (this.#slope * length) / 2;
    this.#mass = mean === 0 ? 0 : mean * length;
  }

  /** The next arrival is due a unit exponential later. */
  #drawTarget(number: number): void {
    this.#target -= Math.log(this.#stream.uniform(number, 0));
  }
}

/** Requests per period, spread within it: evenly from its start, or uniformly at random. */
class CountedArrivals implements Arrivals {
  at: Micros = 0;
  handler: Micros = NO_HANDLER_TIME;
  readonly #shape: Extract<Shape, { kind: 'counts' }>;
  readonly #constant: boolean;
  readonly #stream: Stream;
  #number = 0;
  #row = -1;
  #left = 0;
  #fraction = 0;

  constructor(shape: Extract<Shape, { kind: 'counts' }>, process: 'poisson' | 'constant', stream: Stream) {
    this.#shape = shape;
    this.#constant = process === 'constant';
    this.#stream = stream;
  }

  next(): boolean {
    const { starts, counts, period, durations } = this.#shape;
    while (this.#left === 0) {
      if (++this.#row >= counts.length) return false;
      this.#left = counts[this.#row]!;
      this.#fraction = 0;
      if (durations !== null) this.handler = durations[this.#row]!;
    }
    const count = counts[this.#row]!;
    if (this.#constant) this.#fraction = (count - this.#left) / count;
    else this.#fraction = 1 - (1 - this.#fraction) * this.#stream.uniform(this.#number, 0) ** (1 / this.#left);
    this.#left--;
    this.#number++;
    this.at = Math.round(starts[this.#row]! + this.#fraction * period);
    return true;
  }
}
