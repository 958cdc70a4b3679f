/** A dependency that faults are about. */
import type { Distribution } from '../des/distribution.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { DependencyEffects } from './dependency-effects.ts';
import { eitherShare, errorTimeOf, replacedTimeOf, slowdownOf, type Faultable, type FaultEffects } from './fault.ts';

/** Turns the faults that are at work on one dependency into its present settings. */
export class DependencyFault implements Faultable {
  readonly #effects: DependencyEffects;

  constructor(effects: DependencyEffects) {
    this.#effects = effects;
  }

  suffer(effects: readonly FaultEffects[]): void {
    const present = this.#effects;
    present.slowdown = slowdownOf(effects);
    present.errors = eitherShare(effects, ({ errors }) => errors);
    present.hang = eitherShare(effects, ({ hang }) => hang);
    present.refuse = eitherShare(effects, ({ refuse }) => refuse);
    present.delay = sumOf(effects.flatMap(({ delay }) => (delay === undefined ? [] : [roundedSamplerOf(delay)])));
    present.duration = samplerOf(replacedTimeOf(effects));
    present.errorDuration = samplerOf(errorTimeOf(effects));
  }
}

function samplerOf(law: Distribution | null): Sampler | null {
  return law === null ? null : roundedSamplerOf(law);
}

/** All of them one after the other. */
function sumOf(delays: readonly Sampler[]): Sampler | null {
  const [first, ...others] = delays;
  if (first === undefined || others.length === 0) return first ?? null;
  return { sample: (stream, subject, draw) => delays.reduce((sum, one) => sum + one.sample(stream, subject, draw), 0) };
}
