/** The keys of provisioned event pollers, of queues and of topics (R8.8, R8.9). */
import type { z } from 'zod';
import { whole } from './quantities.ts';

/** Between how many pollers there can be. */
interface PollerBounds {
  /** Fewest that min or max may be, and the default of min. */
  readonly least: number;
  /** Most that min may be. */
  readonly mostLeast: number;
  readonly most: number;
  /** Default of max. */
  readonly usual: number;
  readonly reason: string;
}

/** `min` and `max`. @param growth what the documentation says of max */
export function pollerKeys(
  { least, mostLeast, most, usual, reason }: PollerBounds,
  growth: string,
): Record<'min' | 'max', z.ZodPrefault<z.ZodType<number>>> {
  return {
    min: whole({ min: least, max: mostLeast, reason })
      .prefault(least)
      .describe('Pollers that are always there, paid for by the hour (R10.14).'),
    max: whole({ min: least, max: most, reason }).prefault(usual).describe(growth),
  };
}
