/** What a caller names: a version, or an alias that stands for one or two of them (R12.2). */
import type { VersionState } from './version-state.ts';

/** DG/configuring-alias-routing.html: at most two versions, one of them with a weight, the other with the rest. */
export class Target {
  version: VersionState;
  /** The other version; `null` = all invocations go to `version`. */
  second: VersionState | null = null;
  /** Share of the invocations that `second` gets, in [0, 1]. */
  weight = 0;

  constructor(version: VersionState) {
    this.version = version;
  }

  /** From now on this share of the invocations goes to another version. */
  split(second: VersionState, weight: number): void {
    this.second = second;
    this.weight = weight;
  }

  /** From now on all invocations go to this version. */
  repoint(version: VersionState): void {
    this.version = version;
    this.second = null;
    this.weight = 0;
  }
}
