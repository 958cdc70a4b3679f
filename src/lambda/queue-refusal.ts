/** A queue that does not take what is sent to it. */
import type { Stream } from '../des/random.ts';
import { eitherShare, type Faultable, type FaultEffects } from './fault.ts';

/** The present state of one queue under faults; what is on its way from another queue is not sent by anybody. */
export class QueueRefusal implements Faultable {
  readonly #stream: Stream;
  #share = 0;
  #offers = 0;

  /** @param stream one subject for each message that is sent */
  constructor(stream: Stream) {
    this.#stream = stream;
  }

  suffer(effects: readonly FaultEffects[]): void {
    this.#share = eitherShare(effects, ({ refuse }) => refuse);
  }

  /** Whether the message that is sent now is refused. */
  strikes(): boolean {
    return this.#stream.uniform(this.#offers++, 0) < this.#share;
  }
}
