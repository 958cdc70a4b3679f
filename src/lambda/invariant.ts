/** States that the model can never be in; one of them means a defect of lsim, not of the scenario. */

/** A broken invariant: stops the run and asks for a report. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/**
 * Stops the run when something impossible was reached.
 * @param holds what must be true @param what it is about @param actual the value met @param expected in words
 * @throws {ModelError} with both values
 */
export function assertModel(holds: boolean, what: string, actual: number, expected: string): void {
  if (!holds) throw new ModelError(`impossible state of the model: ${what} is ${actual}, expected ${expected}`);
}
