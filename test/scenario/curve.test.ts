import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { DAY, HOUR, SECOND } from '../../src/des/time.ts';
import { arrivalsOf } from '../../src/workload/arrivals.ts';
import type { ArrivalConfig, Stage } from '../../src/workload/arrival-config.ts';
import { accepted, folder, places, refused, scenario } from './reading.ts';

interface Run {
  /** A Monday, by default. */
  readonly start?: string;
  readonly timezone?: string;
  readonly duration?: string;
  readonly web?: string;
  readonly csv?: string;
}

function arrivals({
  start = '2026-11-02T00:00:00Z',
  timezone = 'UTC',
  duration = '7d',
  web,
  csv = '',
}: Run): ArrivalConfig {
  const text = scenario({ top: `start: ${start}\ntimezone: ${timezone}`, web: web ?? 'rate: 100/s' });
  const options = { files: folder({ 'week.csv': csv }) };
  return accepted(text.replace('duration: 10m', `duration: ${duration}`), options).sources[0]!.arrivals;
}

type RateStage = Extract<Stage, { kind: 'rate' }>;

function stages(run: Run): readonly RateStage[] {
  const { shape } = arrivals(run);
  if (shape.kind !== 'stages') throw new Error('no stages');
  return shape.stages as readonly RateStage[];
}

/** Requests due in [from, until), in microseconds. */
function due(list: readonly RateStage[], from: number, until: number): number {
  let begin = 0;
  let sum = 0;
  for (const stage of list) {
    const start = Math.max(from, begin);
    const end = Math.min(until, begin + stage.for);
    const rateAt = (at: number): number => stage.from + ((stage.to - stage.from) * (at - begin)) / stage.for;
    if (start < end) sum += (((rateAt(start) + rateAt(end)) / 2) * (end - start)) / SECOND;
    begin += stage.for;
  }
  return sum;
}

function rateAt(list: readonly RateStage[], at: number): number {
  return due(list, at, at + SECOND);
}

const curve = (text: string): string => `rate: 100/s, curve: ${text}`;
const DAILY = curve('{ daily: { peak: 1.6, at: "20:00" } }');

describe('a curve over the day', () => {
  it('keeps the mean of the day, has its peak at the hour and its bottom twelve hours away', () => {
    const list = stages({ web: DAILY });
    for (let day = 0; day < 7; day++) expect(due(list, day * DAY, (day + 1) * DAY)).toBeCloseTo(100 * 86_400, 3);
    expect(rateAt(list, 20 * HOUR)).toBeCloseTo(160, 1);
    expect(rateAt(list, 8 * HOUR)).toBeCloseTo(40, 1);
    expect(rateAt(list, 14 * HOUR)).toBeCloseTo(100, 1);
    expect(rateAt(list, 17 * HOUR)).toBeCloseTo(100 + 60 * Math.SQRT1_2, 1);
    expect(Math.max(...list.flatMap(({ from, to }) => [from, to]))).toBe(160);
  });

  it('is never further than 0.06 % of the mean from the cosine', () => {
    const list = stages({ web: DAILY, duration: '1d' });
    for (let minute = 0; minute < 1_440; minute++) {
      const exact = 100 * (1 + 0.6 * Math.cos(((minute / 60 - 20) / 24) * 2 * Math.PI));
      expect(Math.abs(due(list, minute * 60 * SECOND, minute * 60 * SECOND + 1) * SECOND - exact)).toBeLessThan(0.06);
    }
  });

  it('goes by the clocks of the zone', () => {
    const list = stages({ web: DAILY, timezone: 'America/New_York', duration: '2d' });
    expect(rateAt(list, 25 * HOUR)).toBeCloseTo(160, 1);
    expect(rateAt(list, 13 * HOUR)).toBeCloseTo(40, 1);
  });

  it('a peak above 2 makes the hill narrower: the mean is kept, and no rate is below 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 500 }), fc.integer({ min: 0, max: 23 }), (hundredths, hour) => {
        const peak = hundredths / 100;
        const daily = `{ daily: { peak: ${String(peak)}, at: "${String(hour)}:00" } }`;
        const list = stages({ web: curve(daily), duration: '1d' });
        expect(due(list, 0, DAY)).toBeCloseTo(100 * 86_400, 2);
        expect(Math.max(...list.flatMap(({ from, to }) => [from, to]))).toBeCloseTo(100 * peak, 6);
        expect(Math.min(...list.flatMap(({ from, to }) => [from, to]))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
    const [below, above] = [1.999_999, 2.000_001].map((peak) =>
      stages({ web: curve(`{ daily: { peak: ${String(peak)}, at: "12:00" } }`), duration: '1d' }),
    );
    for (let hour = 0; hour < 24; hour++)
      expect(rateAt(below!, hour * HOUR)).toBeCloseTo(rateAt(above!, hour * HOUR), 2);
  });

  it('a peak of 1 is a steady rate: one stage', () => {
    expect(stages({ web: curve('{ daily: { peak: 1, at: "20:00" } }') })).toEqual([
      { kind: 'rate', from: 100, to: 100, for: 7 * DAY },
    ]);
  });
});

