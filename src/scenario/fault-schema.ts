/** Keys of `faults`. */
import type * as z from 'zod';
import type { FaultEffects, FaultSubject } from '../lambda/fault.ts';
import { field, keys, text } from './field.ts';
import { timeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';

/** Times as long or as often as ordinarily, at most. */
const GREATEST_FACTOR = 1_000;

/** One fault; what joins its keys is checked elsewhere. */
export const faultSchema = keys({
  at: time({ likely: 'm' }).describe('When it begins, from t = 0.'),
  for: time({ positive: true, likely: 'm' })
    .optional()
    .describe('How long it lasts. Left out only where loseIdle is its one effect: that happens at once.'),
  on: text(500).describe(
    'What it is about: functions.x, dependencies.x, sources.x, queues.x or streams.x (the bare name where it is unique), account, or service: Lambda as a whole, all functions.',
  ),
  slowdown: number({ positive: true, max: GREATEST_FACTOR })
    .optional()
    .describe('Handler or service times take so many times as long.'),
  delay: timeLaw.optional().describe('Added to each handler or service time, after the slowdown.'),
  errors: share().optional().describe('Share of the attempts or calls that end in an error, beside the ordinary ones.'),
  duration: timeLaw
    .optional()
    .describe(
      'Handler or service time in the place of the ordinary one; beside errors, that of the failing attempts alone.',
    ),
  hang: share()
    .optional()
    .describe("Share of the attempts or calls that only end with the caller's or function's timeout."),
  systemErrors: share()
    .optional()
    .describe('Share of the attempts that Lambda itself answers 500, ServiceException: no code runs (R5.4).'),
  refuse: share().optional().describe('Share of what is sent to it that it does not take.'),
  concurrency: whole({ min: 0, max: 1_000_000 }).optional().describe("The account's concurrency limit meanwhile."),
  loseIdle: lost().optional().describe('true: all idle environments are gone when it begins.'),
  stuckShard: whole({ max: 100_000 }).optional().describe('Number of the shard, from 0, that nobody reads meanwhile.'),
  traffic: number({ max: GREATEST_FACTOR })
    .optional()
    .describe('Requests arrive so many times as often: those of one source, with account or service those of all.'),
});

/** A fault as the file has it, read. */
export type FaultSpec = z.output<typeof faultSchema>;

/** What each kind of thing can suffer. */
export const FITTING: Readonly<Record<FaultSubject['kind'], readonly (keyof FaultEffects)[]>> = {
  function: ['slowdown', 'delay', 'errors', 'duration', 'hang', 'systemErrors', 'loseIdle'],
  service: ['slowdown', 'delay', 'errors', 'duration', 'hang', 'systemErrors', 'loseIdle', 'traffic'],
  account: ['concurrency', 'traffic'],
  source: ['traffic'],
  queue: ['refuse'],
  stream: ['stuckShard'],
  dependency: ['slowdown', 'delay', 'errors', 'duration', 'hang', 'refuse'],
};

/** Every effect, in the order of the documentation. */
export const EFFECTS: readonly (keyof FaultEffects)[] = [
  'slowdown',
  'delay',
  'errors',
  'duration',
  'hang',
  'systemErrors',
  'refuse',
  'concurrency',
  'loseIdle',
  'stuckShard',
  'traffic',
];

/** `loseIdle` is there or not. */
function lost(): z.ZodType<true> {
  return field('true', { const: true }, (value) => {
    return value === true ? { value } : { code: 'E_VALUE', problem: 'is written loseIdle: true, or left out' };
  });
}
