import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/des/time.ts';
import { Calendar } from '../../src/scenario/calendar.ts';
import { readCron } from '../../src/scenario/cron.ts';
import { CsvFiles } from '../../src/scenario/csv-files.ts';
import { Report } from '../../src/scenario/report.ts';
import { at, cron, every, instantsOf, type Timing } from '../../src/scenario/schedule.ts';
import { SourceText } from '../../src/scenario/source-text.ts';
import { Workbench } from '../../src/scenario/workbench.ts';
import { readYaml } from '../../src/scenario/yaml-tree.ts';
import { folder } from './reading.ts';

interface Run {
  readonly start?: string;
  readonly timezone?: string;
  readonly days?: number;
}

function calendarOf({ start, timezone = 'UTC', days = 7 }: Run): Calendar {
  return new Calendar(start === undefined ? null : Date.parse(start) * 1_000, timezone, days * DAY);
}

/** The instants as dates in UTC; `2026-03-29 01:00`. */
function dates(timing: Timing, run: Run): string[] {
  const calendar = calendarOf(run);
  const instants = instantsOf(bench(), ['at'], timing, calendar) ?? [];
  return Array.from(instants, (instant) =>
    new Date((calendar.start + instant) / 1_000).toISOString().slice(0, 16).replace('T', ' '),
  );
}

const times = (expression: string, run: Run): string[] => dates(cron().parse(expression), run);

/** Why a timing has no instants. */
function never(timing: Timing, run: Run): string {
  const work = bench();
  expect(instantsOf(work, ['cron'], timing, calendarOf(run))).toBeNull();
  return work.report
    .diagnostics()
    .map(({ code, message }) => `${code} ${message}`)
    .join('\n');
}

function bench(): Workbench {
  const source = new SourceText('shop.yaml', 'cron: x\nat: y\n');
  const origin = { file: source.file, text: source, folder: '', note: null };
  const report = new Report(origin);
  const root = readYaml(source.text, origin, report);
  if (root === null) throw new Error('not a tree');
  return new Workbench(root, report, new CsvFiles(folder({}), 'shop.yaml'));
}

const NOVEMBER: Run = { start: '2026-11-01T00:00:00Z', days: 30 };
const days = (expression: string, run: Run = NOVEMBER): number[] =>
  times(expression, run).map((date) => Number(date.slice(8, 10)));

