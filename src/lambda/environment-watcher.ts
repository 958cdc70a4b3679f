/** The port for parts of the model that follow which environments there are. */

/** Told which environments there are, by their place in the table, which is used again; versions are numbered with $LATEST as 0. */
export interface EnvironmentWatcher {
  appeared(environment: number, fn: number, version: number): void;
  vanished(environment: number, fn: number, version: number): void;
}
