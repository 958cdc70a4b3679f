/** The calendar of a scenario: which instant t = 0 is, and what clocks in a time zone show from there on. */
import { DAY, HOUR, SECOND, type Micros } from '../des/time.ts';

/**
 * Without `start` a scenario begins here, in microseconds since 1970: 2024-01-01T00:00:00Z, a Monday and the first of a
 * month, recent enough for today's rules of daylight saving.
 */
export const DEFAULT_START: Micros = 1_704_067_200 * SECOND;

/** A stretch of time in which the clocks of a zone keep the same distance from UTC. */
export interface Stretch {
  /** Instants since t = 0, `until` not included; the first stretch begins a day before t = 0. */
  readonly from: Micros;
  readonly until: Micros;
  /** What the clocks show = instant since t = 0 + this, in microseconds since 1970 as if they showed UTC. */
  readonly clock: Micros;
}

/** Local times of a zone ↔ instants since t = 0, in [0, duration). */
export class Calendar {
  /** t = 0, in microseconds since 1970. */
  readonly start: Micros;
  /** Whether the scenario says when it starts; {@link DEFAULT_START} else. */
  readonly isGiven: boolean;
  readonly duration: Micros;
  /** IANA zone of everything that names none. */
  readonly timezone: string;
  readonly #stretches = new Map<string, readonly Stretch[]>();

  /** @param start microseconds since 1970; `null` = {@link DEFAULT_START} */
  constructor(start: Micros | null, timezone: string, duration: Micros) {
    this.start = start ?? DEFAULT_START;
    this.isGiven = start !== null;
    this.timezone = timezone;
    this.duration = duration;
  }

  /** From a day before t = 0 to the horizon, in order and without gaps; two of them wherever clocks are changed. */
  stretches(timezone: string = this.timezone): readonly Stretch[] {
    let stretches = this.#stretches.get(timezone);
    if (stretches === undefined) {
      stretches = stretchesOf(timezone, this.start, this.duration);
      this.#stretches.set(timezone, stretches);
    }
    return stretches;
  }

  /** What clocks show at an instant from −1 day to `duration`, in microseconds since 1970 as if they showed UTC. */
  clockAt(instant: Micros, timezone?: string): Micros {
    const stretch = this.stretches(timezone).findLast(({ from }) => from <= instant);
    return instant + (stretch?.clock ?? this.start);
  }

  /**
   * The instants in [0, duration) at which clocks show these times, which ascend, in microseconds since 1970 as if they
   * were UTC. As EventBridge Scheduler does it: a time that the clocks skip in spring has no instant, and of one that
   * they show twice in autumn only the first counts.
   * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time)
   */
  instantsAt(clockTimes: Iterable<Micros>, timezone?: string): Float64Array {
    const stretches = this.stretches(timezone);
    const instants: number[] = [];
    let index = 0;
    for (const time of clockTimes) {
      while (index < stretches.length && time >= stretches[index]!.until + stretches[index]!.clock) index++;
      const stretch = stretches[index];
      if (stretch === undefined) break;
      const instant = time - stretch.clock;
      if (instant >= Math.max(0, stretch.from)) instants.push(instant);
    }
    return Float64Array.from(instants);
  }
}

/** Whether a name is one of the IANA time zones that this machine knows. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/u.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function stretchesOf(timezone: string, start: Micros, duration: Micros): readonly Stretch[] {
  const offsetAt = offsets(timezone);
  const stretches: Stretch[] = [];
  let from = -DAY;
  let offset = offsetAt(start + from);
  // No zone changes its clocks twice within half a day.
  for (let at = from; at < duration;) {
    const next = Math.min(at + 12 * HOUR, duration);
    const after = offsetAt(start + next);
    if (after !== offset) {
      const change = changeBetween(at, next, (instant) => offsetAt(start + instant) !== offset);
      stretches.push({ from, until: change, clock: start + offset });
      from = change;
      offset = after;
    }
    at = next;
  }
  stretches.push({ from, until: duration, clock: start + offset });
  return stretches;
}

/** The first instant at which `changed` holds; it does at `after` and not at `before`. */
function changeBetween(before: Micros, after: Micros, changed: (instant: Micros) => boolean): Micros {
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (changed(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Distance of a zone's clocks from UTC at an instant, both in microseconds since 1970. */
function offsets(timezone: string): (instant: Micros) => Micros {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const seconds = Math.floor(instant / SECOND);
    const shown = new Map(format.formatToParts(seconds * 1_000).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    const clock = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return (clock / 1_000 - seconds) * SECOND;
  };
}
