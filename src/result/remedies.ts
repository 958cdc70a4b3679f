/** What would help against each cause of throttles, and against spillover. */
import { REQUESTS_PER_SECOND_PER_CONCURRENCY } from '../lambda/quotas.ts';
import { gatewayRemedy } from './gateway-causes.ts';
import { count } from './quantity.ts';
import type { CauseResult, FunctionResult, ProvisionedFigures } from './run-result.ts';
import type { Setup } from './setup.ts';

/** From this share of the pool on, somebody else is the one who holds it. */
const DOMINANT = 0.5;

const ADVISED_RESERVE = 1.1;

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

/** R1.17 (DG/provisioned-concurrency.html): provision a tenth more than the peak of concurrency; 200 → 220. */
export function advisedProvisioned(peak: number): number {
  return Math.ceil(peak * ADVISED_RESERVE - 1e-9);
}

/** Whether a function has provisioned concurrency. */
export function isProvisioned(fn: FunctionResult): fn is FunctionResult & ProvisionedFigures {
  return fn.ProvisionedConcurrentExecutions !== undefined;
}

/** R1.12: whether invocations spilled over though some provisioned environments always were free. */
export function hasHitRequestRate(fn: FunctionResult): boolean {
  if (!isProvisioned(fn) || fn.ProvisionedConcurrencyInvocations === 0) return false;
  return fn.ProvisionedConcurrencyUtilization.max < 1 && provisionedNeed(fn).units > fn.provisionedAllocated.max;
}

/** What would help against spillover, as the end of a sentence. */
export function spilloverRemedy(fn: FunctionResult & ProvisionedFigures): string {
  const peak = fn.ConcurrentExecutions.max;
  const allocated = fn.provisionedAllocated.max;
  if (hasHitRequestRate(fn)) {
    const { rate, units } = provisionedNeed(fn);
    return `never all were in use, but each serves ten requests a second at most; ${count(units)} would serve ${count(rate)} a second`;
  }
  if (fn.ProvisionedConcurrencyInvocations === 0) return 'none was READY in time; allocate earlier, or start with more';
  if (advisedProvisioned(peak) <= allocated)
    return 'fewer were READY then than at other times; raise min, or allocate before traffic or a new version comes';
  return `concurrency peaked at ${count(peak)}; AWS advises a tenth more, ${count(advisedProvisioned(peak))} provisioned`;
}

/** Requests a second that are meant for provisioned concurrency, and the units that could serve them (R1.12). */
function provisionedNeed(fn: FunctionResult & ProvisionedFigures): { readonly rate: number; readonly units: number } {
  const served = fn.ProvisionedConcurrencyInvocations + fn.ProvisionedConcurrencySpilloverInvocations;
  const rate = (fn.formula.rate_rps * served) / (fn.Invocations + fn.Throttles);
  return { rate, units: Math.ceil(rate / REQUESTS_PER_SECOND_PER_CONCURRENCY - 1e-9) };
}
