/** The simulation events of the workload. */
import { FIRST_WORKLOAD_KIND } from '../lambda/events.ts';

/** A request arrives; index = source. */
export const ARRIVAL = FIRST_WORKLOAD_KIND;
/** A client gets an answer that is not a success and may be tried again; index = request in hand. */
export const ANSWER = FIRST_WORKLOAD_KIND + 1;
/** A client tries again; index = request in hand. */
export const RETRY = FIRST_WORKLOAD_KIND + 2;
