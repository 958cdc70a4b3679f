/** Where a gateway is the wall and not Lambda: what its own throttle turned away (R5.9). */
import { gatewayQuota } from '../lambda/quotas.ts';
import type { Figures } from './figures.ts';
import { count, figure, plural } from './quantity.ts';
import type { CauseResult } from './run-result.ts';
import { functionsOf, type Setup } from './setup.ts';
import type { ThrottledTime } from './throttled-time.ts';

/** One entry a source whose gateway answered 429 itself. @param figures of all runs together @param throttled in run 1 */
export function gatewayCauses(setup: Setup, figures: Figures, throttled: ThrottledTime): readonly CauseResult[] {
  return setup.sources.flatMap((source, k): readonly CauseResult[] => {
    const { gatewayThrottled = 0, routes } = figures.sources[k]!;
    if (gatewayThrottled === 0) return [];
    const lost = (fn: string): number =>
      source.routes.reduce((sum, route) => {
        return route.function === fn ? sum + (routes?.[route.name]?.gatewayThrottled ?? 0) : sum;
      }, 0);
    const functions = functionsOf(source).toSorted((a, b) => lost(b) - lost(a));
    const part = throttled.partOf(functions, 'source');
    const text = `${plural(gatewayThrottled, 'attempt')} of ${source.name} answered 429 by the gateway, not by Lambda: ${limitText(setup, source.name)}${part}`;
    return [
      { cause: 'source', function: functions[0]!, source: source.name, throttles: gatewayThrottled, holders: [], text },
    ];
  });
}

/** `its own throttle of 500/s (bursts of 200) was reached`. */
export function limitText(setup: Setup, source: string): string {
  const own = throttleOf(setup, source);
  const { rate, burst } = own ?? gatewayQuota(setup.account.region);
  const whose =
    own === null
      ? `API Gateway's quota for all APIs in ${setup.account.region}, ${figure(rate)}/s`
      : `its own throttle of ${figure(rate)}/s`;
  return `${whose} (bursts of ${count(burst)})${own === null ? ',' : ''} was reached`;
}

/** The way out as the end of a sentence. */
export function gatewayRemedy(setup: Setup, source: string): string {
  return throttleOf(setup, source) === null
    ? 'a higher quota from AWS, or clients that come more slowly, would help; more concurrency would not'
    : `a higher throttle for ${source}, or clients that come more slowly, would help; more concurrency would not`;
}

function throttleOf({ sources }: Setup, name: string): { readonly rate: number; readonly burst: number } | null {
  return sources.find((source) => source.name === name)?.throttle ?? null;
}
