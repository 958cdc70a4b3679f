/** A fingerprint of everything in a scenario that can change a result. */
import { createHash } from 'node:crypto';
import type { FunctionConfig, VersionSettings } from '../lambda/config.ts';
import type { Scenario } from './scenario.ts';

/**
 * `sha256:<hex>` over a canonical text: keys in order, functions and sources by name. Neither the names of scenario and
 * variant, the description, nor the order of keys in the file enter it: a variant has the digest of a file that says so.
 */
export function digestOf(scenario: Omit<Scenario, 'digest' | 'warnings' | 'variant'>): string {
  const { start, timezone, repeat, growth } = scenario;
  const { duration, warmup, seed, runs, bucket, account, pricing, objectives, queues, dependencies } = scenario;
  const named = {
    functions: byName(scenario.functions).map(asBefore),
    sources: byName(scenario.sources),
    ...(queues.length === 0 ? {} : { queues: byName(queues) }),
    ...(dependencies.length === 0 ? {} : { dependencies: byName(dependencies) }),
  };
  const { sqsThrottle, sqsPollerGrowth, ...others } = scenario.assumptions;
  // Without queues these can change nothing.
  const assumptions = queues.length === 0 ? others : { ...others, sqsThrottle, sqsPollerGrowth };
  const hash = createHash('sha256');
  // Left out where the file leaves them out, so that digests from before these keys existed stay.
  const month = { ...(repeat === null ? {} : { repeat }), ...(growth === null ? {} : { growth }) };
  const calendar = { ...(start === null ? {} : { start }), ...(timezone === 'UTC' ? {} : { timezone }), ...month };
  const { streamRetryBackoff, ...assumed } = assumptions;
  const streams = scenario.streams.length === 0 ? {} : { streams: byName(scenario.streams), streamRetryBackoff };
  const rest = { duration, warmup, seed, runs, bucket, account, pricing, assumptions: assumed, objectives };
  const deployments = scenario.deployments.length === 0 ? {} : { deployments: scenario.deployments };
  const faults = scenario.faults.length === 0 ? {} : { faults: scenario.faults };
  write({ ...rest, ...named, ...calendar, ...deployments, ...streams, ...faults }, (part) => hash.update(part));
  return `sha256:${hash.digest('hex')}`;
}

/** Functions that call nobody and send nothing to a queue have the digests from before there were calls and queues. */
function asBefore(f: FunctionConfig): object {
  const bare = ({ calls, ...rest }: VersionSettings): object =>
    calls.length === 0 ? rest : { calls: calls.map(withoutQueue), ...rest };
  const { deadLetter, onFailure, onSuccess, ...invoke } = f.eventInvoke;
  const eventInvoke = {
    ...invoke,
    deadLetter: deadLetter && withoutQueue(deadLetter),
    onFailure: onFailure && withoutQueue(onFailure),
    onSuccess: onSuccess && withoutQueue(onSuccess),
  };
  return { ...bare(f), eventInvoke, versions: f.versions.map(bare) };
}

function withoutQueue({ queue, ...rest }: { readonly queue: string | null }): object {
  return queue === null ? rest : { queue, ...rest };
}

function byName<T extends { readonly name: string }>(things: readonly T[]): readonly T[] {
  return things.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** JSON with sorted keys; what JSON cannot say has words of its own, long arrays of numbers are their bytes. */
function write(value: unknown, out: (part: string | Uint8Array) => void): void {
  if (value instanceof Float64Array) {
    out(`float64[${String(value.length)}]`);
    out(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (Array.isArray(value)) {
    out('[');
    for (const item of value) {
      write(item, out);
      out(',');
    }
    out(']');
  } else if (typeof value === 'object' && value !== null) {
    out('{');
    const map = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(map).sort()) {
      out(`${JSON.stringify(key)}:`);
      write(map[key], out);
      out(',');
    }
    out('}');
  } else out(typeof value === 'number' ? String(value) : JSON.stringify(value ?? null));
}
