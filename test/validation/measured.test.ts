/** What was measured on AWS Lambda itself, as far as figures can be typed in; docs/validation.md has the rest. */
import { describe, expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

describe('bursts of simultaneous cold calls of 1.1 s, as measured in 2020', () => {
  it.each([50, 100])('%d calls get as many environments, and none is throttled', (calls) => {
    const { json } = play(
      bare({
        duration: '1m',
        assumptions: { era: 'era2020', idleTimeout: 'observed2020' },
        functions: { api: { duration: '1.1s' } },
        sources: { web: { function: 'api', stages: [{ burst: calls }] } },
      }),
    );
    const { coldStarts, environments, ConcurrentExecutions, Throttles } = json.functions['api']!;
    expect({ coldStarts, environments: environments.max, peak: ConcurrentExecutions.max, Throttles }).toEqual({
      coldStarts: calls,
      environments: calls,
      peak: calls,
      Throttles: 0,
    });
  });
});
