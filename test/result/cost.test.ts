import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_BILLED, type Usage } from '../../src/result/billing-record.ts';
import { billOf, COST_PARTS, gigabyteSeconds, perPart, toCents, type Bill, type Terms } from '../../src/result/cost.ts';
import { TIMES_PER_MONTH } from '../../src/result/month.ts';
import { pricesIn, unknownPrices } from '../../src/result/prices.ts';
import type { CostParts } from '../../src/result/run-result.ts';

const TERMS: Terms = {
  prices: pricesIn('us-east-1'),
  freeTier: false,
  savingsPlan: 0,
  timesPerMonth: null,
  growth: null,
  roundLikeAws: false,
};

function usage(memorySize: number, requests: number, billedMsEach: number, overrides: Partial<Usage> = {}): Usage {
  const billed_ms = requests * billedMsEach;
  const plain = { runtime: null, architecture: 'x86_64', memorySize, ephemeralStorage: 512 } as const;
  return { ...NOTHING_BILLED, ...plain, requests, billed_ms, ...overrides };
}

/** Each usage is a function's. */
function wholeBill(usages: readonly Usage[], terms: Partial<Terms> = {}): Bill {
  return billOf(
    usages.map((each) => [each]),
    { ...TERMS, ...terms },
  );
}

function account(usages: readonly Usage[], terms: Partial<Terms> = {}): CostParts {
  return wholeBill(usages, terms).account;
}

function functions(usages: readonly Usage[], terms: Partial<Terms> = {}): readonly CostParts[] {
  return wholeBill(usages, terms).functions;
}

/** The parts that cost something, in dollars and cents as AWS prints them. */
function printed(cost: CostParts): Readonly<Record<string, string>> {
  const parts = [...COST_PARTS, 'total' as const].filter((part) => cost[part] > 0);
  return Object.fromEntries(parts.map((part) => [part, cost[part].toFixed(2)]));
}

describe("AWS's own bills", () => {
  it('V-30a, R10.4: 3 M × 120 ms at 1,536 MB with the free tier cost $2.73', () => {
    const one = usage(1_536, 3e6, 120);
    expect(gigabyteSeconds(one)).toBe(540_000);
    expect(printed(account([one], { freeTier: true }))).toEqual({ requests: '0.40', duration: '2.33', total: '2.73' });
  });

  it('V-30b, R10.1, R10.2: 7.44 M × 2 s at 1,024 MB without the free tier cost $249.49', () => {
    const one = usage(1_024, 7.44e6, 2_000);
    expect(gigabyteSeconds(one)).toBe(14.88e6);
    expect(printed(account([one]))).toEqual({ requests: '1.49', duration: '248.00', total: '249.49' });
  });

  const OLD_PAGE = {
    freeTier: true,
    prices: { ...TERMS.prices, duration: { x86_64: [{ upTo: Infinity, price: 0.00001667 }], arm64: [] } },
  };

  it('V-30d: 3 M × 1 s at 512 MB at the price of the old page cost $18.74', () => {
    const bill = account([usage(512, 3e6, 1_000)], OLD_PAGE);
    expect(printed(bill)).toEqual({ requests: '0.40', duration: '18.34', total: '18.74' });
  });

  it('V-30d: 30 M × 200 ms at 128 MB at the price of the old page cost $11.63', () => {
    const bill = account([usage(128, 30e6, 200)], OLD_PAGE);
    expect(printed(bill)).toEqual({ requests: '5.80', duration: '5.83', total: '11.63' });
  });

  /** 100 provisioned for 8 h, 500,000 × 100 ms on them and 2.5 M × 120 ms beside them. */
  const PROVISIONED = usage(1_536, 2.5e6, 120, {
    requests: 3e6,
    provisionedBilled_ms: 500_000 * 100,
    provisionedAllocated_s: 100 * 8 * 3_600,
  });

  it('V-30e, R10.8: 100 provisioned of 1,536 MB for 8 h with 0.5 M calls on them and 2.5 M beside them cost $19.96', () => {
    expect(printed(account([PROVISIONED], { freeTier: true }))).toEqual({
      provisionedConcurrency: '18.00',
      provisionedDuration: '0.73',
      duration: '0.83',
      requests: '0.40',
      total: '19.96',
    });
  });

  it('V-30e, R10.19: with every part rounded to cents it is $19.96 exactly', () => {
    expect(account([PROVISIONED], { freeTier: true, roundLikeAws: true }).total).toBe(19.96);
  });

  it('V-30g, R10.12: SnapStart with 74,400 restores of 1,024 MB in 31 days adds $14.43 to the $249.49 of V-30b', () => {
    const snapshots = { runtime: 'python3.12', snapStart_s: 31 * 86_400, restores: 74_400 };
    expect(printed(account([usage(1_024, 7.44e6, 2_000, snapshots)]))).toEqual({
      requests: '1.49',
      duration: '248.00',
      snapStartCache: '4.03',
      snapStartRestore: '10.40',
      total: '263.92',
    });
  });

  it('V-30j, R10.15: 10 M × 2 s of 1 GB in 200,000 environments of tenants cost $368.74', () => {
    const bill = account([usage(1_024, 10e6, 2_000, { tenantEnvironments: 200_000 })]);
    expect(printed(bill)).toMatchObject({ requests: '2.00', tenantIsolation: '33.40' });
    // AWS prints 333.34 for 333.334.
    expect(Math.abs(bill.duration - 333.34)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(bill.total - 368.74)).toBeLessThanOrEqual(0.01);
  });
});

