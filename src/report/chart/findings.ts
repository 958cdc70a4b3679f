/** Names and facts that several charts put into their titles. */
import { briefCause } from '../../result/causes.ts';
import type { CauseResult, RunResult } from '../../result/run-result.ts';
import { roundShare } from '../../result/quantity.ts';
import { middleTruncated, visible } from '../safe-text.ts';
import { BACKGROUND_LOAD, OTHER, SERIES_COLOURS } from './palette.ts';

/** A name as a legend or a title shows it. */
export function shown(name: string): string {
  return middleTruncated(visible(name), 32);
}

/** `checkout's`, `users'`. */
export function possessive(name: string): string {
  return `${shown(name)}${name.endsWith('s') ? "'" : "'s"}`;
}

/** `Run 1 of 16 is drawn.`, or nothing with one run. */
export function ofRun({ json }: RunResult): string {
  return json.runs > 1 ? ` Run 1 of ${json.runs} is drawn.` : '';
}

/** What ran out, in a sentence that has named the throttled function: `its reserved concurrency of 400 was used up`. */
export function whatRanOut({ setup }: RunResult, cause: CauseResult): string {
  const text = briefCause(setup, { ...cause, holders: cause.holders.filter(({ share }) => share >= WORTH_NAMING) });
  const name = cause.function;
  if (text.startsWith(`${name}'s `)) return visible(`its${text.slice(name.length + 2)}`);
  return visible(text.startsWith(`${name} `) ? `it${text.slice(name.length)}` : text);
}

/** Of the pool: who held less is not why it was used up. */
const WORTH_NAMING = 0.1;

/** ` while image-resize held 91 % of the account`, or nothing where no other function held the pool. */
export function whileHeld({ setup }: RunResult, cause: CauseResult): string {
  const holder = cause.holders[0];
  if (cause.cause !== 'account' || holder === undefined || holder.holder === cause.function) return '';
  if (holder.share < WORTH_NAMING) return '';
  const pool = setup.functions.some(({ reservedConcurrency }) => reservedConcurrency !== null)
    ? 'the unreserved pool'
    : 'the account';
  const who = holder.holder === 'background' ? 'functions outside the model' : shown(holder.holder);
  return ` while ${who} held ${roundShare(holder.share)} of ${pool}`;
}

/** One colour a function in every chart; what has no name of its own in a chart is grey. */
export function functionColours(ranked: readonly string[]): (name: string) => string {
  return (name) => (name === 'background' ? BACKGROUND_LOAD : (SERIES_COLOURS[ranked.indexOf(name)] ?? OTHER));
}
