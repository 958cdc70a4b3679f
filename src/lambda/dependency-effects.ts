/** What is wrong with a dependency just now: plain settings that a fault changes and puts back. */
import type { Sampler } from '../des/sampler.ts';
import type { Micros } from '../des/time.ts';

/** Read at every call; as they stand here, nothing is wrong. All but `slowdown` and `duration` are about each call by itself. */
export class DependencyEffects {
  /** A service that begins takes so many times as long. */
  slowdown = 1;
  /** How much longer a call is on its way; `null` = no longer. It holds no place meanwhile. */
  delay: Sampler | null = null;
  /** How long a service takes, in the place of the ordinary one; `null` = as ever. */
  duration: Sampler | null = null;
  /** Probability in [0, 1] that a call is answered with an error, after its service. */
  errors = 0;
  /** How long the service of such a call takes; `null` = as any other. */
  errorDuration: Sampler | null = null;
  /** Probability in [0, 1] that a call is never answered: it holds its place until its caller gives up. */
  hang = 0;
  /** Probability in [0, 1] that a call is refused as if there were no room. */
  refuse = 0;

  /** How long a service takes now that would take `time`. */
  stretched(time: Micros): Micros {
    return this.slowdown === 1 ? time : Math.round(time * this.slowdown);
  }
}
