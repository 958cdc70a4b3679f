/** A request in hand, and how it can fail. */
import type { Micros } from '../des/time.ts';
import type { Lineage } from '../lambda/lineage.ts';
import type { AnswerClass } from './retry.ts';

/** Why a request got no success: throttled, a function error, time that ran out (client, gateway or function), or an
 * error of Lambda itself (R5.4). */
export type Failure = 'throttled' | 'error' | 'timeout' | 'other';

/** A request between its first attempt and its final answer, with what is known of its last attempt. */
export interface Request {
  source: number;
  /** Index of its route within the source; 0 where the source has none. */
  route: number;
  /** Number within its source. */
  number: number;
  arrival: Micros;
  /** Handler time that its trace gives it, else NO_HANDLER_TIME. */
  handler: Micros;
  /** Attempts made. */
  attempts: number;
  /** Whether an attempt was throttled. */
  throttled: boolean;
  /** Whether it was postponed: its first attempt was not its last. */
  late: boolean;
  /** Tokens that the last retry cost. */
  paid: number;
  /** When the last attempt was sent. */
  sent: Micros;
  /** Whether an authorizer has let it pass. */
  authorized: boolean;
  /** The client has given this attempt up, and another request stands for it; the gateway goes on with it. */
  abandoned: boolean;
  /** Index of the execution of which this is an item; −1 where it is a request of its own. */
  execution: number;
  /** The chain that begins with it, where somebody asks; `null` = nobody does. */
  lineage: Lineage | null;
  /** Place of the environment with the open invocation that it waits for; −1 = it waits for none. */
  open: number;
  /** Whether that one is its authorizer's. */
  authorizing: boolean;
  /** When that one was admitted. */
  asked: Micros;
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
  /** Of an item: whether its last answer is decided, and is a success; the platform overhead and Init or Restore it waited for. */
  decided: boolean;
  success: boolean;
  overhead: Micros;
  init: Micros;
  waiting: boolean;
}

/** What is told of the invocation that made a request a success. */
export interface Service {
  /** Waited for an on-demand Init or Restore. */
  readonly cold: boolean;
  readonly overhead: Micros;
  readonly init: Micros;
  readonly restore: Micros;
  /** From its claim to its answer. */
  readonly response: Micros;
}
