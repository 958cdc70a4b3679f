/** Scenarios for tests: from text or from plain data, through the same reader as a user's file. */
import { stringify } from 'yaml';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** Files beside the scenario by name. */
export type Files = Readonly<Record<string, string>>;

/**
 * The scenario of a text, or of plain data with the same keys.
 * @param set `path=value` each, as in `--set`
 * @throws with all diagnostics when it is not right
 */
export function scenarioOf(content: string | object, set: readonly string[] = [], files: Files = {}): Scenario {
  const text = typeof content === 'string' ? content : stringify(content);
  const { scenario, diagnostics } = parseScenario(text, {
    file: 'test.yaml',
    set,
    overrides: {},
    files: {
      read: (path) => {
        const file = files[path];
        return file === undefined ? { problem: 'missing', detail: '' } : { text: file };
      },
    },
  });
  if (scenario === null) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return scenario;
}

/** Keys of a scenario as a file has them. */
export interface Content {
  readonly duration: string;
  readonly warmup?: string;
  readonly bucket?: string;
  readonly seed?: number;
  readonly pricing?: object;
  readonly account?: object;
  readonly assumptions?: object;
  readonly functions: Readonly<Record<string, object>>;
  readonly sources?: Readonly<Record<string, object>>;
}

/**
 * A scenario with nothing in it but what the test says: no Init, no overhead, no expiry, no retries, a timeout of
 * 15 minutes, evenly spaced SDK calls, the era's other assumptions.
 */
export function bare(content: Content, files: Files = {}): Scenario {
  const { assumptions, functions, sources = {} } = content;
  return scenarioOf(
    {
      ...content,
      assumptions: { platformOverhead: '0ms', idleTimeout: 'none', maxLifetime: 'none', ...assumptions },
      functions: mapped(functions, (f) => ({ init: '0ms', timeout: '15m', ...f })),
      sources: mapped(sources, (source) => ({
        type: 'invoke',
        arrivals: 'constant',
        clients: { retry: 'none' },
        ...source,
      })),
    },
    [],
    files,
  );
}

function mapped(map: Readonly<Record<string, object>>, change: (value: object) => object): Record<string, object> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