describe('R10.14: provisioned event pollers', () => {
  it('V-30i: 30 M GB-s, 30 M requests and 8,000 hours of pollers of queues cost $580', () => {
    const bill = account([usage(1_024, 30e6, 1_000, { sqsPollers_s: 8_000 * 3_600 })]);
    expect(printed(bill)).toMatchObject({ duration: '500.00', requests: '6.00', provisionedPollers: '74.00' });
    expect(bill.total).toBeCloseTo(580, 2);
  });

  it('V-30i: 59.6 M GB-s, 60 M requests and 800 hours of units of Kafka cost $1,153.30', () => {
    // The 59.6 M are rounded: $993.30 are 59,597,881 GB-s.
    const bill = account([usage(1_024, 59_597_881, 1_000, { requests: 60e6, kafkaUnits_s: 800 * 3_600 })]);
    expect(printed(bill)).toMatchObject({ duration: '993.30', requests: '12.00', provisionedPollers: '148.00' });
    expect(bill.total).toBeCloseTo(1_153.3, 2);
  });

  it('stand with the traffic, and are known of us-east-1 alone', () => {
    const pollers = usage(1_024, 0, 0, { sqsPollers_s: 3_600 });
    const { month, monthInAYear } = wholeBill([pollers], { timesPerMonth: 10, growth: 0.1 }).account;
    expect([month!.total, monthInAYear!.total]).toEqual([0.0925, 0.0925]);
    expect(unknownPrices('eu-west-1', pollers)).toEqual(['provisioned pollers']);
    expect(unknownPrices('us-east-1', pollers)).toEqual([]);
  });
});

