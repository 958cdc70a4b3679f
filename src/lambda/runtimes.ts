/** Runtime identifiers as AWS spells them, and the measured runtime that is nearest to each. */

/** Which figures stand for a runtime identifier. */
export interface RuntimeMatch {
  /** One of the measured runtimes. */
  readonly measured: string;
  /** Whether it is the very runtime that was named. */
  readonly exact: boolean;
}

/** Words that identifiers carry around their family and version. */
const DECORATION = /\.x$|\.al\d*$|\(.*\)$/u;

/** AWS's identifier of a custom runtime says nothing about the language; Go is what most of them run. */
const CUSTOM_RUNTIME = /^provided(\.al\d+)?$|^go1\.x$/u;

/**
 * The measured runtime for an identifier such as `nodejs22.x`, `java8.al2` or `provided.al2023`: itself, else the
 * nearest version of the same family, else `null`.
 */
export function matchRuntime(identifier: string, measured: readonly string[]): RuntimeMatch | null {
  const name = identifier
    .trim()
    .toLowerCase()
    .replace(DECORATION, '')
    .replace(/^provided(?:\.al\d+)?-/u, '');
  if (measured.includes(name)) return { measured: name, exact: true };
  if (CUSTOM_RUNTIME.test(identifier.trim().toLowerCase()))
    return measured.includes('go') ? { measured: 'go', exact: false } : null;
  const near = nearestRuntime(name, measured);
  return near === null ? null : { measured: near, exact: false };
}

/** The runtime of the same family with the nearest version (the newer of two), or `null`. */
export function nearestRuntime(runtime: string, candidates: readonly string[]): string | null {
  if (candidates.includes(runtime)) return runtime;
  const wanted = parts(runtime);
  if (wanted === null) return null;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const known = parts(candidate);
    if (known?.family !== wanted.family) continue;
    const distance = Math.abs(known.version - wanted.version) - (known.version > wanted.version ? 1e-6 : 0);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `python3.9` → python, 309: the minor version counts as a whole number, for 3.9 is older than 3.11. */
function parts(runtime: string): { readonly family: string; readonly version: number } | null {
  const match = /^(nodejs|python|java|dotnet|dotnetcore|ruby)(\d+)(?:\.(\d+))?$/u.exec(runtime);
  if (match === null) return null;
  const [, family = '', major = '0', minor = '0'] = match;
  return { family: family === 'dotnetcore' ? 'dotnet' : family, version: Number(major) * 100 + Number(minor) };
}
