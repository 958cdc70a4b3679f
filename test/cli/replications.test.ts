import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ProgressBoard } from '../../src/cli/progress-board.ts';
import { type CreateReplication, replicateOnce, type ReplicationTask } from '../../src/cli/replication-task.ts';
import { inThisThread } from '../../src/cli/replications.ts';
import { StopFlag } from '../../src/cli/stop-flag.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** Reaches its horizon after so many calls of `advance`, writing a row at each. */
function counting(slices: number): CreateReplication {
  return (_scenario, run, { requestLog }) => {
    let now = 0;
    return {
      get now() {
        return now;
      },
      get events() {
        return now * 10;
      },
      advance: () => {
        now += 1;
        requestLog?.row('web', 'api', 1_000_000 * now, NaN, NaN, -1, false, '429', 1);
        return now >= slices;
      },
      // Only what this file looks at.
      record: () => ({ run, until: now, complete: now >= slices }) as RunRecord,
    };
  };
}

function task(run: number, over: Partial<ReplicationTask> = {}): ReplicationTask {
  return {
    scenario: {} as Scenario,
    run,
    series: run === 1,
    paths: { requests: null, logs: null, trace: null },
    stop: new StopFlag().memory,
    progress: new ProgressBoard(9).memory,
    ...over,
  };
}

describe('one replication', () => {
  test('runs to its horizon and tells how far it has come', async () => {
    const board = new ProgressBoard(1);
    const outcome = await replicateOnce(task(1, { progress: board.memory }), counting(5), null);
    expect(outcome).toEqual({ record: { run: 1, until: 5, complete: true } });
    expect(board.totals(5)).toEqual({ now: 5, events: 50, finished: 1 });
  });

  test('that is stopped between two slices records what it reached', async () => {
    const stop = new StopFlag();
    let breaths = 0;
    const breathe = () => {
      if (++breaths === 3) stop.raise();
      return Promise.resolve();
    };
    const outcome = await replicateOnce(task(1, { stop: stop.memory }), counting(5), breathe);
    expect(outcome).toEqual({ record: { run: 1, until: 3, complete: false } });
  });

  test('that is stopped before it begins has no record', async () => {
    const stop = new StopFlag();
    stop.raise();
    expect(await replicateOnce(task(1, { stop: stop.memory }), counting(5), null)).toEqual({ record: null });
  });

  test('writes its requests into the file that it is given', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lsim-requests-'));
    const requestsPath = join(folder, 'rows');
    closeSync(openSync(requestsPath, 'wx'));
    await replicateOnce(task(2, { paths: { requests: requestsPath, logs: null, trace: null } }), counting(2), null);
    expect(readFileSync(requestsPath, 'utf8')).toBe('2,web,api,1,,,,false,429,1\n2,web,api,2,,,,false,429,1\n');
    rmSync(folder, { recursive: true });
  });

  test('does not bring back a file that was removed on the way out', async () => {
    const requestsPath = join(tmpdir(), 'lsim-no-such-file');
    expect(
      await replicateOnce(task(1, { paths: { requests: requestsPath, logs: null, trace: null } }), counting(2), null),
    ).toEqual({
      problem: 'no such file or folder',
    });
  });

  test('says why when a disk is full', async () => {
    expect(
      await replicateOnce(task(1, { paths: { requests: '/dev/full', logs: null, trace: null } }), counting(2), null),
    ).toEqual({
      problem: 'no space is left',
    });
  });

  test('lets a broken model be seen as what it is', async () => {
    const broken: CreateReplication = () => {
      throw new Error('in flight: -1');
    };
    await expect(replicateOnce(task(1), broken, null)).rejects.toThrow('in flight: -1');
  });
});

test('replications of one thread come one after the other, in the order of the runs', async () => {
  const outcomes = await inThisThread([task(1), task(2), task(3)], counting(2), { breathe: () => Promise.resolve() });
  expect(outcomes.map((outcome) => ('record' in outcome ? outcome.record?.run : 'problem'))).toEqual([1, 2, 3]);
});
