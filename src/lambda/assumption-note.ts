/** The form in which an assumption is told. */
import type { Assumptions } from './assumption-config.ts';

/** One assumption as the scenario file spells it; `low` and `high` are the ends that a sensitivity run tries. */
export interface AssumptionNote {
  readonly id: string;
  /** Key under `assumptions`; `null` where the choice is built in. */
  readonly key: keyof Assumptions | null;
  readonly default: string;
  readonly low: string;
  readonly high: string;
  /** Why this default, and what would prove it wrong. */
  readonly reason: string;
}

/** One assumption; default, low and high in this order. */
export function note(
  id: string,
  key: keyof Assumptions | null,
  [usual, low, high]: readonly [usual: string, low: string, high: string],
  reason: string,
): AssumptionNote {
  return { id, key, default: usual, low, high, reason };
}
