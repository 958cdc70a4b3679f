import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/des/time.ts';
import { Calendar } from '../../src/scenario/calendar.ts';
import { accepted, places, refused, scenario } from './reading.ts';

const top = (text: string): string[] => refused(scenario({ top: text }));

/** Days of 2026 on which clocks change, from midnight to midnight by the clocks of the zone. */
const BERLIN_SPRING = Date.UTC(2026, 2, 28, 23) * 1_000;
const BERLIN_AUTUMN = Date.UTC(2026, 9, 24, 22) * 1_000;

describe('start and timezone', () => {
  it('the calendar begins at start', () => {
    expect(accepted(scenario({ top: 'start: 2026-11-27T08:45:00Z' }))).toMatchObject({
      start: Date.UTC(2026, 10, 27, 8, 45) * 1_000,
      timezone: 'UTC',
    });
    expect(accepted(scenario())).toMatchObject({ start: null, timezone: 'UTC' });
  });

  it('start without a zone of its own is local time of timezone', () => {
    const start = (text: string): number | null =>
      accepted(scenario({ top: `start: ${text}\ntimezone: America/New_York` })).start;
    expect(start('2026-07-01T09:00')).toBe(Date.UTC(2026, 6, 1, 13) * 1_000);
    expect(start('2026-12-01 09:00:30.5')).toBe(Date.UTC(2026, 11, 1, 14, 0, 30, 500) * 1_000);
    expect(start('2026-12-01T09:00:00+01:00')).toBe(Date.UTC(2026, 11, 1, 8) * 1_000);
    expect(start('2026-11-01T01:30')).toBe(Date.UTC(2026, 10, 1, 5, 30) * 1_000);
  });

  it('what is none is refused with the way out', () => {
    expect(top('start: tomorrow')).toEqual([
      'E_VALUE start: tomorrow is not a date with a time; write it as 2026-11-27T08:45:00Z',
    ]);
    expect(top('start: 2026-11-27')).toEqual([
      'E_VALUE start: 2026-11-27 is not a date with a time; write it as 2026-11-27T00:00:00Z',
    ]);
    expect(top('start: 2026-02-30T00:00:00Z')[0]).toContain('is not a date with a time');
    expect(top('start: 2026-11-27T25:00:00Z')[0]).toContain('is not a date with a time');
    expect(top('start: 1969-11-27T00:00:00Z')[0]).toContain('E_RANGE start');
    expect(top('start: 20261127')[0]).toContain('E_TYPE start: expected a date such as');
    expect(top('timezone: Europe/Berln')).toEqual([
      'E_VALUE timezone: there is no time zone Europe/Berln; did you mean Europe/Berlin?',
    ]);
    expect(top('timezone: Tokyo')[0]).toContain('did you mean Asia/Tokyo?');
    expect(top('timezone: "+02:00"')[0]).toContain('write an IANA name such as UTC or Europe/Berlin');
    expect(top('start: 2026-03-29T02:30\ntimezone: Europe/Berlin')).toEqual([
      'E_VALUE start: clocks in Europe/Berlin skip 2026-03-29T02:30:00; choose another time, or give it with Z for UTC',
    ]);
    expect(places(scenario({ top: 'timezone: Mars/Base' }))).toEqual(['2:11 E_VALUE']);
  });

  it('a digest changes with them, and stays where they are not there', () => {
    const digest = (text?: string): string => accepted(scenario(text === undefined ? {} : { top: text })).digest;
    const all = [
      digest(),
      digest('start: 2026-11-27T08:45:00Z'),
      digest('timezone: Asia/Tokyo'),
      digest('repeat: daily'),
      digest('growth: 4%/month'),
    ];
    expect(new Set(all).size).toBe(5);
    expect(digest('timezone: UTC')).toBe(all[0]);
  });
});

describe('stretches', () => {
  it('one where clocks are never changed, from a day before t = 0 to the horizon', () => {
    const calendar = new Calendar(null, 'Asia/Tokyo', 366 * DAY);
    expect(calendar.stretches()).toEqual([{ from: -DAY, until: 366 * DAY, clock: calendar.start + 9 * HOUR }]);
  });

  it('in spring the clocks of Berlin skip an hour after two hours of the day, in autumn they repeat one after three', () => {
    const from = (start: number): unknown =>
      new Calendar(start, 'Europe/Berlin', DAY).stretches().map(({ from: since, clock }) => [since, clock - start]);
    expect(from(BERLIN_SPRING)).toEqual([
      [-DAY, HOUR],
      [2 * HOUR, 2 * HOUR],
    ]);
    expect(from(BERLIN_AUTUMN)).toEqual([
      [-DAY, 2 * HOUR],
      [3 * HOUR, HOUR],
    ]);
  });

  it('a year of New York has three, changed at 07:00 and at 06:00 UTC', () => {
    const start = Date.UTC(2026, 0, 1) * 1_000;
    const changes = new Calendar(start, 'America/New_York', 365 * DAY).stretches().slice(1);
    expect(changes.map(({ from }) => new Date((start + from) / 1_000).toISOString())).toEqual([
      '2026-03-08T07:00:00.000Z',
      '2026-11-01T06:00:00.000Z',
    ]);
  });

  it('zones half an hour from the others, and changes of half an hour', () => {
    const start = Date.UTC(2026, 3, 4, 13) * 1_000;
    const stretches = new Calendar(start, 'Australia/Lord_Howe', DAY).stretches();
    expect(stretches.map(({ clock }) => clock - start)).toEqual([11 * HOUR, 10.5 * HOUR]);
    expect(new Calendar(start, 'Asia/Kathmandu', DAY).clockAt(0)).toBe(start + 5 * HOUR + 45 * MINUTE);
  });
});

describe('repeat and growth', () => {
  it('are handed on', () => {
    expect(accepted(scenario())).toMatchObject({ repeat: null, growth: null });
    expect(accepted(scenario({ top: 'repeat: weekly\ngrowth: 4%/month' }))).toMatchObject({
      repeat: 'weekly',
      growth: 0.04,
    });
  });

  it('are refused where they cannot be meant', () => {
    expect(top('repeat: yearly')).toEqual(['E_VALUE repeat: expected daily, weekly or monthly, found the text yearly']);
    expect(top('growth: 4%')).toEqual([
      'E_UNIT growth: expected a share a month, found the text 4%; write it as 4%/month',
    ]);
    expect(top('growth: 0.04')[0]).toContain('E_UNIT growth: expected a share a month');
    expect(top('growth: -4%/month')[0]).toContain('E_RANGE growth');
    expect(top('growth: 2000%/month')[0]).toContain('E_RANGE growth: 2000% is above the greatest, 1000%');
  });
});
