/** The shape of a bill in result.json. */
import { z } from 'zod';
import { amount } from './result-schema-parts.ts';

const costParts = z
  .strictObject({
    requests: amount,
    duration: amount.describe('On demand'),
    provisionedConcurrency: amount.describe('Configured, used or not'),
    provisionedDuration: amount.describe('Duration and Init on provisioned concurrency'),
    ephemeralStorage: amount,
    snapStartCache: amount,
    snapStartRestore: amount,
    tenantIsolation: amount,
    provisionedPollers: amount.describe('Event pollers of mappings in provisioned mode'),
    total: amount,
  })
  .describe('US dollars')
  .meta({ id: 'costParts' });

/** Of the window, and of a month where the scenario says how often it repeats. */
export const cost = costParts
  .extend({
    month: costParts.describe('Of a month, where the scenario says how often it repeats').exactOptional(),
    monthInAYear: costParts.describe('Of the month twelve later, where it says how traffic grows').exactOptional(),
  })
  .describe('US dollars for the window')
  .meta({ id: 'cost' });
