import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../support/scenario.ts';
import { LAWS, scalingRateHolds } from './laws.ts';
import { observe } from './observation.ts';
import { anyScenario } from './scenarios.ts';

describe('in any scenario', () => {
  it.each(LAWS.map((law) => [sentence(law.name), law] as const))('%s', (_, law) => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        law(observe(scenarioOf(content)));
      }),
      { numRuns: 40, seed: 20 },
    );
  });
});

/** `littlesLaw` → "littles law". */
function sentence(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}
