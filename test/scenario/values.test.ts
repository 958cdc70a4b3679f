import { describe, expect, it } from 'vitest';
import { accepted, read, refused, scenario } from './reading.ts';

/** What is said about one top-level line. */
const top = (line: string): string => refused(scenario({ top: line })).join('\n');
const api = (text: string): string => refused(scenario({ api: `duration: 1s, ${text}` })).join('\n');
const web = (text: string): string => refused(scenario({ web: text })).join('\n');

describe('units', () => {
  it.each([
    ['50/s', 50],
    ['3000/min', 50],
    ['180000/h', 50],
    ['4.32M/day', 50],
    ['2k/s', 2_000],
    ['0/s', 0],
    ['100000/s', 100_000],
  ])('the rate %s is %d a second', (text, perSecond) => {
    expect(accepted(scenario({ web: `rate: ${text}` })).sources[0]!.arrivals.shape).toEqual({
      kind: 'stages',
      stages: [{ kind: 'rate', from: perSecond, to: perSecond, for: Infinity }],
    });
  });

  it.each([
    ['rate: 50', 'E_UNIT sources.web.rate: 50 has no unit; did you mean 50/s?'],
    ['rate: 50/m', 'E_UNIT sources.web.rate: 50/m has an unknown unit; did you mean 50/min? (per s, min, h or day)'],
    ['rate: -5/s', 'E_RANGE sources.web.rate: -5/s is below 0'],
    ['rate: 100001/s', 'E_RANGE sources.web.rate: 100,001/s is above the greatest, 100,000/s'],
    ['rate: .nan', 'E_RANGE sources.web.rate: is not a number (NaN); give a finite value'],
    ['rate: .inf', 'E_RANGE sources.web.rate: is infinite; give a finite value'],
    ['rate: [5/s]', 'E_TYPE sources.web.rate: expected a rate such as 50/s, found a list'],
  ])('%s: %s', (text, message) => {
    expect(web(text)).toBe(message);
  });

  it.each([
    ['timeout: 10', 'E_UNIT functions.api.timeout: 10 has no unit; did you mean 10s?'],
    [
      'timeout: 10sec',
      'E_UNIT functions.api.timeout: 10sec has an unknown unit; did you mean 10s? (units: us, µs, ms, s, m, min, h, d)',
    ],
    [
      'timeout: 12:30',
      'E_UNIT functions.api.timeout: 12:30 is not a time; YAML 1.2 reads 12:30 as text, write 12m30s or 12h30m',
    ],
    [
      'timeout: 1_000ms',
      'E_UNIT functions.api.timeout: 1_000ms is not a time; underscores are not part of a number, write 1000ms',
    ],
    [
      'timeout: 1500ms',
      'E_RANGE functions.api.timeout: 1500ms is not a whole number of seconds (R3.9: whole seconds from 1s to 900s)',
    ],
    [
      'timeout: 16m',
      'E_RANGE functions.api.timeout: 16m is above the greatest, 15m (R3.9: whole seconds from 1s to 900s)',
    ],
    ['timeout: 0s', 'E_RANGE functions.api.timeout: 0ms is below the least, 1s (R3.9: whole seconds from 1s to 900s)'],
    ['timeout: -1s', 'E_RANGE functions.api.timeout: -1s is below 0'],
    [
      'timeout: 30m1h',
      'E_UNIT functions.api.timeout: 30m1h does not run from the larger unit to the smaller; write it as 1h30m',
    ],
    [
      'memorySize: 1_024',
      'E_TYPE functions.api.memorySize: 1_024 is text, not a whole number; underscores are not part of a number, write 1024',
    ],
    ['memorySize: 1k', 'E_TYPE functions.api.memorySize: 1k is text, not a whole number; write 1000'],
    ['memorySize: "512"', 'E_TYPE functions.api.memorySize: 512 is text, not a whole number; remove the quotes'],
    [
      'memorySize: 512MB',
      'E_TYPE functions.api.memorySize: 512MB is text, not a whole number; it takes no unit, write 512',
    ],
    ['memorySize: 127', 'E_RANGE functions.api.memorySize: 127 is below the least, 128 (R9.1)'],
    ['memorySize: 10241', 'E_RANGE functions.api.memorySize: 10,241 is above the greatest, 10,240 (R9.1)'],
    ['memorySize: 128.5', 'E_RANGE functions.api.memorySize: 128.5 is not a whole number'],
    ['reservedConcurrency: -1', 'E_RANGE functions.api.reservedConcurrency: -1 is below the least, 0'],
    ['reservedConcurrency: .inf', 'E_RANGE functions.api.reservedConcurrency: is infinite; give a finite value'],
    ['ephemeralStorage: 512', 'E_UNIT functions.api.ephemeralStorage: 512 has no unit; did you mean 512MB?'],
    ['ephemeralStorage: 511MB', 'E_RANGE functions.api.ephemeralStorage: 511MB is below the least, 512MB (R9.5)'],
    ['ephemeralStorage: 11GB', 'E_RANGE functions.api.ephemeralStorage: 11264MB is above the greatest, 10240MB (R9.5)'],
    ['errors: 0.002', 'E_UNIT functions.api.errors: 0.002 has no unit; did you mean 0.2%?'],
    ['errors: 101%', 'E_RANGE functions.api.errors: 101% is above the greatest, 100%'],
    ['errors: 110%', 'E_RANGE functions.api.errors: 110% is above the greatest, 100%'],
    ['maximumEventAge: 300', 'E_UNIT functions.api.maximumEventAge: 300 has no unit; did you mean 300s?'],
    [
      'errors: { share: 1%, kind: oom }',
      'E_VALUE functions.api.errors.kind: expected error, crash, out-of-memory or hang, found the text oom',
    ],
    [
      'architecture: arm',
      'E_VALUE functions.api.architecture: expected x86_64 or arm64, found the text arm; did you mean arm64?',
    ],
  ])('%s: %s', (text, message) => {
    expect(api(text)).toBe(message);
  });

  it('true and false are not yes and on', () => {
    expect(top('pricing: { freeTier: yes }')).toContain('YAML 1.2 reads it as text, write true without quotes');
    expect(top('pricing: { freeTier: off }')).toContain('write false without quotes');
    expect(accepted(scenario({ top: 'pricing: { freeTier: true }' })).pricing).toMatchObject({ freeTier: true });
  });

  it('sizes count 1,024 KB a MB', () => {
    expect(accepted(scenario({ api: 'duration: 1s, ephemeralStorage: 2GB' })).functions[0]!.ephemeralStorage).toBe(
      2_048,
    );
    expect(web('rate: 1/s, payload: 6145KB')).toContain(
      'sources.web.payload: 6145KB is above the greatest, 6MB (R5.5)',
    );
    expect(read(scenario({ web: 'rate: 1/s, payload: 6144KB' })).errors).toEqual([]);
  });
});

