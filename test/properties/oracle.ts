/** The on-demand model once more: slow, plain, and sharing nothing with the real one but the rules. */
import type { Scenario } from '../../src/scenario/scenario.ts';
import { waitsForAnswer } from '../../src/workload/config.ts';
import type { Line } from './observation.ts';

interface Environment {
  readonly number: number;
  readonly born: number;
  freed: number;
  /** Its last invocation timed out (R3.10). */
  reset: boolean;
}

interface State {
  readonly f: Scenario['functions'][number];
  idle: Environment[];
  readonly rate: Tokens | null;
  readonly scaling: Tokens;
  created: number;
  inFlight: number;
}

interface Event {
  readonly at: number;
  readonly rank: number;
  readonly sequence: number;
  readonly run: (now: number) => void;
}

/** Tokens as an exact fraction: `level` counts millionths. */
class Tokens {
  #level: number;
  #at = 0;
  readonly #capacity: number;
  readonly #perSecond: number;

  constructor(capacity: number, perSecond: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#level = capacity * 1e6;
  }

  has(now: number): boolean {
    this.#level = Math.min(this.#capacity * 1e6, this.#level + (now - this.#at) * this.#perSecond);
    this.#at = now;
    return this.#level >= 1e6;
  }

  take(): void {
    this.#level -= 1e6;
  }
}

/**
 * The request log of a scenario that `predictable` makes: constant laws, replayed instants with durations, SDK calls
 * that retry throttles without jitter, today's scaling bucket, the total request rate.
 */
export function predictedLines(scenario: Scenario): readonly Line[] {
  const { account, assumptions, duration: horizon } = scenario;
  const reservedSum = scenario.functions.reduce((sum, f) => sum + (f.reservedConcurrency ?? 0), 0);
  const accountRate = new Tokens(10 * account.concurrency, 10 * account.concurrency);
  const idleTimeout = constantOf(assumptions.idleTimeout);
  const maxLifetime = constantOf(assumptions.maxLifetime);
  const lines = new Map<string, Line>();
  let events: Event[] = [];
  let sequence = 0;
  let unreserved = 0;
  const schedule = (at: number, rank: number, run: (now: number) => void): void => {
    events.push({ at, rank, sequence: sequence++, run });
  };

  const functions = new Map(
    scenario.functions.map((f) => {
      const { initialEnvironments: initial, reservedConcurrency: reserved } = f;
      const idle = Array.from({ length: initial }, (_, number) => ({ number, born: 0, freed: 0, reset: false }));
      const rate = reserved === null || reserved === 0 ? null : new Tokens(10 * reserved, 10 * reserved);
      const state: State = { f, idle, rate, created: initial, inFlight: 0, scaling: new Tokens(1_000, 100) };
      return [f.name, state];
    }),
  );

  /** One attempt: when it ends and where it ran, or nothing when it is throttled (15.1). */
  const attempt = (name: string, handler: number, now: number): Pick<Line, 'end' | 'environment' | 'cold'> | null => {
    const state = functions.get(name)!;
    const { f, rate, scaling } = state;
    if (!accountRate.has(now) || rate?.has(now) === false) return null;
    if (f.reservedConcurrency !== null && state.inFlight >= f.reservedConcurrency) return null;
    if (f.reservedConcurrency === null && unreserved >= account.concurrency - reservedSum) return null;
    state.idle = state.idle.filter((one) => one.freed + idleTimeout > now && one.born + maxLifetime > now);
    const reused = pick(state.idle, assumptions.reusePolicy);
    if (reused === undefined && !scaling.has(now)) return null;
    if (reused === undefined) scaling.take();
    accountRate.take();
    rate?.take();
    state.inFlight++;
    if (f.reservedConcurrency === null) unreserved++;
    const environment = reused ?? { number: state.created++, born: now, freed: now, reset: false };
    state.idle = state.idle.filter((one) => one !== reused);
    const cold = reused === undefined;
    const own = cold
      ? f.coldDuration === null
        ? handler + f.firstInvokePenalty
        : constantOf(f.coldDuration)
      : handler;
    const again = environment.reset ? Math.round(constantOf(f.init) * Math.max(1, 1_769 / f.memorySize)) : 0;
    environment.reset = again + own > f.timeout;
    const before = cold ? constantOf(f.platformOverhead) + constantOf(f.init) : 0;
    const end = now + before + Math.min(again + own, f.timeout);
    schedule(end, 1, () => {
      state.inFlight--;
      if (f.reservedConcurrency === null) unreserved--;
      environment.freed = end;
      if (environment.born + maxLifetime > end) state.idle.push(environment);
    });
    return { end, environment: environment.number, cold };
  };

  for (const source of scenario.sources.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!waitsForAnswer(source)) throw new Error('an oracle for callers who wait');
    const { name, function: fn, arrivals, clients } = source;
    if (arrivals.shape.kind !== 'timestamps') throw new Error('an oracle for replayed instants');
    const { at, durations } = arrivals.shape;
    const call = (k: number, attempts: number, now: number): void => {
      const line = { source: name, fn, arrival: at[k]!, start: NaN, environment: -1, cold: false, attempts };
      const run = attempt(fn, durations![k]!, now);
      const retry = clients.retry;
      if (run !== null) {
        const done = run.end <= horizon;
        const fate = { end: done ? run.end : NaN, status: done ? '200' : 'unfinished' };
        lines.set(`${name} ${k}`, { ...line, ...run, start: now, ...fate });
      } else if (retry !== null && attempts < retry.maxAttempts) {
        lines.set(`${name} ${k}`, { ...line, end: NaN, status: 'unfinished' });
        const { base, factor, cap } = retry.throttleBackoff;
        schedule(now + Math.min(cap, base * factor ** (attempts - 1)), 4, (then) => call(k, attempts + 1, then));
      } else {
        lines.set(`${name} ${k}`, { ...line, end: now, status: '429' });
      }
    };
    const arrive = (k: number): void => {
      if (k >= at.length || at[k]! >= horizon) return;
      schedule(at[k]!, 5, (now) => {
        arrive(k + 1);
        call(k, 1, now);
      });
    };
    arrive(0);
  }

  for (;;) {
    const next = events.reduce<Event | null>(
      (first, event) => (first === null || isBefore(event, first) ? event : first),
      null,
    );
    if (next === null || next.at >= horizon) return [...lines.values()];
    events = events.filter((event) => event !== next);
    next.run(next.at);
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && (a.rank < b.rank || (a.rank === b.rank && a.sequence < b.sequence)));
}

/** Environments stand in the order in which they became idle. */
function pick(idle: readonly Environment[], policy: string): Environment | undefined {
  if (policy === 'mru') return idle.at(-1);
  if (policy === 'lru') return idle[0];
  return idle.toSorted((a, b) => b.number - a.number)[0];
}

function constantOf(law: Scenario['functions'][number]['init'] | null): number {
  if (law === null) return Infinity;
  if (law.kind !== 'constant') throw new Error(`an oracle for constants, not for ${law.kind}`);
  return law.value;
}
