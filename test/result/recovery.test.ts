import { describe, expect, it } from 'vitest';
import {
  ageIsOutside,
  levelIsOutside,
  shareIsOutside,
  timeIsOutside,
  type Sample,
} from '../../src/result/normal-range.ts';
import { recoveryOf } from '../../src/result/recovery.ts';
import { spansOf } from '../../src/result/recovery-spans.ts';
import type { FaultConfig } from '../../src/lambda/fault.ts';
import { Watch } from '../../src/result/watch.ts';
import { play, type Played } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

const MINUTE = 60e6;

function fault(at: number, until: number): FaultConfig {
  return { at: at * MINUTE, until: until * MINUTE, on: 'api', subject: { kind: 'service' }, effects: {}, text: '' };
}

describe('what is compared', () => {
  const spans = (faults: readonly FaultConfig[], k: number): number[] => {
    const { before, after } = spansOf(faults, faults[k]!, MINUTE, 60 * MINUTE);
    return [...before, ...after].map((at) => at / MINUTE);
  };

  it('is at most ten minutes before the fault, after the warm-up, and all that comes after it', () => {
    expect(spans([fault(30, 32)], 0)).toEqual([20, 30, 32, 60]);
    expect(spans([fault(5, 6)], 0)).toEqual([1, 5, 6, 60]);
  });

  it('has no other fault in it: earlier ones, those that overlap, the next one', () => {
    const faults = [fault(20, 26), fault(30, 34), fault(33, 36), fault(50, 51)];
    expect(spans(faults, 1)).toEqual([26, 30, 34, 50]);
    expect(spans(faults, 2)).toEqual([26, 30, 36, 50]);
    expect(spans([fault(30, 31), fault(30, 30)], 0)).toEqual([20, 30, 31, 60]);
    expect(spans([fault(30, 31), fault(30, 30)], 1)).toEqual([20, 30, 30, 60]);
    expect(spans([fault(30, 31), fault(31, 32)], 0)).toEqual([20, 30, 31, 31]);
  });
});

describe('the range of before', () => {
  const sample = (count: number, sum: number, squares = sum): Sample => ({ count, sum, squares });

  it('of a share lets happen what chance explains', () => {
    // 1 in 100 before: of 100 a minute 1.3 are expected, and 1.3 + 4 √1.3 = 5.86 may be.
    const before = [sample(100, 0), sample(100, 2)];
    const whole = sample(1_000, 10);
    expect(shareIsOutside(sample(100, 5), before, whole)).toBe(false);
    expect(shareIsOutside(sample(100, 6), before, whole)).toBe(true);
    // Never before: 0.3 are expected, 0.3 + 4 √0.3 = 2.49 may be.
    expect(shareIsOutside(sample(100, 2), [sample(100, 0)], sample(1_000, 0))).toBe(false);
    expect(shareIsOutside(sample(100, 3), [sample(100, 0)], sample(1_000, 0))).toBe(true);
  });

  it('of a time has a width of 5 %, and more where times differ', () => {
    const constant = (count: number, ms: number): Sample => sample(count, count * ms, count * ms * ms);
    const before = [constant(60, 100)];
    expect(timeIsOutside(constant(60, 105), before, constant(600, 100))).toBe(false);
    expect(timeIsOutside(constant(60, 106), before, constant(600, 100))).toBe(true);
    // One of sixty takes 10 s: 265 ms on average, with a standard error of 163 ms.
    expect(timeIsOutside(sample(60, 59 * 100 + 10_000, 59 * 1e4 + 1e8), before, constant(600, 100))).toBe(false);
  });

  it('of a level is the greatest of before, and four standard deviations above the mean', () => {
    const before = [1, 2, 3].map((level) => sample(1, level, level * level));
    // Mean 2; the standard deviation of 0.816 is that of three windows, and √3 may be expected.
    expect(levelIsOutside(sample(1, 8, 64), before, before[0]!)).toBe(false);
    expect(levelIsOutside(sample(1, 9, 81), before, before[0]!)).toBe(true);
    const high = [70, 130].map((level) => sample(1, level, level * level));
    // Mean 100, standard deviation 30.
    expect(levelIsOutside(sample(1, 220, 220 ** 2), high, high[0]!)).toBe(false);
    expect(levelIsOutside(sample(1, 221, 221 ** 2), high, high[0]!)).toBe(true);
    // An age must be more than 5 % and a second above that.
    const ages = [1_000, 1_000].map((age) => sample(1, age, age * age));
    expect(ageIsOutside(sample(1, 2_050, 2_050 ** 2), ages, ages[0]!)).toBe(false);
    expect(ageIsOutside(sample(1, 2_051, 2_051 ** 2), ages, ages[0]!)).toBe(true);
  });
});

