import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAWS, growthLimitHolds, littlesLaw, noLimitIsExceeded, requestRateHolds, scalingRateHolds } from './laws.ts';
import { observe } from './observation.ts';
import { anyLife, anyScenario, crowd, growingCrowd, scenarioFrom, steadyCrowd } from './scenarios.ts';

describe('in any scenario', () => {
  it.each(LAWS.map((law) => [sentence(law.name), law] as const))('%s', (_, law) => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        law(observe(scenarioFrom(content)));
      }),
      { numRuns: 20, seed: 20 },
    );
  });
});

describe('whatever the life of environments', () => {
  it('all of them hold with SnapStart, extensions, VPCs, tenants and steady beginnings', () => {
    fc.assert(
      fc.property(anyLife, (content) => {
        const run = observe(scenarioFrom(content));
        for (const law of LAWS) law(run);
      }),
      { numRuns: 60, seed: 22 },
    );
  });
});

describe('in a crowd of thousands', () => {
  const laws = [noLimitIsExceeded, scalingRateHolds, requestRateHolds, growthLimitHolds, littlesLaw];

  it.each(laws.map((law) => [sentence(law.name), law] as const))('%s', (_, law) => {
    fc.assert(
      fc.property(crowd, (content) => {
        law(observe(scenarioFrom(content)));
      }),
      { numRuns: 10, seed: 21, examples: [[steadyCrowd('bucket')], [steadyCrowd('window')], [growingCrowd]] },
    );
  });

  it('meets every kind of limit, so that the laws above say something', () => {
    const causes = new Set<string>();
    for (const content of fc.sample(crowd, { numRuns: 20, seed: 21 })) {
      const throttles = observe(scenarioFrom(content)).json.account.throttles;
      for (const [cause, count] of Object.entries(throttles)) if (count > 0) causes.add(cause);
    }
    expect([...causes].sort()).toEqual(['account', 'accountRequestRate', 'requestRate', 'reserved', 'scalingRate']);
  });
});

/** `littlesLaw` → "littles law". */
function sentence(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}