describe('the bill', () => {
  it('R10.2: 7 thousand million GB-s pay 6 at the first price and 1 at the second', () => {
    expect(account([usage(1_024, 7e9, 1_000)]).duration).toBeCloseTo(6e9 * 0.0000166667 + 1e9 * 0.000015, 4);
  });

  it('R10.2: tiers count the whole account, but each architecture by itself', () => {
    const arm = usage(1_024, 7e9, 1_000, { architecture: 'arm64' });
    const [first, second, third] = functions([usage(1_024, 3.5e9, 1_000), usage(1_024, 3.5e9, 1_000), arm]);
    expect(first!.duration).toBeCloseTo((6e9 * 0.0000166667 + 1e9 * 0.000015) / 2, 4);
    expect(second!.duration).toBe(first!.duration);
    expect(third!.duration).toBeCloseTo(7e9 * 0.0000133334, 4);
  });

  it('R10.2: requests and provisioned duration have no tiers', () => {
    const huge = usage(1_024, 1e12, 0, { provisionedBilled_ms: 20e12 });
    expect(account([huge]).requests).toBeCloseTo(1e12 * 0.0000002, 4);
    expect(account([huge]).provisionedDuration).toBeCloseTo(20e9 * 0.0000097222, 4);
  });

  it('R10.4: the free tier is shared by both architectures', () => {
    const both = [usage(1_024, 300_000, 1_000), usage(1_024, 500_000, 1_000, { architecture: 'arm64' })];
    const [x86, arm] = functions(both, { freeTier: true });
    expect(x86!.duration).toBeCloseTo(150_000 * 0.0000166667, 9);
    expect(arm!.duration).toBeCloseTo(250_000 * 0.0000133334, 9);
    expect(x86!.requests + arm!.requests).toBe(0);
  });

  it('R10.4: what stays within the free tier costs nothing', () => {
    expect(account([usage(1_024, 1e6, 400)], { freeTier: true }).total).toBe(0);
  });

  it('R10.4: no GB-s on provisioned concurrency is free, though the requests are', () => {
    const bill = account([usage(1_024, 1e6, 0, { provisionedBilled_ms: 1e6 * 100 })], { freeTier: true });
    expect(bill.requests).toBe(0);
    expect(bill.provisionedDuration).toBeCloseTo(100_000 * 0.0000097222, 9);
  });

  it('R10.8: on arm provisioned concurrency costs 0.0000033334, and duration on it 0.0000077778', () => {
    const arm = { architecture: 'arm64', provisionedAllocated_s: 1e6, provisionedBilled_ms: 1e9 } as const;
    const bill = account([usage(2_048, 0, 0, arm)]);
    expect(bill.provisionedConcurrency).toBeCloseTo(2 * 1e6 * 0.0000033334, 9);
    expect(bill.provisionedDuration).toBeCloseTo(2 * 1e6 * 0.0000077778, 9);
  });

  it('R10.8: spillover is billed at the price on demand', () => {
    const bill = account([usage(1_024, 1_000, 100, { provisionedBilled_ms: 100_000 })]);
    expect(bill.duration).toBeCloseTo(100 * 0.0000166667, 12);
    expect(bill.provisionedDuration).toBeCloseTo(100 * 0.0000097222, 12);
  });

  it('R10.10: Init of provisioned environments costs what duration on them does (A-38)', () => {
    const bill = account([usage(512, 0, 0, { provisionedInit_ms: 2_000_000 })]);
    expect(printed(bill)).toEqual({ provisionedDuration: '0.01', total: '0.01' });
    expect(bill.provisionedDuration).toBeCloseTo(1_000 * 0.0000097222, 12);
  });

  it('R10.11: of 10,240 MB of ephemeral storage all above 512 MB is paid for the billed duration', () => {
    const one = usage(1_024, 1e6, 1_000, { ephemeralStorage: 10_240 });
    expect(account([one]).ephemeralStorage).toBeCloseTo(9.5 * 1e6 * 0.0000000309, 12);
    expect(account([usage(1_024, 1e6, 1_000)]).ephemeralStorage).toBe(0);
  });

  it('R10.12: a restore costs its gigabytes, and its billed duration like any other', () => {
    const bill = account([usage(2_048, 10, 100, { runtime: 'dotnet8', restores: 10, restoreBilled_ms: 4_000 })]);
    expect(bill.snapStartRestore).toBeCloseTo(10 * 2 * 0.0001397998, 12);
    expect(bill.duration).toBeCloseTo(2 * (1 + 4) * 0.0000166667, 12);
  });

  it('R10.12: on Java neither cache nor restores are charged', () => {
    const java = usage(2_048, 10, 100, {
      runtime: 'java21',
      snapStart_s: 86_400,
      restores: 10,
      restoreBilled_ms: 4_000,
    });
    expect(Object.keys(printed(account([java])))).toEqual(['requests', 'duration', 'total']);
  });

  it('counts the requests of large events beside the starts', () => {
    expect(account([usage(128, 1e6, 0, { extraRequests: 2e6 })]).requests).toBeCloseTo(0.6, 12);
  });

  it("R10.18: takes us-east-1's price of storage where the Region's is not known", () => {
    const one = usage(1_024, 1e6, 1_000, { ephemeralStorage: 1_536 });
    const bill = account([one], { prices: pricesIn('eu-north-1') });
    expect(bill.ephemeralStorage).toBeCloseTo(1e6 * 0.0000000309, 12);
  });

  it('R10.18: says which prices of a Region it does not know, and only of what is used', () => {
    const all = usage(1_024, 1, 1, {
      architecture: 'arm64',
      ephemeralStorage: 1_024,
      provisionedAllocated_s: 1,
      snapStart_s: 1,
      tenantEnvironments: 1,
    });
    expect(unknownPrices('us-east-1', usage(1_024, 1, 1))).toEqual([]);
    expect(unknownPrices('us-east-1', all)).toEqual(['tenant isolation on arm64']);
    expect(unknownPrices('eu-west-1', all)).toEqual(['SnapStart', 'tenant isolation on arm64']);
    expect(unknownPrices('il-central-1', all)).toEqual([
      'arm64',
      'provisioned concurrency',
      'SnapStart',
      'tenant isolation on arm64',
    ]);
    expect(unknownPrices('us-west-2', all).slice(0, 2)).toEqual(['provisioned concurrency', 'ephemeral storage']);
    expect(unknownPrices('us-west-2', usage(1_024, 1, 1))).toEqual([]);
  });

  it('a savings plan lowers duration and provisioned concurrency, and nothing else', () => {
    const rich = usage(1_024, 1e6, 1_000, {
      ephemeralStorage: 1_024,
      provisionedBilled_ms: 1e8,
      provisionedInit_ms: 1e6,
      provisionedAllocated_s: 1e6,
      snapStart_s: 1e5,
      restores: 100,
      tenantEnvironments: 100,
    });
    const list = account([rich]);
    const planned = account([rich], { savingsPlan: 0.17 });
    for (const part of COST_PARTS) {
      const covered = ['duration', 'provisionedConcurrency', 'provisionedDuration'].includes(part);
      expect(planned[part]).toBeCloseTo(list[part] * (covered ? 0.83 : 1), 9);
    }
  });

  it('is zero for nothing', () => {
    expect(printed(account([usage(128, 0, 0)], { freeTier: true }))).toEqual({});
  });
});