describe('a queue', () => {
  /** Cells of 10 s: sixty before the fault, sixty after it. Ten messages come and are received in each. */
  function queue(note: (watch: Watch, cell: number) => void): ReturnType<typeof recoveryOf> {
    const clock = { now: 0 };
    const watch = new Watch('queues.jobs', clock, 10e6);
    for (let cell = 0; cell < 120; cell++) {
      clock.now = cell * 10e6;
      note(watch, cell);
    }
    clock.now = 1_200e6;
    watch.finish();
    return recoveryOf(watch, 10e6, { before: [0, 600e6], after: [600e6, 1_200e6] });
  }
  const steady = (watch: Watch): void => {
    watch.note('sent', undefined, 10);
    watch.note('received', undefined, 10);
  };

  it('is back when no more receives come to nothing than before', () => {
    const after = queue((watch, cell) => {
      steady(watch);
      if (cell >= 60 && cell < 90) watch.note('returned', undefined, 5);
    });
    // Five of sixty are more than chance: the last window with such a cell begins with cell 89.
    expect(after).toMatchObject({ metric: 'returned', before: 0, after: 300e6 });
  });

  it('has the backlog that more messages make', () => {
    const backlog = (growth: number): ReturnType<typeof recoveryOf> =>
      queue((watch, cell) => {
        const isLate = cell >= 60;
        watch.note('sent', undefined, isLate ? 10 * growth : 10);
        watch.set(isLate ? 30 : 10 + (cell % 3));
      });
    expect(backlog(1)).toMatchObject({ metric: 'backlog', after: Infinity });
    // Mean 12 and no more: of three times as many messages 36 may wait.
    expect(backlog(3)).toMatchObject({ metric: null, after: 0 });
  });
});

/** `web` calls `api` ten times a second for twenty minutes; it takes 100 ms. */
function run(faults: readonly object[], objectives: readonly object[], rest: Partial<Content> = {}): Played {
  return play(
    bare({
      duration: '20m',
      functions: { api: { duration: '100ms' } },
      sources: { web: { function: 'api', rate: '10/s' } },
      faults,
      objectives,
      ...rest,
    }),
  );
}

const recovered = (on: string, number = 1): object => ({ on, expr: `recovered < 2m after fault ${String(number)}` });

