/** What holds a mapping of Amazon MQ back, and the way out (R8.10). */
import { MQ_CONCURRENCY } from '../lambda/quotas.ts';
import { share } from './quantity.ts';
import type { FunctionResult } from './run-result.ts';
import type { SetupSource } from './setup.ts';

/** A sentence without its beginning and end. @param reader a mapping of a broker @param f the function that it calls */
export function brokerLimit({ name, function: fn, mapping }: SetupSource, f: FunctionResult): string {
  const most = MQ_CONCURRENCY[mapping!.broker!];
  if (f.Throttles > 0)
    return `${fn} is throttled, and a batch of ${name} is tried again until it runs; more concurrency for ${fn} would help`;
  if (f.Errors > 0 && f.Errors * 10 > f.Invocations)
    return `${share(f.Errors / f.Invocations)} of its invocations fail, and a batch of ${name} is tried again as a whole until it succeeds; fewer errors, smaller batches or a retention that ends it would help`;
  return `${name} has ${most === 1 ? 'one batch' : `${String(most)} batches`} at once at most, whatever concurrency ${fn} has; larger batches, a shorter ${fn} or a second queue would help`;
}
