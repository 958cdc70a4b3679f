/** What faults do to the invocations of one function (§ Faults of docs/model.md). */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Distribution } from '../des/distribution.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Ending } from './course.ts';
import { eitherShare, errorTimeOf, replacedTimeOf, slowdownOf, type Faultable, type FaultEffects } from './fault.ts';

/** The present state of one function; its callers draw from it. */
export class Impairment implements Faultable {
  /** Whether anything is different from a function that is well. */
  isActive = false;
  slowdown = 1;
  errors = 0;
  hang = 0;
  systemErrors = 0;
  /** Number of the law that takes the place of the handler time; −1 = none. */
  replacement = -1;
  /** Number of the law of attempts that end in an error; −1 = they take as long as any other. */
  errorTime = -1;
  /** Numbers of the laws that are added. */
  delays: readonly number[] = [];
  /** Every law that faults can bring: each has draws of its own. */
  readonly laws: readonly Distribution[];

  /** @param all the effects that will ever be at work here, in the order of time */
  constructor(all: readonly FaultEffects[]) {
    this.laws = all.flatMap(({ delay, duration }) => [delay ?? [], duration ?? []].flat());
  }

  suffer(effects: readonly FaultEffects[]): void {
    const numberOf = (law: Distribution | null): number => (law === null ? -1 : this.laws.indexOf(law));
    this.slowdown = slowdownOf(effects);
    this.errors = eitherShare(effects, ({ errors }) => errors);
    this.hang = eitherShare(effects, ({ hang }) => hang);
    this.systemErrors = eitherShare(effects, ({ systemErrors }) => systemErrors);
    this.replacement = numberOf(replacedTimeOf(effects));
    this.errorTime = numberOf(errorTimeOf(effects));
    this.delays = effects.flatMap(({ delay }) => (delay === undefined ? [] : [numberOf(delay)]));
    this.isActive = effects.length > 0;
  }
}

/** The draws of one caller under the faults of the function that it calls. */
export class CallerImpairment {
  readonly #state: Impairment;
  readonly #laws: readonly { readonly sampler: Sampler; readonly stream: Stream }[];
  readonly #errors: Stream;
  readonly #hangs: Stream;
  readonly #systemErrors: Stream;

  /** @param owner whose draws they are: function and source */
  constructor(state: Impairment, streams: Streams, owner: readonly string[]) {
    this.#state = state;
    this.#laws = state.laws.map((law, k) => ({
      sampler: roundedSamplerOf(law),
      stream: streams.stream('fault-time', ...owner, String(k)),
    }));
    this.#errors = streams.stream('fault-errors', ...owner);
    this.#hangs = streams.stream('fault-hangs', ...owner);
    this.#systemErrors = streams.stream('fault-system-errors', ...owner);
  }

  /** Whether a fault is at work. */
  get isActive(): boolean {
    return this.#state.isActive;
  }

  /** R5.4: whether Lambda answers this attempt with an error of its own. */
  isRefused(request: number, attempt: number): boolean {
    const share = this.#state.systemErrors;
    return share > 0 && this.#systemErrors.uniform(request, attempt) < share;
  }

  /** The handler time, or that of the fault which takes its place. */
  handlerTime(ordinary: Micros, request: number): Micros {
    const { replacement } = this.#state;
    return replacement < 0 ? ordinary : this.#sample(replacement, request);
  }

  /** What becomes of a handler time: so many times as long, and then some. */
  slowed(time: Micros, request: number): Micros {
    const { slowdown, delays } = this.#state;
    return delays.reduce((sum, law) => sum + this.#sample(law, request), Math.round(time * slowdown));
  }

  /** How long an attempt takes that a fault lets end in an error. */
  errorTime(ordinary: Micros, request: number): Micros {
    const { errorTime } = this.#state;
    return errorTime < 0 ? ordinary : this.#sample(errorTime, request);
  }

  /** How an attempt ends that would be a success; `timeout` = it hangs. */
  ending(request: number, attempt: number): Ending {
    const { hang, errors } = this.#state;
    if (hang > 0 && this.#hangs.uniform(request, attempt) < hang) return 'timeout';
    return errors > 0 && this.#errors.uniform(request, attempt) < errors ? 'error' : 'success';
  }

  #sample(law: number, request: number): Micros {
    const { sampler, stream } = this.#laws[law]!;
    return sampler.sample(stream, request, 0);
  }
}
