/** A request in hand, and how it can fail. */
import type { Micros } from '../des/time.ts';
import type { AnswerClass } from './retry.ts';

/** Why a request got no success: throttled, a function error, time that ran out (client, gateway or function), or an
 * error of Lambda itself (R5.4). */
export type Failure = 'throttled' | 'error' | 'timeout' | 'other';

/** A request between its first attempt and its final answer, with what is known of its last attempt. */
export interface Request {
  source: number;
  /** Number within its source. */
  number: number;
  arrival: Micros;
  /** Handler time that its trace gives it, else NaN. */
  handler: Micros;
  /** Attempts made. */
  attempts: number;
  /** Whether an attempt was throttled. */
  throttled: boolean;
  /** Whether it was postponed: its first attempt was not its last. */
  late: boolean;
  /** Tokens that the last retry cost. */
  paid: number;
  answer: AnswerClass;
  /** When the answer of the last attempt comes. */
  answerAt: Micros;
  failure: Failure;
  status: string;
  /** When the last attempt's invocation was admitted; NaN if it was not. */
  start: Micros;
  /** Number of that environment within its function; −1 if none. */
  environment: number;
  cold: boolean;
  waiting: boolean;
}
