/** What would help against each cause of throttles. */
import { gatewayRemedy } from './gateway-causes.ts';
import type { CauseResult } from './run-result.ts';
import type { Setup } from './setup.ts';

/** From this share of the pool on, somebody else is the one who holds it. */
const DOMINANT = 0.5;

/** The way out as the end of a sentence: "… would help". Names no number: none was simulated. */
export function remedyOf(setup: Setup, { cause, function: name, source = '', holders }: CauseResult): string {
  const [first] = holders;
  switch (cause) {
    case 'account':
      return first !== undefined && first.holder !== name && first.share >= DOMINANT
        ? `reserved concurrency for ${name}, a cap on ${first.holder} or a higher account limit would help`
        : 'a higher account limit or a shorter duration would help';
    case 'reserved':
      return `more reserved concurrency for ${name} or a shorter duration would help`;
    case 'scalingRate':
      return `provisioned concurrency for ${name} or a slower rise would help`;
    case 'requestRate':
      return `more reserved concurrency for ${name} would help, or fewer and larger requests`;
    case 'accountRequestRate':
      return 'a higher account limit would help, or fewer and larger requests';
    case 'source':
      return gatewayRemedy(setup, source);
  }
}
