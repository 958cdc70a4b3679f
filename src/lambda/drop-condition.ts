/** Why Lambda discards an asynchronous event. */

/**
 * Why an event is dropped (R6.6): AWS's words for the first two, `ReservedConcurrencyZero` for R6.11,
 * `RecursiveInvocation` for R9.9.
 */
export type DropCondition = 'RetriesExhausted' | 'EventAgeExceeded' | 'ReservedConcurrencyZero' | 'RecursiveInvocation';

/** Every way to be dropped, in the order of the results. */
export const DROP_CONDITIONS: readonly DropCondition[] = [
  'RetriesExhausted',
  'EventAgeExceeded',
  'ReservedConcurrencyZero',
  'RecursiveInvocation',
];
