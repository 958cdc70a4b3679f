/** What a caller names: a version, or an alias that stands for one or two of them (R12.2). */
import type { VersionState } from './version-state.ts';

/** DG/configuring-alias-routing.html: at most two versions, one of them with a weight, the other with the rest. */
export class Target {
  version: VersionState;
  /** The other version; `null` = all invocations go to `version`. */
  second: VersionState | null = null;
  /** Share of the invocations that `second` gets, in [0, 1]. */
  weight = 0;
  /** R4.2: the alias is being repointed to `second`, which gets no more than before until all it needs is READY. */
  isPreparing = false;

  constructor(version: VersionState) {
    this.version = version;
  }

  /** From now on this share of the invocations goes to another version. */
  split(second: VersionState, weight: number): void {
    this.second = second;
    this.weight = weight;
    this.isPreparing = false;
  }

  /** From now on another version is prepared, which will have all invocations. */
  prepare(second: VersionState): void {
    if (this.second !== second) this.split(second, 0);
    this.isPreparing = true;
  }

  /** From now on all invocations go to this version. */
  repoint(version: VersionState): void {
    this.version = version;
    this.second = null;
    this.weight = 0;
    this.isPreparing = false;
  }
}
