/** Progress on standard error: a bar on a terminal, else a plain line every ten seconds. */
import type { Micros } from '../des/time.ts';
import { toSeconds } from '../des/time.ts';
import { decimals, span } from '../result/quantity.ts';
import type { Io } from './io.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { ProgressMode } from './choices.ts';

/** What is shown beside the numbers. */
export interface ProgressSubject {
  /** Name of the scenario. */
  readonly name: string;
  readonly horizon: Micros;
  readonly runs: number;
}

const BAR_EVERY_MS = 125;
const PLAIN_EVERY_MS = 10_000;

/** `auto`: a bar on a terminal that is neither dumb nor a build's log, else plain lines. Silent: none. */
export function progressMode(mode: ProgressMode, silent: boolean, io: Io): Exclude<ProgressMode, 'auto'> {
  if (silent) return 'none';
  if (mode !== 'auto') return mode;
  const terminal = io.stderr.isTTY && io.env['TERM'] !== 'dumb' && (io.env['CI'] ?? '') === '';
  return terminal ? 'bar' : 'plain';
}

/** Shows progress until the returned function is called, which also clears the bar. */
export function showProgress(
  mode: Exclude<ProgressMode, 'auto'>,
  subject: ProgressSubject,
  board: Pick<ProgressBoard, 'totals'>,
  io: Io,
): () => void {
  if (mode === 'none') return () => undefined;
  const start = io.now();
  const line = (): string => progressLine(subject, board, io.now() - start);
  if (mode === 'plain') {
    return io.every(PLAIN_EVERY_MS, () => {
      void io.stderr.write(`${subject.name}: ${line()}\n`);
    });
  }
  const stop = io.every(BAR_EVERY_MS, () => {
    const { now } = board.totals(subject.horizon);
    const text = `${bar(now / (subject.horizon * subject.runs))} ${line()}`;
    void io.stderr.write(`\r${text.slice(0, Math.max(10, io.stderr.columns - 1))}\u001B[K`);
  });
  return () => {
    stop();
    void io.stderr.write('\r\u001B[K');
  };
}

/** `42 %  8 min 24 s of 20 min simulated  1,240,000 events/s  12 s left`, with the runs done from 2 runs up. */
export function progressLine(
  subject: ProgressSubject,
  board: Pick<ProgressBoard, 'totals'>,
  elapsedMs: number,
): string {
  const { now, events, finished } = board.totals(subject.horizon);
  const whole = subject.horizon * subject.runs;
  const share = Math.min(1, now / whole);
  const elapsed = Math.max(elapsedMs, 1) / 1000;
  const parts = [
    `${String(Math.floor(share * 100)).padStart(3)} %`,
    `${span(Math.floor(toSeconds(now)))} of ${span(toSeconds(whole))} simulated`,
    ...(subject.runs > 1 ? [`${String(finished)} of ${String(subject.runs)} runs`] : []),
    `${decimals(events / elapsed, 0)} events/s`,
    ...(share > 0.005 ? [`${span(Math.ceil((elapsed * (1 - share)) / share))} left`] : []),
  ];
  return parts.join('  ');
}

function bar(share: number): string {
  const width = 20;
  const full = Math.round(Math.min(1, share) * width);
  return `[${'='.repeat(full)}${' '.repeat(width - full)}]`;
}
