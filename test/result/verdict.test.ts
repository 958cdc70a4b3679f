import { describe, expect, it } from 'vitest';
import type { Objective } from '../../src/result/objective.ts';
import type { FunctionRecord, SourceRecord } from '../../src/result/run-record.ts';
import type { ResultJson } from '../../src/result/run-result.ts';
import type { Setup } from '../../src/result/setup.ts';
import { summarise } from '../../src/result/summary.ts';
import {
  functionConfig,
  functionRecord,
  histogramOf,
  latencyObjective,
  runRecord,
  setup,
  sourceRecord,
  sourceSetup,
} from '../support/run-result.ts';

interface Story {
  readonly checkout?: Partial<FunctionRecord>;
  readonly shop?: Partial<SourceRecord>;
  readonly reserved?: number | null;
  readonly setup?: Partial<Setup>;
  readonly claimed?: number;
}

/** checkout, called by shop, and image-resize beside it. */
function told(story: Story, ...objectives: readonly Objective[]): ResultJson {
  const theSetup = setup({
    functions: [functionConfig('checkout', story.reserved ?? null), functionConfig('image-resize')],
    sources: [sourceSetup('shop', 'checkout')],
    objectives,
    ...story.setup,
  });
  const record = runRecord({
    functions: [
      { ...functionRecord('checkout'), invocations: 980_000, ...story.checkout },
      functionRecord('image-resize'),
    ],
    sources: [{ ...sourceRecord('shop', histogramOf([100, 200, 652])), requests: 1_000, ...story.shop }],
    account: {
      concurrency: { max: 640, integral: 0 },
      unreserved: { max: 0 },
      claimed: { max: story.claimed ?? 640 },
    },
  });
  return summarise(theSetup, [record]).json;
}

function throttles(index: number, count: number): Partial<FunctionRecord> {
  return { throttles: Float64Array.from({ length: 6 }, (_, k) => (k === index ? count : 0)) };
}

function heldBy(count: number, shares: Readonly<Record<string, number>>): Partial<FunctionRecord> {
  const sums = Float64Array.from(Object.values(shares), (share) => share * count);
  return { ...throttles(0, count), pool: { throttles: count, holders: Object.keys(shares), shares: sums } };
}

const FAILED: Objective = {
  on: 'shop',
  expr: 'failed < 0.1%',
  level: 'fail',
  subject: { kind: 'source', name: 'shop', metric: { kind: 'failed' } },
  comparison: '<',
  threshold: 0.001,
  unit: 'share',
  window: 'run',
};

const REFUSED: Partial<SourceRecord> = { failures: { throttled: 30, error: 1, timeout: 0, other: 0 } };

describe('the causes of throttles', () => {
  it('name the account limit and who held it', () => {
    const { causes } = told({ checkout: heldBy(15_795, { 'image-resize': 0.91, checkout: 0.09 }) });
    expect(causes).toEqual([
      {
        cause: 'account',
        function: 'checkout',
        throttles: 15_795,
        holders: [
          { holder: 'image-resize', share: expect.closeTo(0.91, 9) as number },
          { holder: 'checkout', share: expect.closeTo(0.09, 9) as number },
        ],
        text: '15,795 throttles of checkout: account limit 1,000 reached; image-resize held 91 % of it',
      },
    ]);
  });

  it('name a second holder who held much', () => {
    const [cause] = told({ checkout: heldBy(2, { checkout: 0.7, background: 0.2, 'image-resize': 0.1 }) }).causes;
    expect(cause?.text).toBe(
      '2 throttles of checkout: account limit 1,000 reached; checkout itself held 70 % and background 20 % of it',
    );
  });

  it('name the unreserved pool where a part of the limit is reserved to others', () => {
    const functions = [functionConfig('checkout'), functionConfig('image-resize', 400)];
    const [cause] = told({ checkout: heldBy(1, { checkout: 1 }), setup: { functions } }).causes;
    expect(cause?.text).toBe(
      '1 throttle of checkout: the unreserved pool of 600 was exhausted (account limit 1,000, 400 reserved); checkout itself held 100 % of it',
    );
  });

  it.each([
    [1, 400, 'its reserved concurrency of 400 was used up'],
    [1, 0, 'its reserved concurrency is 0, which switches it off'],
    [2, null, 'it grew faster than 1,000 environments or 10,000 requests per second every 10 s'],
    [3, 400, 'it grew faster than 1,000 environments or 10,000 requests per second every 10 s'],
    [4, 400, 'it was called more than 4,000 times a second, ten for each unit of its reserved concurrency'],
    [5, null, 'the account was called more than 10,000 times a second, ten for each unit of its limit'],
  ])('R2.7: throttle %d with reserved concurrency %s means that %s', (index, reserved, text) => {
    const [cause] = told({ checkout: throttles(index, 7), reserved }).causes;
    expect(cause?.text).toBe(`7 throttles of checkout: ${text}`);
  });

  it('R2.6: name the burst that all functions shared before November 2023', () => {
    const account = {
      concurrency: 10_000,
      region: 'us-east-1',
      scaling: 'regional-burst-2017',
      background: null,
    } as const;
    const [cause] = told({ checkout: throttles(2, 7_000), setup: { account } }).causes;
    expect(cause?.text).toBe(
      '7,000 throttles of checkout: the burst of 3,000 environments, and 500 more a minute, that all functions share was used up',
    );
  });

  it('stand in the order of their throttles', () => {
    const { causes } = told({ checkout: { throttles: Float64Array.of(0, 5, 9, 1, 0, 0) }, reserved: 400 });
    expect(causes.map(({ cause, throttles: count }) => [cause, count])).toEqual([
      ['scalingRate', 10],
      ['reserved', 5],
    ]);
  });
});

