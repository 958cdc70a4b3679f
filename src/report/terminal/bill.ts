/** The bill under the totals: its parts, the month's, and what it leaves out. */
import { COST_PARTS } from '../../result/cost.ts';
import { dollars, usd, usdDigits } from '../../result/quantity.ts';
import type { ResultJson } from '../../result/run-result.ts';
import type { Setup } from '../../result/setup.ts';
import { paragraph } from './table.ts';

/** `cost: requests $0.20 + duration $2.45 = $2.65; $80.61 a month (daily)`, and what is not in it. */
export function billLines({ cost_usd, inputs }: ResultJson, { repeat, pricing }: Setup): string[] {
  const digits = usdDigits([cost_usd.total]);
  const parts = COST_PARTS.filter((part) => cost_usd[part] > 0).map(
    (part) => `${WORDS[part]} $${dollars(cost_usd[part], digits)}`,
  );
  const total = `$${dollars(cost_usd.total, digits)}`;
  const sum = parts.length > 1 ? `${parts.join(' + ')} = ${total}` : (parts[0] ?? total);
  const { month, monthInAYear } = cost_usd;
  const terms = [
    ...(pricing.freeTier ? ['free tier taken off'] : []),
    ...(pricing.savingsPlan > 0 ? ['savings plan taken off'] : []),
  ];
  const monthly = month === undefined || repeat === null ? [] : [`${usd(month.total)} a month (${repeat})`];
  const later = monthInAYear === undefined ? [] : [`${usd(monthInAYear.total)} in a year`];
  const all = [`cost: ${sum}`, ...monthly, ...later, ...terms];
  return [...paragraph(all.join('; '), 2), ...paragraph(`not in it: ${inputs.notBilled.join(', ')}`, 2)];
}

const WORDS: Readonly<Record<(typeof COST_PARTS)[number], string>> = {
  requests: 'requests',
  duration: 'duration',
  provisionedConcurrency: 'provisioned concurrency',
  provisionedDuration: 'duration on it',
  ephemeralStorage: 'ephemeral storage',
  snapStartCache: 'SnapStart cache',
  snapStartRestore: 'SnapStart restores',
  tenantIsolation: 'tenant isolation',
  provisionedPollers: 'provisioned pollers',
};