describe('a curve over the week', () => {
  it('Saturday and Sunday have their share, from midnight to midnight by the clocks', () => {
    expect(stages({ web: curve('{ weekend: 40% }') })).toEqual([
      { kind: 'rate', from: 100, to: 100, for: 5 * DAY },
      { kind: 'rate', from: 40, to: 40, for: 2 * DAY },
    ]);
    expect(stages({ web: curve('{ weekend: 250% }'), timezone: 'Asia/Tokyo' })).toEqual([
      { kind: 'rate', from: 100, to: 100, for: 5 * DAY - 9 * HOUR },
      { kind: 'rate', from: 250, to: 250, for: 2 * DAY },
      { kind: 'rate', from: 100, to: 100, for: 9 * HOUR },
    ]);
  });

  it('multiplies the curve of the day', () => {
    const list = stages({ web: curve('{ daily: { peak: 1.6, at: "20:00" }, weekend: 40% }') });
    expect(due(list, 5 * DAY, 6 * DAY)).toBeCloseTo(40 * 86_400, 3);
    expect(rateAt(list, 5 * DAY + 20 * HOUR)).toBeCloseTo(64, 1);
    expect(due(list, 0, 7 * DAY)).toBeCloseTo((5 * 100 + 2 * 40) * 86_400, 2);
  });

  it('without start, the week begins with t = 0', () => {
    const text = scenario({ web: curve('{ weekend: 0% }') }).replace('duration: 10m', 'duration: 14d');
    expect(accepted(text).sources[0]!.arrivals.shape).toEqual({
      kind: 'stages',
      smooth: true,
      stages: [100, 0, 100, 0].map((rate, k) => ({
        kind: 'rate',
        from: rate,
        to: rate,
        for: (k % 2 === 0 ? 5 : 2) * DAY,
      })),
    });
  });
});