describe('recovery', () => {
  const slow = { at: '10m', for: '1m', on: 'functions.api', slowdown: 8 };

  it('is at once where nothing is left of a fault when it is over', () => {
    const { json } = run(
      [slow],
      ['web', 'functions.api', 'account'].map((on) => recovered(on)),
    );
    expect(json.objectives.map(({ value, ok }) => [value, ok])).toEqual([
      [0, true],
      [0, true],
      [0, true],
    ]);
    expect(json.faults).toEqual([
      {
        on: 'functions.api',
        at_s: 600,
        for_s: 60,
        effects: 'slowdown 8',
        recovered_s: 0,
        runsRecovered: 1,
        last: null,
        metastable: null,
      },
    ]);
  });

  it('of a queue is when its backlog is gone', () => {
    const { json } = run(
      [{ at: '10m', for: '1m', on: 'api', systemErrors: '100%' }],
      [recovered('jobs'), recovered('worker')],
      {
        queues: { jobs: { visibilityTimeout: '90m' } },
        sources: {
          worker: { type: 'sqs', queue: 'jobs', function: 'api', batchSize: 1, maximumConcurrency: 2, rate: '10/s' },
        },
      },
    );
    // Two at once can process 20 a second where 10 come: 600 messages are gone after a minute, when batches that back off are back.
    const [queue, mapping] = json.objectives;
    expect(queue!.value).toBeGreaterThanOrEqual(50_000);
    expect(queue!.value).toBeLessThanOrEqual(100_000);
    expect(mapping!.value).toBeGreaterThanOrEqual(queue!.value!);
  });

  it('of a queue is when its oldest message is no older than before, however few are visible', () => {
    const { json } = run([{ at: '10m', for: '1m', on: 'api', errors: '100%' }], [recovered('jobs')], {
      functions: { api: { duration: '100ms', timeout: '1m' } },
      queues: { jobs: { visibilityTimeout: '5m' } },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'api', batchSize: 1, rate: '1/s' } },
    });
    // What was received within that minute comes back within the one that begins four minutes after it.
    expect(json.objectives[0]!.value).toBeGreaterThanOrEqual(290_000);
    expect(json.objectives[0]!.value).toBeLessThanOrEqual(310_000);
  });

  it('is none of what nobody reads: a dead-letter queue keeps what the fault has left in it', () => {
    const queues = { jobs: { visibilityTimeout: '60s', maxReceiveCount: 1, deadLetter: 'dead' }, dead: {} };
    const parts = {
      functions: { api: { duration: '100ms', timeout: '1m' } },
      queues,
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'api', batchSize: 1, rate: '1/s' } },
    };
    const down = { at: '10m', for: '1m', on: 'api', errors: '100%' };
    const { json } = run([down], [recovered('jobs')], parts);
    expect(json.queues!['dead']!.remaining.visible).toBe(60);
    expect(json.faults![0]).toMatchObject({ runsRecovered: 1, last: { scope: 'queues.jobs' } });
    expect(() => run([down], [recovered('dead')], parts)).toThrow(
      'nobody reads dead, so that what has come into it stays there',
    );
  });

  it('does not come where retries keep a system down: it is metastable, and the verdict says so', () => {
    const system = (maxAttempts: number): Played =>
      run([{ at: '10m', for: '1m', on: 'db', slowdown: 10 }], [recovered('web'), recovered('db')], {
        account: { concurrency: 500 },
        dependencies: { db: { capacity: 5, service: '350ms' } },
        functions: { api: { duration: '10ms', timeout: '10s', uses: [{ dependency: 'db' }] } },
        sources: {
          web: {
            function: 'api',
            rate: '10/s',
            clients: {
              timeout: '2s',
              retry: { maxAttempts, on: ['timeout', '5xx', '429'], backoff: { base: '100ms' } },
            },
          },
        },
      });
    const kept = system(6);
    expect(kept.json.objectives[0]).toMatchObject({ value: null, ok: false });
    const [first] = kept.json.faults!;
    expect(first).toMatchObject({
      recovered_s: null,
      runsRecovered: 0,
      last: { isBack: false },
      metastable: { source: 'web' },
    });
    expect(first!.metastable!.attemptsBefore).toBe(1);
    expect(first!.metastable!.attemptsAfter).toBeGreaterThan(4);
    expect(kept.json.verdict).toContain('web is not back after fault 1');
    expect(kept.json.verdict).toContain('metastable: fault 1 (db: slowdown 10) is over and web does not come back');
    const patient = system(1);
    expect(patient.json.objectives[0]!.ok).toBe(true);
    expect(patient.json.faults![0]).toMatchObject({ runsRecovered: 1, metastable: null });
  });

  it('is not told where there is too little time', () => {
    const { json } = run(
      [
        { ...slow, at: '0s' },
        { ...slow, at: '19m' },
      ],
      [],
    );
    expect(json.faults!.map(({ runsRecovered, recovered_s }) => [runsRecovered, recovered_s])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});
