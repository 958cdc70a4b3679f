/** The assumptions about provisioned concurrency (R4.4-R4.17). */
import { note, type AssumptionNote } from './assumption-note.ts';

/** */
export const PROVISIONED_NOTES: readonly AssumptionNote[] = [
  note(
    'A-16',
    'provisionedPreparation',
    ['90s', '60s', '120s'],
    'The page says a minute or two before the first environment; then 6,000 a minute and the longest Init of the batch. Wrong if small allocations were READY within seconds.',
  ),
  note(
    'A-17',
    null,
    ['one Init', 'none', 'preparation and Init'],
    'Lambda replaces provisioned environments in the background; the page names no delay. Wrong if a crash took capacity away for minutes.',
  ),
  note(
    'A-18',
    'lowAlarmPeriods',
    ['15', '3', '15'],
    "Lambda's guide says three points for both alarms, every alarm that was looked at needs 15 to scale in.",
  ),
  note(
    'A-19',
    null,
    ['in use / target, a tenth down at most', 'as default', 'as default'],
    'AWS publishes no formula: what was in use over the target, rounded up; downwards a tenth, or one unit, an action. What was in use is taken of the same minute as the utilisation, so an allocation that is under way is not asked for twice. Wrong if one action took more than a tenth away.',
  ),
  note(
    'A-20',
    null,
    ['mean of the samples at starts', 'as default', 'mean over time'],
    'The metric is emitted with each invocation. Wrong if the Average of a minute with few long invocations were that of its time.',
  ),
];