describe("AWS's own examples of cron", () => {
  const WEEK: Run = { start: '2026-11-02T00:00:00Z', days: 7 };

  it('10:00 every day, 12:15 every day', () => {
    expect(times('cron(0 10 * * ? *)', { ...WEEK, days: 2 })).toEqual(['2026-11-02 10:00', '2026-11-03 10:00']);
    expect(times('15 12 * * ? *', { ...WEEK, days: 2 })).toEqual(['2026-11-02 12:15', '2026-11-03 12:15']);
  });

  it('18:00 from Monday to Friday', () => {
    expect(times('cron(0 18 ? * MON-FRI *)', WEEK)).toEqual([
      '2026-11-02 18:00',
      '2026-11-03 18:00',
      '2026-11-04 18:00',
      '2026-11-05 18:00',
      '2026-11-06 18:00',
    ]);
    expect(days('cron(0 18 ? * 2-6 *)')).toEqual(days('cron(0 18 ? * mon-fri *)'));
  });

  it('08:00 on the first day of the month', () => {
    expect(times('cron(0 8 1 * ? *)', { start: '2026-11-02T00:00:00Z', days: 90 })).toEqual([
      '2026-12-01 08:00',
      '2027-01-01 08:00',
    ]);
  });

  it('every 15 minutes, every 10 minutes from Monday to Friday', () => {
    expect(times('cron(0/15 * * * ? *)', { ...WEEK, days: 1 })).toHaveLength(96);
    expect(times('cron(0/10 * ? * MON-FRI *)', WEEK)).toHaveLength(5 * 144);
  });

  it('every 5 minutes from 08:00 to 17:55', () => {
    const found = times('cron(0/5 8-17 ? * MON-FRI *)', { ...WEEK, days: 1 });
    expect(found).toHaveLength(120);
    expect([found[0], found.at(-1)]).toEqual(['2026-11-02 08:00', '2026-11-02 17:55']);
  });

  it('every 30 minutes in the hours 20-2, which go on past midnight', () => {
    const found = times('cron(0/30 20-2 ? * MON-FRI *)', { start: '2026-11-03T00:00:00Z', days: 1 });
    expect(found.map((date) => date.slice(11))).toEqual(
      ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '20:00', '20:30'].concat([
        '21:00',
        '21:30',
        '22:00',
        '22:30',
        '23:00',
        '23:30',
      ]),
    );
  });

  it('14:05 and 14:35; 10:15 on the last Friday of each month of 2019 to 2022', () => {
    expect(times('cron(5,35 14 * * ? *)', { ...WEEK, days: 1 })).toEqual(['2026-11-02 14:05', '2026-11-02 14:35']);
    expect(times('cron(15 10 ? * 6L 2019-2022)', { start: '2022-11-01T00:00:00Z', days: 120 })).toEqual([
      '2022-11-25 10:15',
      '2022-12-30 10:15',
    ]);
  });

  it('1/10 is the 1st, 11th, 21st minute; 3#2 the second Tuesday; 3W the weekday closest to the 3rd', () => {
    expect(times('cron(1/10 6 2 * ? *)', { ...WEEK, days: 1 }).map((date) => date.slice(14))).toEqual([
      '01',
      '11',
      '21',
      '31',
      '41',
      '51',
    ]);
    expect(days('cron(0 0 ? * 3#2 *)')).toEqual([10]);
    expect(days('cron(0 0 ? * TUE#2 *)')).toEqual([10]);
    expect(days('cron(0 0 3W * ? *)')).toEqual([3]);
  });
});

describe('days of a cron', () => {
  it('W stays in its month: 1W of a month that begins on a Sunday is the 2nd, on a Saturday the 3rd', () => {
    expect(days('cron(0 0 1W * ? *)')).toEqual([2]);
    expect(days('cron(0 0 1W * ? *)', { start: '2026-08-01T00:00:00Z', days: 31 })).toEqual([3]);
    expect(days('cron(0 0 31W * ? *)', { start: '2026-05-01T00:00:00Z', days: 31 })).toEqual([29]);
    expect(days('cron(0 0 7W,15W * ? *)')).toEqual([6, 16]);
  });

  it('L is the last day of the month or of the week, which ends on Saturday', () => {
    expect(days('cron(0 0 L * ? *)')).toEqual([30]);
    expect(days('cron(0 0 L * ? *)', { start: '2028-02-01T00:00:00Z', days: 29 })).toEqual([29]);
    expect(days('cron(0 0 LW * ? *)', { start: '2026-10-01T00:00:00Z', days: 31 })).toEqual([30]);
    expect(days('cron(0 0 ? * L *)')).toEqual([7, 14, 21, 28]);
    expect(days('cron(0 0 ? * SUNL *)')).toEqual([29]);
  });

  it('1 is Sunday; lists, ranges over the end of the week and steps', () => {
    expect(days('cron(0 0 ? * 1 *)')).toEqual([1, 8, 15, 22, 29]);
    expect(days('cron(0 0 ? * SAT-SUN *)')).toEqual([1, 7, 8, 14, 15, 21, 22, 28, 29]);
    expect(days('cron(0 0 1-10/3,20 * ? *)')).toEqual([1, 4, 7, 10, 20]);
    expect(days('cron(0 0 */10 * ? *)')).toEqual([1, 11, 21]);
    expect(times('cron(0 0 1 JAN,6-7 ? *)', { start: '2026-01-01T00:00:00Z', days: 365 })).toHaveLength(3);
  });

  it('without start, t = 0 is a Monday, 00:00 UTC', () => {
    const calendar = calendarOf({});
    const instants = (text: string): number[] => [...(instantsOf(bench(), [], cron().parse(text), calendar) ?? [])];
    expect(instants('cron(0 0 ? * MON *)')).toEqual([0]);
    expect(instants('cron(30 9 ? * TUE *)')).toEqual([DAY + 9.5 * HOUR]);
    expect(instants('cron(0 0 ? * SUN *)')).toEqual([6 * DAY]);
  });

  it('the horizon is not part of the run, t = 0 is', () => {
    expect(times('cron(0 0 * * ? *)', { start: '2026-11-02T00:00:00Z', days: 1 })).toEqual(['2026-11-02 00:00']);
    expect(times('cron(0 12 * * ? *)', { start: '2026-11-02T12:00:00.000001Z', days: 1 })).toHaveLength(1);
  });
});