describe('days on which clocks are changed', () => {
  const BERLIN = { timezone: 'Europe/Berlin', web: DAILY, duration: '3d' };

  it('in spring the peak comes after 19 hours of the day, which has 23', () => {
    const list = stages({ ...BERLIN, start: '2026-03-28T23:00:00Z' });
    expect(rateAt(list, 19 * HOUR)).toBeCloseTo(160, 1);
    expect(rateAt(list, 43 * HOUR)).toBeCloseTo(160, 1);
    const skipped = stages({ web: DAILY, duration: '1d' });
    expect(due(list, 0, 23 * HOUR)).toBeCloseTo(due(skipped, 0, DAY) - due(skipped, 2 * HOUR, 3 * HOUR), 3);
  });

  it('in autumn after 21, and the hour that comes twice has its rate twice', () => {
    const list = stages({ ...BERLIN, start: '2026-10-24T22:00:00Z' });
    expect(rateAt(list, 21 * HOUR)).toBeCloseTo(160, 1);
    expect(due(list, 2 * HOUR, 3 * HOUR)).toBeCloseTo(due(list, 3 * HOUR, 4 * HOUR), 6);
    const repeated = stages({ web: DAILY, duration: '1d' });
    expect(due(list, 0, 25 * HOUR)).toBeCloseTo(due(repeated, 0, DAY) + due(repeated, 2 * HOUR, 3 * HOUR), 3);
  });

  it('the weekend begins and ends at local midnight', () => {
    expect(stages({ ...BERLIN, web: curve('{ weekend: 0% }'), start: '2026-03-27T23:00:00Z' })).toEqual([
      { kind: 'rate', from: 0, to: 0, for: 47 * HOUR },
      { kind: 'rate', from: 100, to: 100, for: 25 * HOUR },
    ]);
  });
});

describe('a curve of a file', () => {
  const WEB = curve('week.csv');

  it('has straight lines between the points of a day, over midnight too', () => {
    const list = stages({ web: WEB, csv: 'time,factor\n06:00,0.5\n18:00,2\n', duration: '2d' });
    expect(list).toEqual([
      { kind: 'rate', from: 125, to: 50, for: 6 * HOUR },
      { kind: 'rate', from: 50, to: 200, for: 12 * HOUR },
      { kind: 'rate', from: 200, to: 50, for: 12 * HOUR },
      { kind: 'rate', from: 50, to: 200, for: 12 * HOUR },
      { kind: 'rate', from: 200, to: 125, for: 6 * HOUR },
    ]);
  });

  it('or of a week', () => {
    const csv = 'day,time,factor\nMon,00:00,1\nfriday,12:00,1\nFri,12:01,0.2\nSun,23:59,0.2\n';
    const list = stages({ web: WEB, csv, start: '2026-11-02T00:00:00Z', duration: '14d' });
    const minute = HOUR / 60;
    const week = [
      { kind: 'rate', from: 100, to: 100, for: 4.5 * DAY },
      { kind: 'rate', from: 100, to: 20, for: minute },
      { kind: 'rate', from: 20, to: 20, for: 2.5 * DAY - 2 * minute },
      { kind: 'rate', from: 20, to: 100, for: minute },
    ];
    expect(list).toEqual([...week, ...week]);
  });

  it('is refused with the row that is wrong', () => {
    const problems = (csv: string): string[] => refused(scenario({ web: WEB }), { files: folder({ 'week.csv': csv }) });
    expect(problems('time,factor\n6am,1\n')).toEqual([
      'E_TRACE_ROW column time: 6am is not a time of day such as 20:00',
    ]);
    expect(problems('time,factor\n06:00,-1\n')[0]).toContain('E_TRACE_ROW column factor: -1 is below 0');
    expect(problems('time,factor,day\n06:00,1,Funday\n')[0]).toContain('Funday is not a day such as Mon');
    expect(problems('time,factr\n06:00,1\n')[0]).toContain('has no column factor; did you mean factr?');
    expect(problems('time,factor\n06:00,1\n6:00,2\n')).toEqual([
      'E_TRACE sources.web.curve: gives 06:00 more than once; keep one of these rows',
    ]);
    expect(refused(scenario({ web: WEB }))[0]).toContain('E_FILE_MISSING sources.web.curve');
  });
});