describe('a month', () => {
  const DAILY = { timesPerMonth: TIMES_PER_MONTH.daily };

  it('has a window that happens daily 365 / 12 times, weekly a seventh of that, monthly once', () => {
    const one = usage(1_024, 1e6, 100);
    const once = account([one]).total;
    const months = Object.values(TIMES_PER_MONTH).map(
      (timesPerMonth) => wholeBill([one], { timesPerMonth }).account.month!.total / once,
    );
    expect(months.map((times) => times.toFixed(4))).toEqual(['30.4167', '4.3452', '1.0000']);
  });

  it('is not there where nothing is said of it', () => {
    expect(wholeBill([usage(128, 1, 1)]).account).not.toHaveProperty('month');
  });

  it('R10.4: takes the free tier off once, not once a day', () => {
    const { account: cost } = wholeBill([usage(1_024, 100_000, 1_000)], { ...DAILY, freeTier: true });
    const month = (365 / 12) * 100_000;
    expect(cost.month!.requests).toBeCloseTo((month - 1e6) * 0.0000002, 9);
    expect(cost.month!.duration).toBeCloseTo((month - 400_000) * 0.0000166667, 9);
  });

  it('R10.2: reaches the tiers that one day does not', () => {
    const { account: cost } = wholeBill([usage(1_024, 0.24e9, 1_000)], { ...DAILY });
    expect(cost.month!.duration).toBeCloseTo(6e9 * 0.0000166667 + 1.3e9 * 0.000015, 4);
  });
});

describe('a month in a year', () => {
  it('has the traffic of twelve months of growth, and what is paid by the hour as before', () => {
    const one = usage(1_024, 1e6, 100, { provisionedAllocated_s: 86_400, snapStart_s: 86_400, restores: 10 });
    const { month, monthInAYear } = wholeBill([one], { timesPerMonth: 30, growth: 0.04 }).account;
    for (const part of ['requests', 'duration', 'snapStartRestore'] as const)
      expect(monthInAYear![part] / month![part]).toBeCloseTo(1.04 ** 12, 9);
    for (const part of ['provisionedConcurrency', 'snapStartCache'] as const)
      expect(monthInAYear![part]).toBe(month![part]);
  });
});

describe('rounding', () => {
  it('R10.19: AWS rounds every part to cents before it adds them (A-39)', () => {
    const one = usage(1_024, 25_000, 1_000);
    expect(account([one]).requests).toBeCloseTo(0.005, 12);
    expect(account([one]).duration).toBeCloseTo(0.4166675, 9);
    const rounded = account([one], { roundLikeAws: true });
    expect([rounded.requests, rounded.duration, rounded.total]).toEqual([0.01, 0.42, 0.43]);
  });

  it('R10.19: half a cent is rounded up, whatever binary noise makes of it', () => {
    const cost = perPart((part) => (part === 'requests' ? 1.005 : part === 'duration' ? 2.6749999 : 0));
    expect(toCents(cost)).toMatchObject({ requests: 1.01, duration: 2.67, total: 3.68 });
  });

  it('R10.19: the month is rounded as a whole, not thirty times', () => {
    const bill = wholeBill([usage(128, 1_000, 100)], { timesPerMonth: 30, roundLikeAws: true });
    expect(bill.account.total).toBe(0);
    expect(bill.account.month!.total).toBe(0.02);
  });
});

