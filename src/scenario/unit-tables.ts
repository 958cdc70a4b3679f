/** The units that a scenario may use, and the spellings that are understood well enough for a hint. */
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND } from '../des/time.ts';

/** What a kind of quantity understands. */
export interface Quantity {
  readonly what: string;
  readonly units: ReadonlyMap<string, number>;
  /** Other spellings, for the hint alone. */
  readonly meant: ReadonlyMap<string, string>;
  readonly example: string;
}

/** Digits with or without decimals. */
const NUMBER = String.raw`\d+(?:\.\d+)?|\.\d+`;

/** Times, in microseconds. */
export const TIME: Quantity = {
  what: 'a time',
  units: new Map([
    ['us', 1],
    ['µs', 1],
    ['ms', MILLISECOND],
    ['s', SECOND],
    ['m', MINUTE],
    ['min', MINUTE],
    ['h', HOUR],
    ['d', DAY],
  ]),
  meant: new Map([
    ['sec', 's'],
    ['secs', 's'],
    ['second', 's'],
    ['seconds', 's'],
    ['mins', 'm'],
    ['minute', 'm'],
    ['minutes', 'm'],
    ['hr', 'h'],
    ['hrs', 'h'],
    ['hour', 'h'],
    ['hours', 'h'],
    ['day', 'd'],
    ['days', 'd'],
    ['w', 'd'],
    ['msec', 'ms'],
    ['millis', 'ms'],
    ['millisecond', 'ms'],
    ['milliseconds', 'ms'],
    ['S', 's'],
    ['MS', 'ms'],
    ['Ms', 'ms'],
    ['M', 'm'],
    ['H', 'h'],
    ['D', 'd'],
  ]),
  example: '250ms, 1.5s, 5m or 6h',
};

/** Sizes, in KB of 1,024 bytes. */
export const SIZE: Quantity = {
  what: 'a size',
  units: new Map([
    ['B', 1 / 1_024],
    ['KB', 1],
    ['MB', 1_024],
    ['GB', 1_024 * 1_024],
  ]),
  meant: new Map([
    ['kb', 'KB'],
    ['mb', 'MB'],
    ['gb', 'GB'],
    ['k', 'KB'],
    ['K', 'KB'],
    ['M', 'MB'],
    ['G', 'GB'],
    ['KiB', 'KB'],
    ['MiB', 'MB'],
    ['GiB', 'GB'],
    ['kB', 'KB'],
  ]),
  example: '6KB or 512MB',
};

/** What a rate is per, in requests per second. */
export const PER = new Map([
  ['s', 1],
  ['min', 1 / 60],
  ['h', 1 / 3_600],
  ['hour', 1 / 3_600],
  ['day', 1 / 86_400],
  ['d', 1 / 86_400],
]);
/** Multiples of a rate's number. */
export const MULTIPLES = new Map([
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
]);

/** A share: sign, digits. */
export const SHARE_TEXT = new RegExp(`^([+-]?)(${NUMBER})\\s*%$`);

/** A rate: sign, digits, multiple, unit. */
export const RATE_TEXT = new RegExp(`^([+-]?)(${NUMBER})\\s*([kMG]?)\\s*/\\s*([A-Za-z]+)$`);

/** A number with a unit, once or more. */
export const QUANTITY_TEXT = new RegExp(`^(?:(?:${NUMBER})\\s*[A-Za-zµ]+)+$`);

/** Each number with its unit. */
export const QUANTITY_PART = new RegExp(`(${NUMBER})\\s*([A-Za-zµ]+)`, 'g');

/** No quantity is written longer than this. */
export const LONGEST_TEXT = 100;
