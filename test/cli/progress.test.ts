import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/des/time.ts';
import { ProgressBoard } from '../../src/cli/progress-board.ts';
import { progressLine, progressMode, showProgress } from '../../src/cli/progress.ts';
import { fakeIo } from './fake-io.ts';

const subject = { name: 'burst', horizon: 20 * MINUTE, runs: 4 };

describe('the kind of progress', () => {
  test('is a bar on a terminal and plain lines elsewhere', () => {
    expect(progressMode('auto', false, fakeIo({ isTTY: true }))).toBe('bar');
    expect(progressMode('auto', false, fakeIo())).toBe('plain');
    expect(progressMode('auto', false, fakeIo({ isTTY: true, env: { TERM: 'dumb' } }))).toBe('plain');
    expect(progressMode('auto', false, fakeIo({ isTTY: true, env: { CI: 'true' } }))).toBe('plain');
  });

  test('is what the flag says, but nothing where stdout must stay alone', () => {
    expect(progressMode('none', false, fakeIo({ isTTY: true }))).toBe('none');
    expect(progressMode('bar', true, fakeIo({ isTTY: true }))).toBe('none');
  });
});

test('a line says share, simulated time, runs done, speed and what is left', () => {
  const board = new ProgressBoard(4);
  board.report(1, 20 * MINUTE, 1_000_000);
  board.report(2, 10 * MINUTE, 500_000);
  // 30 of 80 minutes in 6 s: 10 s more; 1.5 million events in 6 s.
  expect(progressLine(subject, board, 6_000)).toBe(
    ' 37 %  30 min of 80 min simulated  1 of 4 runs  250,000 events/s  10 s left',
  );
});

test('plain progress is one line every ten seconds', () => {
  const io = fakeIo();
  const stop = showProgress('plain', subject, new ProgressBoard(4), io);
  io.pass(9_999);
  expect(io.stderr.text).toBe('');
  io.pass(20_002);
  expect(io.stderr.text.match(/^burst: .*simulated.*\n/gm)).toHaveLength(3);
  stop();
  io.pass(60_000);
  expect(io.stderr.text.match(/\n/g)).toHaveLength(3);
});

test('the bar is redrawn at most ten times a second, fits the line, and is wiped at the end', () => {
  const io = fakeIo({ isTTY: true });
  const stop = showProgress('bar', subject, new ProgressBoard(4), io);
  io.pass(2_000);
  const drawn = io.stderr.text.split('\r').slice(1);
  expect(drawn.length).toBeGreaterThan(10);
  expect(drawn.length).toBeLessThanOrEqual(20);
  for (const line of drawn) expect(line.replace('\u001B[K', '').length).toBeLessThan(100);
  stop();
  expect(io.stderr.text).toMatch(/\r\u001B\[K$/);
});

test('boards of two threads over one memory tell the same', () => {
  const board = new ProgressBoard(2);
  new ProgressBoard(board.memory).report(2, 5, 7);
  expect(board.totals(5)).toEqual({ now: 5, events: 7, finished: 1 });
});
