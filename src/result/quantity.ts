/** How numbers and their units are written for people: few digits, one space before the unit, never a false zero. */

/** `15,795`; below 10 a mean over runs keeps one decimal. Not a number: `-`. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  return decimals(value, Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0);
}

/** With a fixed number of decimals and commas between thousands; `-0` is `0`. */
export function decimals(value: number, digits: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A number to about three significant digits: `2,514`, `12.5`, `0.043`. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || size === 0) return decimals(value, 0);
  if (size >= 10) return trimmed(decimals(value, 1));
  return trimmed(decimals(value, size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)))));
}

/** A fraction as `2.97 %`. What is not nothing never reads `0.00 %`, and what is not all never `100 %`. */
export function share(fraction: number): string {
  if (!Number.isFinite(fraction)) return NOTHING;
  if (fraction > 0 && fraction < 0.00005) return '<0.01 %';
  if (fraction < 1 && fraction > 0.99995) return '>99.99 %';
  return `${decimals(fraction * 100, 2)} %`;
}

/** A fraction without decimals, for sentences: `91 %`, `<1 %`, `>99 %`. */
export function roundShare(fraction: number): string {
  if (!Number.isFinite(fraction)) return NOTHING;
  if (fraction > 0 && fraction < 0.005) return '<1 %';
  if (fraction < 1 && fraction > 0.995) return '>99 %';
  return `${decimals(fraction * 100, 0)} %`;
}

/** Milliseconds in the unit that reads best: `0.45 ms`, `652 ms`, `3.42 s`, `9 min 37 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return NOTHING;
  if (milliseconds < 999.5) return `${figure(milliseconds)} ms`;
  if (milliseconds < 119_950) return `${figure(milliseconds / 1000)} s`;
  return span(milliseconds / 1000);
}

/** Seconds as a stretch of time: `22 s`, `1 min 59 s`, `20 min`, `1 h 30 min`, `28 d`. */
export function span(exact: number): string {
  if (exact < 60) return duration(exact * 1000);
  const seconds = Math.round(exact);
  if (seconds < 7200) return twoUnits(seconds, 60, 'min', 's');
  if (seconds < 172_800) return twoUnits(Math.round(seconds / 60), 60, 'h', 'min');
  return twoUnits(Math.round(seconds / 3600), 24, 'd', 'h');
}

/** Dollars: cents from one dollar up, below it two significant digits (`$0.0012`). */
export function usd(value: number): string {
  return `$${dollars(value, usdDigits([value]))}`;
}

/** How many decimals a column of dollars needs so that its largest value keeps two significant digits; 2 to 8. */
export function usdDigits(values: readonly number[]): number {
  const largest = Math.max(0, ...values.filter(Number.isFinite));
  if (largest >= 1 || largest === 0) return 2;
  return Math.min(8, Math.max(2, 1 - Math.floor(Math.log10(largest))));
}

/** Dollars with a fixed number of decimals, without the sign. */
export function dollars(value: number, digits: number): string {
  return decimals(value, digits);
}

/** A figure in the unit of an objective. */
export function amount(value: number, unit: 'share' | 'ms' | 'count' | 'usd'): string {
  switch (unit) {
    case 'share':
      return share(value);
    case 'ms':
      return duration(value);
    case 'count':
      return count(value);
    case 'usd':
      return usd(value);
  }
}

/** `s` for anything but one. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** What stands where there is no value. */
export const NOTHING = '-';

function twoUnits(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  return `${decimals(Math.floor(value / base), 0)} ${large}${rest === 0 ? '' : ` ${rest.toString()} ${small}`}`;
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
