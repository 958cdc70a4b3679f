/** `asyncRetry: queue`: events that wait stand in line, one line a function, and go the oldest first. */
import { EventQueue } from '../des/event-queue.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AsyncRows } from './async-rows.ts';
import type { ConcurrencyWatcher } from './concurrency.ts';
import { ASYNC_DUE, ASYNC_FREED, RANK } from './events.ts';
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY } from './throttle.ts';

/** What the lines ask of the queue that they belong to. */
interface Events {
  attemptNow(row: number): number;
  admits(row: number): boolean;
  expire(row: number): void;
}

/** The events that wait for one function. */
interface Line {
  readonly fn: number;
  /** Row of the oldest one; −1 = nobody waits. */
  head: number;
  /** All others, by the instant of their acceptance. */
  readonly others: EventQueue;
  /** When the head is tried if nothing is freed before, or reaches its maximum age. */
  due: Micros;
  /** The earliest look at this line that is scheduled. */
  lookAt: Micros;
  /** Whether something else than concurrency holds the head up, so that freed concurrency is no help. */
  paused: boolean;
}

/**
 * The head is tried when concurrency is freed, and by the timer of its back-off, for not all that helps is told of.
 * Since all events of a function may grow equally old, the head is always the first to reach its maximum age.
 */
export class AsyncLines implements ConcurrencyWatcher {
  readonly #simulation: Simulation;
  readonly #rows: AsyncRows;
  readonly #events: Events;
  readonly #lines = new Map<number, Line>();
  /** Lines in which somebody waits. */
  #waiting = 0;
  #freedAt: Micros = -1;

  constructor(simulation: Simulation, rows: AsyncRows, events: Events) {
    this.#simulation = simulation;
    this.#rows = rows;
    this.#events = events;
  }

  /** An event of this function is due: it is tried at once where nobody waits, and else takes its place in line. */
  come(row: number, fn: number): void {
    const line = this.#lineOf(fn);
    if (line.head < 0) {
      const throttle = this.#events.attemptNow(row);
      if (throttle < 0) return;
      this.#rows.wait(row);
      this.#waiting++;
      line.head = row;
      this.#hold(line, throttle);
      return;
    }
    this.#rows.wait(row);
    const { acceptedAt } = this.#rows.table;
    const older = acceptedAt[row]! < acceptedAt[line.head]!;
    const behind = older ? line.head : row;
    line.others.add(acceptedAt[behind]!, 0, 0, behind);
    if (!older) return;
    line.head = row;
    this.#setDue(line, Math.min(line.due, this.#rows.deadlineOf(row)));
  }

  /** Concurrency was freed: those who wait are served once all that happens in this instant has made room. */
  freed(): void {
    if (this.#waiting === 0 || this.#freedAt === this.#simulation.now) return;
    this.#freedAt = this.#simulation.now;
    this.#simulation.schedule(this.#freedAt, RANK.retry, ASYNC_FREED, 0);
  }

  /** ASYNC_FREED: the oldest heads first, as long as there is concurrency for them. */
  serve(): void {
    for (let line = this.#next(); line !== null; line = this.#next()) {
      // It looked as if there was room for it, so only time can help.
      if (!this.#tryHead(line)) line.paused = true;
    }
  }

  /** ASYNC_DUE: the head of this line is tried, or has reached its maximum age. */
  due(fn: number): void {
    const line = this.#lineOf(fn);
    line.lookAt = Infinity;
    if (line.head < 0) return;
    if (line.due > this.#simulation.now) {
      this.#setDue(line, line.due);
      return;
    }
    if (this.#rows.deadlineOf(line.head) <= this.#simulation.now) {
      const { head } = line;
      this.#advance(line);
      this.#events.expire(head);
      if (line.head < 0) return;
    }
    line.paused = false;
    while (line.head >= 0 && this.#tryHead(line));
  }

  /** The line to serve next: that of the oldest head among those that would be admitted. */
  #next(): Line | null {
    const { acceptedAt } = this.#rows.table;
    let best: Line | null = null;
    for (const line of this.#lines.values()) {
      if (line.head < 0 || line.paused || !this.#events.admits(line.head)) continue;
      if (best === null || acceptedAt[line.head]! < acceptedAt[best.head]!) best = line;
    }
    return best;
  }

  /** @returns whether the head was admitted */
  #tryHead(line: Line): boolean {
    const throttle = this.#events.attemptNow(line.head);
    if (throttle >= 0) {
      this.#hold(line, throttle);
      return false;
    }
    this.#advance(line);
    return true;
  }

  /** The head was throttled: it waits for its back-off, for concurrency, or for the end of its life. */
  #hold(line: Line, throttle: number): void {
    const { head } = line;
    line.paused = throttle !== ACCOUNT_CONCURRENCY && throttle !== RESERVED_CONCURRENCY;
    const retry = this.#simulation.now + this.#rows.backoffOf(head);
    this.#setDue(line, Math.min(retry, this.#rows.deadlineOf(head)));
  }

  /** The head is gone; the next one is due when its predecessor was, unless it grows too old before. */
  #advance(line: Line): void {
    if (line.others.size === 0) {
      line.head = -1;
      line.due = Infinity;
      this.#waiting--;
      return;
    }
    line.others.take();
    line.head = line.others.index;
    const due = Math.max(line.due, this.#simulation.now);
    this.#setDue(line, Math.max(this.#simulation.now, Math.min(due, this.#rows.deadlineOf(line.head))));
  }

  #setDue(line: Line, due: Micros): void {
    line.due = due;
    // A look that comes too early looks again, so one that is scheduled before is enough.
    if (line.lookAt <= due) return;
    line.lookAt = due;
    this.#simulation.schedule(due, RANK.retry, ASYNC_DUE, line.fn);
  }

  #lineOf(fn: number): Line {
    let line = this.#lines.get(fn);
    if (line === undefined) {
      line = { fn, head: -1, others: new EventQueue(), due: Infinity, lookAt: Infinity, paused: false };
      this.#lines.set(fn, line);
    }
    return line;
  }
}