describe('what draws from a curve', () => {
  function times(config: ArrivalConfig, horizon: number): number[] {
    const streams = new Streams('1');
    const process = arrivalsOf(
      config,
      { arrivals: streams.stream('arrivals', 'web'), modulation: streams.stream('modulation', 'web') },
      horizon,
    );
    const found: number[] = [];
    while (process.next() && process.at < horizon) found.push(process.at);
    return found;
  }

  it('constant arrivals: as many as are due, 1.6 times the mean in the minute of the peak', () => {
    const run = { web: 'rate: 1/s, arrivals: constant, curve: { daily: { peak: 1.6, at: "20:00" } }', duration: '1d' };
    const all = times(arrivals(run), DAY);
    expect(Math.abs(all.length - 86_400)).toBeLessThanOrEqual(1);
    expect(all.filter((at) => at >= 20 * HOUR && at < 20 * HOUR + 60 * SECOND)).toHaveLength(96);
    expect(all.filter((at) => at >= 8 * HOUR && at < 8 * HOUR + 60 * SECOND)).toHaveLength(24);
  });

  it('Poisson and bursty arrivals: the mean of the day within four standard errors', () => {
    const daily = 'curve: { daily: { peak: 1.6, at: "20:00" } }';
    const poisson = times(arrivals({ web: `rate: 1/s, ${daily}`, duration: '1d' }), DAY).length;
    expect(Math.abs(poisson - 86_400)).toBeLessThan(4 * Math.sqrt(86_400));
    const bursts = 'arrivals: bursty, burstiness: { ratio: 3, on: 20s, off: 60s }';
    const bursty = times(arrivals({ web: `rate: 1/s, ${daily}, ${bursts}`, duration: '1d' }), DAY).length;
    // Variance of the modulated mean: (ratio − 1) × rate² × 2 × on × off / (on + off) × length, at most 1.6² of it here.
    const modulated = 2 * 2 * ((20 * 60) / 80) * 86_400 * 1.6 ** 2;
    expect(Math.abs(bursty - 86_400)).toBeLessThan(4 * Math.sqrt(86_400 + modulated));
  });

  it('a year of it is some 35,000 stages', () => {
    expect(stages({ web: DAILY, duration: '365d', timezone: 'Europe/Berlin' }).length).toBeLessThan(36_000);
  });
});

describe('a curve that cannot be', () => {
  const problems = (web: string): string[] => refused(scenario({ web }));

  it('goes with rate', () => {
    expect(problems('stages: [ { rate: 1/s } ], curve: { weekend: 40% }')).toEqual([
      'E_CONFLICT sources.web.curve: goes with rate alone; write rate: 50/s instead of stages',
    ]);
    expect(problems('curve: { weekend: 40% }')[0]).toContain('E_MISSING_KEY sources.web.rate: there is no traffic');
  });

  it('is told which key is wrong, where it stands', () => {
    expect(problems(curve('{ daily: { peak: 1.6, at: 8pm } }'))).toEqual([
      'E_VALUE sources.web.curve.daily.at: 8pm is not a time of day such as 20:00',
    ]);
    expect(problems(curve('{ daily: { peak: 1.6, at: 20 } }'))[0]).toContain('expected a time of day such as "20:00"');
    expect(problems(curve('{ daily: { peak: 0.6, at: "20:00" } }'))[0]).toContain('0.6 is below the least, 1');
    expect(problems(curve('{ daily: { peak: 6, at: "20:00" } }'))[0]).toContain('6 is above the greatest, 5');
    expect(problems(curve('{ daily: { peak: 2 } }'))[0]).toContain('E_MISSING_KEY sources.web.curve.daily.at');
    expect(problems(curve('{ weekday: 40% }'))[0]).toContain('E_UNKNOWN_KEY sources.web.curve.weekday');
    expect(problems(curve('{ weekend: 0.4 }'))[0]).toContain('did you mean 40%?');
    expect(problems(curve('5'))[0]).toContain('E_TYPE sources.web.curve: expected a curve such as');
    expect(problems('rate: 80000/s, curve: { daily: { peak: 1.6, at: "20:00" } }')[0]).toContain(
      'E_RANGE sources.web.curve: lifts the rate to 128,000/s',
    );
    expect(places(scenario({ web: curve('{ daily: { peak: 1.6, at: 8pm } }') }))).toEqual(['5:85 E_VALUE']);
  });
});
