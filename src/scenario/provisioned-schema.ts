/** Keys of `provisionedConcurrency`. */
import * as z from 'zod';
import { HIGHEST_TARGET, LOWEST_TARGET } from '../lambda/quotas.ts';
import { choice, fieldNotes, into, isMap, keys, oneOf, type Result } from './field.ts';
import { share, whole } from './quantities.ts';
import { at, cron } from './schedule.ts';
import { showShare } from './units.ts';

const units = (): z.ZodType<number> => whole({ max: 1_000_000 });

const action = keys({
  cron: cron().optional().describe("When: AWS's cron of six fields, in the scenario's time zone. One of cron and at."),
  at: at().optional().describe('When: a time from t = 0, or a date.'),
  min: units().optional().describe('Least number from then on; default: as before.'),
  max: units().optional().describe('Greatest number from then on; default: as before.'),
});

/** A scheduled action as the file has it, read. */
export type ActionSpec = z.output<typeof action>;

const target = into(share(), (value): Result<number> => {
  if (value >= LOWEST_TARGET && value <= HIGHEST_TARGET) return { value };
  return {
    code: 'E_RANGE',
    problem: `${showShare(value)} is no target of utilisation: it lies between 10% and 90% (R4.11)`,
  };
});
fieldNotes.add(target, { syntax: 'a share' });

const scaled = keys({
  min: units().describe('Least number, and the one at t = 0.'),
  max: units().describe('Greatest number.'),
  target: target.prefault('70%').describe('Utilisation that target tracking aims at, from 10% to 90% (R4.11).'),
  statistic: oneOf(['Average', 'Maximum'])
    .prefault('Average')
    .describe("What its alarms look at: the mean of a minute's samples, or the greatest (R4.11)."),
  schedule: z.array(action).prefault([]).describe('Scheduled actions: bounds from a time on (R4.16).'),
  provisioning: oneOf(['ready', 'cold'])
    .prefault('ready')
    .describe('Whether it is READY at t = 0, or allocated from then on (R4.4).'),
});

/** Provisioned concurrency as the file has it, read. */
export type ProvisionedSpec = z.output<typeof scaled> & {
  /** Whether the file has one number. */
  readonly fixed: boolean;
};

/** `n`, or `{ min, max, target, statistic, schedule, provisioning }`. */
export const provisionedConcurrency: z.ZodType<ProvisionedSpec> = choice<ProvisionedSpec>(
  'a whole number, or { min, max, target, statistic, schedule, provisioning }',
  ['min', 'max', 'target', 'statistic', 'schedule', 'provisioning'],
  [
    { when: isMap, schema: scaled.transform((spec): ProvisionedSpec => ({ ...spec, fixed: false })) },
    {
      when: (value) => value !== undefined && value !== null && !Array.isArray(value),
      schema: units().transform((number): ProvisionedSpec => ({
        min: number,
        max: number,
        target: HIGHEST_TARGET,
        statistic: 'Average',
        schedule: [],
        provisioning: 'ready',
        fixed: true,
      })),
    },
  ],
);
fieldNotes.add(provisionedConcurrency, { syntax: 'a whole number or a map, see below' });

/** Schemas that the documentation shows in tables of their own. */
export const provisionedParts = { scaled, action };
