/** One function called at given seconds, and what each call was answered. */
import type { FunctionResult } from '../../src/result/run-result.ts';
import { play, type Played } from './play.ts';
import { bare, type Content } from './scenario.ts';

/** What a test may say beside the function. */
export interface Around {
  readonly assumptions?: object;
  readonly account?: object;
  readonly web?: object;
  readonly duration?: string;
}

/** One function at 1 vCPU, called at these seconds within two hours. */
export function called(api: object, seconds: readonly number[] = [0], around: Around = {}): Played {
  const { assumptions = {}, account, web, duration = '2h' } = around;
  const content: Content = {
    duration,
    assumptions,
    ...(account !== undefined && { account }),
    functions: { api: { memorySize: 1_769, ...api } },
    sources: { web: { function: 'api', trace: { file: 'at.csv', time: 't_s' }, ...web } },
  };
  return play(bare(content, { 'at.csv': `t_s\n${seconds.join('\n')}\n` }));
}

/** `seconds from arrival to answer, status, cold?` of each request. */
export function answers({ rows }: Played): string[] {
  return rows.map(({ arrival_s, end_s, status, cold }) => {
    return `${String(Math.round((end_s! - arrival_s) * 1e6) / 1e6)} ${status}${cold ? ' cold' : ''}`;
  });
}

/** What a test reads of the function. */
export function ofApi({ json }: Played): FunctionResult {
  return json.functions['api']!;
}
