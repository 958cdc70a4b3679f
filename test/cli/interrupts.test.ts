import { expect, test } from 'vitest';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { StopFlag } from '../../src/cli/stop-flag.ts';
import { fakeIo } from './fake-io.ts';

test('the first Ctrl-C raises the flag that every thread sees, and leaves the process alive', () => {
  const io = fakeIo();
  const interrupts = new Interrupts(io, () => undefined);
  const inAnotherThread = new StopFlag(interrupts.stop.memory);
  expect(inAnotherThread.isRaised()).toBe(false);
  io.interrupt();
  expect(inAnotherThread.isRaised()).toBe(true);
  expect(interrupts.signal.aborted).toBe(true);
  expect(io.exited).toBeNull();
});

test('the second Ctrl-C cleans up and leaves at once with 130', () => {
  const io = fakeIo();
  const left: string[] = [];
  new Interrupts(io, () => left.push('cleaned'));
  io.interrupt();
  io.pass(1_000);
  io.interrupt();
  expect(left).toEqual(['cleaned']);
  expect(io.exited).toBe(130);
});

test('one key press that npx hands on a second time counts once', () => {
  const io = fakeIo();
  new Interrupts(io, () => undefined);
  io.interrupt();
  io.pass(5);
  io.interrupt();
  expect(io.exited).toBeNull();
});

test('a closed listener hears nothing', () => {
  const io = fakeIo();
  const interrupts = new Interrupts(io, () => undefined);
  interrupts.close();
  io.interrupt();
  expect(interrupts.happened).toBe(false);
});
