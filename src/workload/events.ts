/** The simulation events of the workload. */
import { FIRST_WORKLOAD_KIND } from '../lambda/events.ts';

/** A request arrives; index = source. */
export const ARRIVAL = FIRST_WORKLOAD_KIND;
/** A client gets an answer that is not a success and may be tried again; index = request in hand. */
export const ANSWER = FIRST_WORKLOAD_KIND + 1;
/** A client tries again; index = request in hand. */
export const RETRY = FIRST_WORKLOAD_KIND + 2;
/** The authorizer has allowed a request: now its integration is invoked; index = request in hand. */
export const AUTHORIZED = FIRST_WORKLOAD_KIND + 3;
/** An item of a Map state is done, well or not; index = item in hand. */
export const ITEM_ENDS = FIRST_WORKLOAD_KIND + 4;
/** An asynchronous event arrives; index = source. */
export const ASYNC_ARRIVAL = FIRST_WORKLOAD_KIND + 5;