describe('the run', () => {
  it('lasts at most 366 days and at least 1 ms', () => {
    const lasting = (duration: string): string => scenario().replace('duration: 10m', `duration: ${duration}`);
    expect(accepted(lasting('366d')).duration).toBe(366 * 86_400_000_000);
    expect(accepted(lasting('1ms')).duration).toBe(1_000);
    expect(refused(lasting('367d')).join()).toContain('367d is above the greatest, 366d');
    expect(refused(lasting('0s')).join()).toContain('below the least, 1ms');
  });

  it('has more than its warm-up', () => {
    expect(top('warmup: 10m')).toBe('E_RANGE warmup: 10m leaves nothing of the duration of 10m; make it shorter');
    expect(accepted(scenario({ top: 'warmup: 599s' })).warmup).toBe(599_000_000);
  });

  it('has text for a seed, and at least one replication', () => {
    expect(accepted(scenario({ top: 'seed: 7' })).seed).toBe('7');
    expect(accepted(scenario({ top: 'seed: black friday' })).seed).toBe('black friday');
    expect(top('seed: 99999999999999999999')).toContain('put it in quotes');
    expect(top('runs: 0')).toContain('0 is below the least, 1');
    expect(top('runs: 1.5')).toContain('1.5 is not a whole number');
    expect(top('version: 2')).toContain('reads scenarios of version 1');
    expect(top('name: 2024')).toContain('put it in quotes');
  });

  it.each([
    ['1h', 1],
    ['3601s', 10],
    ['10h', 10],
    ['601m', 60],
    ['60h', 60],
    ['61h', 300],
    ['300h', 300],
    ['301h', 3_600],
    ['150d', 3_600],
    ['366d', 10_800],
  ])('of %s has buckets of %d s by itself', (duration, seconds) => {
    expect(accepted(scenario().replace('duration: 10m', `duration: ${duration}`)).bucket).toBe(seconds * 1_000_000);
  });

  it('honours a bucket up to a million of them', () => {
    expect(accepted(scenario({ top: 'bucket: 1ms' })).bucket).toBe(1_000);
    const long = scenario({ top: 'bucket: 1s' }).replace('duration: 10m', 'duration: 30d');
    expect(refused(long).join()).toBe(
      'E_RANGE bucket: 1s makes more than a million buckets of 30d; the smallest width that fits is 2.592s',
    );
    expect(accepted(long.replace('bucket: 1s', 'bucket: 2.592s')).bucket).toBe(2_592_000);
    expect(top('bucket: atuo')).toContain('did you mean auto?');
    expect(top('bucket: 10')).toContain('did you mean 10s?');
  });
});

