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
/** A request has waited for an open invocation for as long as client and gateway would; index = request in hand. */
export const PATIENCE_ENDS = FIRST_WORKLOAD_KIND + 6;
/** A handler goes on with its calls; index = handler in hand. */
export const CALLS_DUE = FIRST_WORKLOAD_KIND + 7;
/** A handler has the answer of a call; index = call in hand. */
export const CALL_ANSWERED = FIRST_WORKLOAD_KIND + 8;
/** A handler tries a call again; index = call in hand. */
export const CALL_RETRY = FIRST_WORKLOAD_KIND + 9;