describe('daylight saving', () => {
  const BERLIN: Run = { timezone: 'Europe/Berlin', days: 3 };
  const NEW_YORK: Run = { timezone: 'America/New_York', days: 3 };

  it('a schedule keeps its local time when clocks are changed', () => {
    expect(times('cron(0 9 * * ? *)', { ...BERLIN, start: '2026-03-28T00:00:00Z' })).toEqual([
      '2026-03-28 08:00',
      '2026-03-29 07:00',
      '2026-03-30 07:00',
    ]);
    expect(times('cron(0 9 * * ? *)', { ...NEW_YORK, start: '2026-10-31T04:00:00Z' })).toEqual([
      '2026-10-31 13:00',
      '2026-11-01 14:00',
      '2026-11-02 14:00',
    ]);
  });

  it('a local time that clocks skip in spring does not fire that day', () => {
    expect(times('cron(30 2 * * ? *)', { ...BERLIN, start: '2026-03-28T00:00:00Z' })).toEqual([
      '2026-03-28 01:30',
      '2026-03-30 00:30',
    ]);
    expect(times('cron(30 2 * * ? *)', { ...NEW_YORK, start: '2026-03-07T05:00:00Z' })).toEqual([
      '2026-03-07 07:30',
      '2026-03-09 06:30',
    ]);
  });

  it('a local time that clocks show twice in autumn fires the first time alone', () => {
    expect(times('cron(30 2 * * ? *)', { ...BERLIN, start: '2026-10-24T00:00:00Z' })).toEqual([
      '2026-10-24 00:30',
      '2026-10-25 00:30',
      '2026-10-26 01:30',
    ]);
    expect(times('cron(30 1 * * ? *)', { ...NEW_YORK, start: '2026-10-31T04:00:00Z' })).toEqual([
      '2026-10-31 05:30',
      '2026-11-01 05:30',
      '2026-11-02 06:30',
    ]);
  });

  it('also where the run begins in between the two', () => {
    const run: Run = { timezone: 'Europe/Berlin', start: '2026-10-25T01:00:00Z', days: 1 };
    expect(never(cron().parse('cron(30 2 * * ? *)'), run)).toContain('its first time is 2026-10-26T02:30:00');
  });

  it('an hourly schedule has 23 times on the short day and, one of them skipped, 24 on the long one', () => {
    const hourly = (start: string, hours: number): number =>
      times('cron(0 * * * ? *)', { timezone: 'Europe/Berlin', start, days: hours / 24 }).length;
    expect(hourly('2026-03-28T23:00:00Z', 23)).toBe(23);
    expect(hourly('2026-10-24T22:00:00Z', 25)).toBe(24);
  });

  it('a rate goes by spans, whatever clocks do', () => {
    expect(dates(every().parse('rate(1 day)'), { ...BERLIN, start: '2026-03-28T08:00:00Z' })).toEqual([
      '2026-03-28 08:00',
      '2026-03-29 08:00',
      '2026-03-30 08:00',
    ]);
  });

  it('a zone of its own goes before that of the scenario', () => {
    const calendar = calendarOf({ start: '2026-07-01T00:00:00Z', timezone: 'Europe/Berlin', days: 1 });
    const timing = cron().parse('cron(0 9 * * ? *)');
    expect(instantsOf(bench(), [], timing, calendar, 'Asia/Tokyo')).toEqual(Float64Array.of(0));
    expect(instantsOf(bench(), [], timing, calendar)).toEqual(Float64Array.of(7 * HOUR));
  });

  it('every instant ascends, lies in the run and shows the wanted time', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (timezone, day, hour, minute) => {
          const calendar = new Calendar(Date.UTC(2026, 0, 1 + day, 5, 17) * 1_000, timezone, 10 * DAY);
          const instants = instantsOf(bench(), [], cron().parse(`${String(minute)} ${String(hour)} * * ? *`), calendar);
          const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'short' });
          const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          let before = -1;
          for (const instant of instants ?? []) {
            expect(instant).toBeGreaterThan(before);
            expect(instant).toBeLessThan(10 * DAY);
            expect(format.format((calendar.start + instant) / 1_000)).toBe(wanted);
            before = instant;
          }
          expect(instants?.length).toBeGreaterThanOrEqual(9);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('every and at', () => {
  it('every counts from t = 0', () => {
    const instants = (text: string, length: number): unknown =>
      instantsOf(bench(), [], every().parse(text), calendarOf({ days: length }));
    expect(instants('6h', 1)).toEqual(Float64Array.of(0, 6 * HOUR, 12 * HOUR, 18 * HOUR));
    expect(instants('rate(12 hours)', 1)).toEqual(Float64Array.of(0, 12 * HOUR));
    expect(instants('rate(1 day)', 1)).toEqual(Float64Array.of(0));
    expect(instants('rate(5 minutes)', 1)).toHaveLength(288);
  });

  it('at is a time from t = 0, a date, or a date of the zone', () => {
    const calendar = calendarOf({ start: '2026-11-27T08:00:00Z', timezone: 'America/New_York', days: 1 });
    const instant = (text: string): unknown => instantsOf(bench(), [], at().parse(text), calendar);
    expect(instant('90m')).toEqual(Float64Array.of(90 * MINUTE));
    expect(instant('2026-11-27T08:45:00Z')).toEqual(Float64Array.of(45 * MINUTE));
    expect(instant('2026-11-27T10:00:00+01:00')).toEqual(Float64Array.of(HOUR));
    expect(instant('at(2026-11-27T04:00:00)')).toEqual(Float64Array.of(HOUR));
  });

  it('what never happens in the run is an error that says why', () => {
    const run: Run = { start: '2026-11-02T00:00:00Z', days: 2 };
    expect(never(cron().parse('cron(0 10 ? * SUN *)'), run)).toBe(
      'E_NEVER cron: cron(0 10 ? * SUN *) never fires within the run, 2d from 2026-11-02T00:00:00Z: its first time is 2026-11-08T10:00:00 in UTC; change it, start or duration',
    );
    expect(never(cron().parse('cron(0 10 30 2 ? *)'), run)).toContain('there is no such day');
    expect(never(cron().parse('cron(0 10 * * ? 2020)'), run)).toContain('there is no such day');
    expect(never(cron().parse('cron(0 10 1 6 ? *)'), { days: 2 })).toContain(
      'there is no start, so t = 0 is taken as a',
    );
    expect(never(at().parse('48h'), run)).toContain('48h is not before the end of the run at 2d');
    expect(never(at().parse('2026-11-01T23:59:59Z'), run)).toContain('is not within the run');
    expect(never(at().parse('2026-11-04T00:00:00Z'), run)).toContain('is not within the run');
    expect(never(at().parse('2026-11-04T00:00:00Z'), {})).toContain('give start, or write a time from t = 0');
    expect(
      never(at().parse('2026-03-29T02:30'), { start: '2026-03-29T00:00:00Z', timezone: 'Europe/Berlin' }),
    ).toContain('is skipped by the clocks in Europe/Berlin');
  });

  it('a schedule every minute of a year is laid out at once', () => {
    const calendar = calendarOf({ timezone: 'Europe/Berlin', days: 365 });
    expect(instantsOf(bench(), [], cron().parse('* * * * ? *'), calendar)?.length).toBe(365 * 1_440 - 60);
  });
});

describe('what is no schedule', () => {
  const why = (text: string): string => {
    const read = readCron(text);
    return 'problem' in read ? read.problem : 'fine';
  };

  it.each([
    ['0 10 * * *', "has 5 fields, AWS's cron has six", 'did you mean cron(0 10 * * ? *)?'],
    ['0 10 * * MON', "has 5 fields, AWS's cron has six", 'did you mean cron(0 10 ? * MON *)?'],
    ['cron()', 'has no field', 'minutes hours day-of-month month day-of-week year'],
    ['0 10 * * * *', 'gives both day-of-month and day-of-week', 'write ? in the one'],
    ['0 10 ? * ? *', 'leaves both day-of-month and day-of-week open', 'write * in one'],
    ['60 10 * * ? *', 'minutes: 60 is none', 'it takes 0-59'],
    ['0 24 * * ? *', 'hours: 24 is none', 'it takes 0-23'],
    ['? 10 * * ? *', 'minutes: ? is none', 'such as 0, 0/15 or 5,35'],
    ['0 10 0 * ? *', 'day-of-month: 0 is none', 'it takes 1-31'],
    ['0 10 32W * ? *', 'day-of-month: 32 is none', 'it takes 1-31'],
    ['0 10 * 13 ? *', 'month: 13 is none', 'it takes 1-12 or JAN-DEC'],
    ['0 10 ? * 0 *', 'day-of-week: 0 is none', 'it takes 1-7 or SUN-SAT'],
    ['0 10 ? * FUN *', 'day-of-week: FUN is none', 'it takes 1-7 or SUN-SAT'],
    ['0 10 ? * 2#6 *', 'day-of-week: 2#6 is none', 'MON-FRI, 2#1, 6L or ?'],
    ['0 10 ? * 3#1,6#3 *', 'with # there can be one expression only', 'write such as 2#1'],
    ['0 10 * * ? 1969', 'year: 1969 is none', 'it takes 1970-2199'],
    ['0 10 * * ? 2027-2026', 'year: 2027-2026 is none', 'such as * or 2026-2027'],
    ['0/0 10 * * ? *', 'minutes: 0/0 is none', 'it takes 0-59'],
    ['0, 10 * * ? *', 'minutes: is empty', 'it takes 0-59'],
  ])('%s', (text, what, wayOut) => {
    expect(why(text)).toContain(what);
    expect(why(text)).toContain(wayOut);
  });

  it('every field says what it takes', () => {
    const problem = (schema: ReturnType<typeof at>, value: unknown): string =>
      schema
        .safeParse(value)
        .error?.issues.map(({ message }) => message)
        .join() ?? 'fine';
    expect(problem(cron(), 'rate(5 minutes)')).toBe('rate(5 minutes) is a rate; write every: rate(5 minutes)');
    expect(problem(cron(), 5)).toContain('expected a cron such as cron(0 10 * * ? *), found the number 5');
    expect(problem(every(), 'rate(5 parsecs)')).toContain('write it as rate(5 minutes)');
    expect(problem(every(), 5)).toContain('did you mean 5m?');
    expect(problem(every(), '10ms')).toContain('must lie between 1s and 366d');
    expect(problem(at(), '2026-11-31T00:00:00Z')).toContain('is not a date; write it as 2026-11-27T08:45:00Z');
    expect(problem(at(), 'at(noon)')).toContain('is not a date');
    expect(problem(at(), 90)).toContain('did you mean 90m?');
  });
});