describe('laws of the bill', () => {
  const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
  const anyUsage: fc.Arbitrary<Usage> = fc.record({
    runtime: fc.constantFrom(null, 'java21', 'python3.13'),
    architecture: fc.constantFrom('x86_64' as const, 'arm64' as const),
    memorySize: fc.integer({ min: 128, max: 10_240 }),
    ephemeralStorage: fc.integer({ min: 512, max: 10_240 }),
    requests: count(1e9),
    extraRequests: count(1e6),
    billed_ms: count(1e12),
    provisionedBilled_ms: count(1e12),
    provisionedInit_ms: count(1e7),
    provisionedAllocated_s: count(1e9),
    snapStart_s: count(1e7),
    restores: count(1e6),
    restoreBilled_ms: count(1e9),
    tenantEnvironments: count(1e6),
    sqsPollers_s: count(1e9),
    kafkaUnits_s: count(1e9),
  });
  const anyUsages = fc.array(anyUsage, { minLength: 1, maxLength: 5 });
  const anyTerms: fc.Arbitrary<Terms> = fc.record({
    prices: fc.constantFrom(...['us-east-1', 'eu-west-1', 'il-central-1'].map(pricesIn)),
    freeTier: fc.boolean(),
    savingsPlan: fc.double({ min: 0, max: 1, noNaN: true }),
    growth: fc.constant(null),
    timesPerMonth: fc.constantFrom(null, 1, 30, TIMES_PER_MONTH.weekly),
    roundLikeAws: fc.constant(false),
  });
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

  it('equals the sum of its parts, over functions, too, and the month is its occurrences', () => {
    fc.assert(
      fc.property(anyUsages, anyTerms, (usages, terms) => {
        const bill = wholeBill(usages, terms);
        const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
        for (const part of [...COST_PARTS, 'total' as const]) {
          expect(near(bill.account[part], sum(bill.functions.map((f) => f[part])))).toBe(true);
          expect(bill.account[part]).toBeGreaterThanOrEqual(0);
          const { month } = bill.account;
          if (month !== undefined) expect(near(month[part], bill.account[part] * terms.timesPerMonth!)).toBe(true);
        }
        expect(near(bill.account.total, sum(COST_PARTS.map((part) => bill.account[part])))).toBe(true);
      }),
    );
  });

  it('the order of functions changes not a digit', () => {
    fc.assert(
      fc.property(anyUsages, anyTerms, (usages, terms) => {
        const reversed = wholeBill(usages.toReversed(), terms);
        const bill = wholeBill(usages, terms);
        expect(reversed.account).toEqual(bill.account);
        expect(reversed.functions.toReversed()).toEqual(bill.functions);
      }),
    );
  });

  it('more use never costs less, a free tier or a savings plan never more', () => {
    fc.assert(
      fc.property(anyUsages, anyTerms, (usages, terms) => {
        const { total } = account(usages, terms);
        const more = usages.map((each) => ({
          ...each,
          billed_ms: each.billed_ms + 1_000,
          requests: each.requests + 1,
        }));
        const room = 1e-9 * Math.max(1, total);
        expect(account(more, terms).total).toBeGreaterThanOrEqual(total - room);
        expect(total).toBeLessThanOrEqual(account(usages, { ...terms, freeTier: false }).total + room);
        expect(total).toBeLessThanOrEqual(account(usages, { ...terms, savingsPlan: 0 }).total + room);
      }),
    );
  });

  it('rounded to cents, each part is within half a cent', () => {
    fc.assert(
      fc.property(anyUsages, anyTerms, (usages, terms) => {
        const exact = account(usages, terms);
        const rounded = account(usages, { ...terms, roundLikeAws: true });
        for (const part of COST_PARTS) expect(Math.abs(rounded[part] - exact[part])).toBeLessThanOrEqual(0.005 + 1e-6);
      }),
    );
  });
});
