/** The reasons and causes behind the small integers in a record, for readers of a result. */
export { THROTTLES } from '../lambda/throttle.ts';