describe('the verdict', () => {
  it('tells what is missed, by how much, why, and what would help', () => {
    const checkout = heldBy(20_000, { 'image-resize': 0.91, checkout: 0.09 });
    expect(told({ checkout, shop: REFUSED }, FAILED).verdict).toBe(
      'shop fails 3.10 % of requests (objective < 0.1%) because image-resize held 91 % of the account limit of 1,000 ' +
        'when it was used up; reserved concurrency for checkout, a cap on image-resize or a higher account limit would help',
    );
  });

  it('does not blame others where the function itself used the pool up', () => {
    expect(told({ checkout: heldBy(9, { checkout: 1 }), shop: REFUSED }, FAILED).verdict).toBe(
      'shop fails 3.10 % of requests (objective < 0.1%) because the account limit of 1,000 was used up; ' +
        'a higher account limit or a shorter duration would help',
    );
  });

  it('names a reservation that is too small', () => {
    const verdict = told({ checkout: throttles(1, 9), reserved: 400, shop: REFUSED }, FAILED).verdict;
    expect(verdict).toBe(
      "shop fails 3.10 % of requests (objective < 0.1%) because checkout's reserved concurrency of 400 was used up; " +
        'more reserved concurrency for checkout or a shorter duration would help',
    );
  });

  it("does not put a function's own errors down to throttles", () => {
    const failures = { throttled: 1, error: 30, timeout: 0, other: 0 };
    const verdict = told({ checkout: throttles(1, 9), reserved: 400, shop: { failures } }, FAILED).verdict;
    expect(verdict).toContain('because checkout itself ends in errors');
  });

  it('looks for the reason of a high percentile where the slow requests are', () => {
    const p99 = latencyObjective('shop', 99, 500);
    const cold = told({ checkout: { coldStarts: 20_000 } }, p99).verdict;
    expect(cold).toBe(
      'shop has a p(99) latency of 652 ms (objective < 500ms) because of the cold starts of checkout; ' +
        'a shorter init or provisioned concurrency would help',
    );
    expect(told({}, p99).verdict).toContain('because checkout itself takes that long');
    const retried = { checkout: throttles(1, 9), reserved: 400, shop: { throttledRequests: 100 } };
    expect(told(retried, p99).verdict).toContain("because checkout's reserved concurrency of 400 was used up");
  });

  it('decides by the objective of level fail that is missed by most, and counts the others', () => {
    const p99 = latencyObjective('shop', 99, 500);
    const headroom: Objective = {
      ...FAILED,
      on: 'account',
      expr: 'headroom > 99%',
      level: 'warn',
      subject: { kind: 'account', metric: { kind: 'headroom' } },
      comparison: '>',
      threshold: 0.99,
    };
    const story = { checkout: throttles(1, 9), reserved: 400, shop: REFUSED };
    expect(told(story, headroom, p99, FAILED).verdict).toMatch(
      /^shop fails 3\.10 % of requests \(objective < 0\.1%, 2 more missed\)/,
    );
    expect(told(story, headroom).verdict).toMatch(
      /^only a warning: account has a headroom of 36\.00 % \(objective > 99%\)/,
    );
  });

  it('tells the tightest objective where all are met', () => {
    const met = [latencyObjective('shop', 99, 1_000), latencyObjective('shop', 99, 5_000)];
    expect(told({}, ...met).verdict).toBe(
      'both objectives are met; tightest: shop p(99) latency < 1000ms at 652 ms, 35 % of room',
    );
    expect(told({}, met[0]!).verdict).toBe('the objective is met; shop p(99) latency < 1000ms at 652 ms, 35 % of room');
  });

  it('does not keep quiet about throttles where no objective minds them', () => {
    expect(told({ checkout: throttles(1, 9), reserved: 400 }, latencyObjective('shop', 99, 1_000)).verdict).toContain(
      'still, 9 throttles of checkout: its reserved concurrency of 400 was used up',
    );
  });

  it('tells throttles and the peak where there are no objectives', () => {
    expect(told({}).verdict).toBe('no objectives; nothing was throttled, concurrency peaked at 640 of 1,000');
    expect(told({ checkout: throttles(1, 20_000), reserved: 400 }).verdict).toBe(
      'no objectives; 2.00 % of attempts were throttled: 20,000 throttles of checkout: its reserved concurrency of 400 was used up',
    );
  });

  it('is one line', () => {
    const story = { checkout: throttles(1, 9), reserved: 400, shop: REFUSED };
    for (const { verdict } of [told({}), told(story), told(story, FAILED)]) {
      expect(verdict).not.toMatch(/\n|\.$|undefined|NaN/);
    }
  });
});