describe('reserved concurrency', () => {
  const reserving = (limit: number, ...units: readonly number[]): string =>
    [
      'duration: 1m',
      `account: { concurrency: ${String(limit)} }`,
      'functions:',
      ...units.map(
        (unit, index) => `  f${String(index)}: { duration: 1s, init: 0ms, reservedConcurrency: ${String(unit)} }`,
      ),
      'sources: { s: { type: invoke, function: f0, rate: 1/s } }',
      '',
    ].join('\n');

  it('V-9: of 1,000 at most 900 can be reserved, of 2,000 at most 1,900', () => {
    expect(read(reserving(1_000, 400, 500)).errors).toEqual([]);
    expect(read(reserving(2_000, 1_900)).errors).toEqual([]);
    expect(refused(reserving(1_000, 901))).toEqual([
      'E_RESERVED functions.f0.reservedConcurrency: 901 reserved, and of 1,000 at most 900 can be: 100 stay unreserved (R1.7); lower one or raise account.concurrency',
    ]);
    expect(refused(reserving(1_000, 400, 501))[0]).toContain(
      'functions.f1.reservedConcurrency: f0 400 + f1 501 = 901 reserved',
    );
  });

  it('R1.7: an account of 100 or less reserves nothing', () => {
    expect(refused(reserving(100, 0))[0]).toContain('an account of 100 cannot reserve concurrency');
    expect(read(reserving(101, 1)).errors).toEqual([]);
  });

  it('R1.8: 0 is allowed, and warned of', () => {
    expect(read(reserving(1_000, 0)).warnings.map(({ code }) => code)).toEqual(['W_RESERVED_ZERO']);
  });
});

describe('the bill', () => {
  it('has a savings plan as a share', () => {
    expect(accepted(scenario({ top: 'pricing: { savingsPlan: 17% }' })).pricing).toEqual({
      freeTier: false,
      savingsPlan: 0.17,
    });
    expect(top('pricing: { savingsPlan: 17 }')).toMatch(/^E_UNIT pricing.savingsPlan: .*17%/u);
    expect(top('pricing: { savingsPlan: 120% }')).toContain('120% is above the greatest, 100%');
  });

  it('is rounded only where it is asked for', () => {
    expect(accepted(scenario({ top: 'assumptions: { roundLikeAws: true }' })).assumptions.roundLikeAws).toBe(true);
    expect(accepted(scenario()).assumptions.roundLikeAws).toBe(false);
  });

  it('is told by the month where the scenario repeats daily, weekly or monthly', () => {
    expect(accepted(scenario()).repeat).toBeNull();
    expect(accepted(scenario({ top: 'repeat: weekly' })).repeat).toBe('weekly');
    expect(top('repeat: hourly')).toContain('E_VALUE repeat');
  });

  it('warns of growth from month to month where nothing is said of a month', () => {
    const growing = (repeat: string): string[] =>
      read(scenario({ top: `growth: 4%/month${repeat}` })).warnings.map(({ code, message }) => `${code} ${message}`);
    expect(growing('\nrepeat: daily')).toEqual([]);
    expect(growing('')).toEqual([
      'W_GROWTH growth: growth is about months; write how often the window happens, such as repeat: daily',
    ]);
  });

  it('warns of a window that is longer than the time from one occurrence to the next', () => {
    const warned = (text: string): string[] =>
      read(text).warnings.map(({ code, line, message }) => `${String(line)} ${code} ${message}`);
    const lasting = (duration: string, repeat: string): string =>
      scenario({ top: `warmup: 1h\nrepeat: ${repeat}` }).replace('duration: 10m', `duration: ${duration}`);
    expect(warned(lasting('25h', 'daily'))).toEqual([]);
    expect(warned(lasting('26h', 'daily'))).toEqual([
      "3 W_REPEAT repeat: 25h without the warm-up cannot happen daily one after the other: that leaves 1d; the month's cost counts them all the same; repeat it less often or shorten duration",
    ]);
    expect(warned(lasting('745h', 'monthly'))).toEqual([]);
    expect(warned(lasting('746h', 'monthly'))).toHaveLength(1);
  });
});

describe('the account', () => {
  it('is in a Region that is known', () => {
    expect(top('account: { region: us-east-9 }')).toMatch(
      /^E_VALUE account.region: .*eu-central-1.*did you mean us-east-1\?$/u,
    );
    expect(accepted(scenario({ top: 'account: { region: ap-south-2 }' })).account.region).toBe('ap-south-2');
  });

  it('has a background of plain numbers', () => {
    const background = (text: string): unknown =>
      accepted(scenario({ top: `account: { background: { concurrency: ${text} } }` })).account.background;
    expect(background('300')).toEqual({ kind: 'constant', value: 300 });
    expect(background('{ uniform: [100, 200] }')).toEqual({ kind: 'uniform', min: 100, max: 200 });
    expect(top('account: { background: { concurrency: { trace: used.csv } } }')).toContain('column: is missing');
    expect(top('account: { background: { concurrency: { trace: used.csv, column: used } } }')).toContain(
      'does not exist',
    );
    expect(top('account: { background: { concurrency: 120ms } }')).toContain('it takes no unit, write 120');
    expect(top('account: { background: { concurrency: -1 } }')).toContain('below the least, 0');
    expect(top('account: { concurrency: 0 }')).toContain('0 is below the least, 1');
  });
});
