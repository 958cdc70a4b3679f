/** How CodeDeploy shifts traffic (R12.5). */
import { MINUTE, type Micros } from '../des/time.ts';

/** CodeDeploy's predefined configurations for Lambda, as SAM spells them: without `CodeDeployDefault.Lambda`. */
export const STRATEGIES = [
  'AllAtOnce',
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Canary10Percent30Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
  'Linear10PercentEvery3Minutes',
  'Linear10PercentEvery10Minutes',
] as const;

export type Strategy = (typeof STRATEGIES)[number];

/** One shift of traffic: so long after the deployment began the new version has this share of it, in (0, 1]. */
export interface Shift {
  readonly after: Micros;
  readonly weight: number;
}

/** R12.5: the first shift comes at once, the last one has all traffic. */
export function shiftsOf(strategy: Strategy): readonly Shift[] {
  return SHIFTS[strategy];
}

const SHIFTS: Readonly<Record<Strategy, readonly Shift[]>> = {
  AllAtOnce: [{ after: 0, weight: 1 }],
  Canary10Percent5Minutes: canary(5),
  Canary10Percent10Minutes: canary(10),
  Canary10Percent15Minutes: canary(15),
  Canary10Percent30Minutes: canary(30),
  Linear10PercentEvery1Minute: linear(1),
  Linear10PercentEvery2Minutes: linear(2),
  Linear10PercentEvery3Minutes: linear(3),
  Linear10PercentEvery10Minutes: linear(10),
};

function canary(minutes: number): readonly Shift[] {
  return [
    { after: 0, weight: 0.1 },
    { after: minutes * MINUTE, weight: 1 },
  ];
}

function linear(minutes: number): readonly Shift[] {
  return Array.from({ length: 10 }, (_, k) => ({ after: k * minutes * MINUTE, weight: (k + 1) / 10 }));
}
