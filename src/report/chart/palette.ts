/** Colours that stay apart for every eye (Okabe and Ito), and what each stands for in all charts. */

export const COLOURS = {
  blue: '#0072B2',
  orange: '#E69F00',
  green: '#009E73',
  sky: '#56B4E9',
  purple: '#CC79A7',
  yellow: '#F0E442',
  vermilion: '#D55E00',
  black: '#1A1A1A',
} as const;

/** Functions and sources, the most important first; there are as many as a chart shows by name. */
export const SERIES_COLOURS: readonly string[] = [
  COLOURS.blue,
  COLOURS.orange,
  COLOURS.green,
  COLOURS.sky,
  COLOURS.purple,
  COLOURS.yellow,
];

/** Why attempts are throttled. */
export const CAUSES = [
  { cause: 'account', label: 'account limit', colour: COLOURS.vermilion },
  { cause: 'reserved', label: 'reserved concurrency', colour: COLOURS.orange },
  { cause: 'scalingRate', label: 'scaling rate', colour: COLOURS.blue },
  { cause: 'requestRate', label: 'request rate', colour: COLOURS.purple },
  { cause: 'accountRequestRate', label: 'account request rate', colour: COLOURS.green },
  { cause: 'source', label: "the gateway's own throttle", colour: COLOURS.sky },
] as const;

export const OTHER = '#8C8C8C';
export const BACKGROUND_LOAD = '#B4B4B4';
export const LIMIT = '#C00000';
export const WARM_UP = 'rgba(120, 120, 120, 0.13)';
/** Faults, one after the other. */
export const FAULT_BANDS: readonly string[] = [
  'rgba(213, 94, 0, 0.16)',
  'rgba(204, 121, 167, 0.2)',
  'rgba(230, 159, 0, 0.18)',
];
export const FAULT_LINE = 'rgba(213, 94, 0, 0.8)';
export const STAGE = 'rgba(60, 60, 60, 0.55)';
export const TEXT = '#222222';
export const QUIET_TEXT = '#555555';
export const GRID = '#E4E4E4';
export const AXIS_LINE = '#9A9A9A';

/** The same colour, lighter: for areas under a line. @param opacity 0-1 */
export function translucent(colour: string, opacity: number): string {
  const channel = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}
