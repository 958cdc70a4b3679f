/** Scenarios for tests: from text or from plain data, through the same reader as a user's file. */
import { stringify } from 'yaml';
import { ASYNC_SOURCE_TYPES } from '../../src/lambda/quotas.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { waitsForAnswer, type SourceConfig } from '../../src/workload/config.ts';

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

/** The source at a place of the file, whose callers wait for their answer. */
export function syncSource({ sources }: Scenario, index: number): SourceConfig {
  const source = sources[index];
  if (source === undefined || !waitsForAnswer(source)) throw new Error(`no caller waits at source ${String(index)}`);
  return source;
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
  readonly queues?: Readonly<Record<string, object>>;
  readonly streams?: Readonly<Record<string, object>>;
  readonly dependencies?: Readonly<Record<string, object>>;
  readonly sources?: Readonly<Record<string, object>>;
  readonly deployments?: readonly object[];
  readonly faults?: readonly object[];
  readonly objectives?: readonly object[];
}

/**
 * A scenario with nothing in it but what the test says: no Init, no overhead, no expiry, no retries, a timeout of
 * 15 minutes, evenly spaced calls, by an SDK where nothing is said, the era's other assumptions.
 */
export function bare(content: Content, files: Files = {}): Scenario {
  const { assumptions, functions, sources = {} } = content;
  return scenarioOf(
    {
      ...content,
      assumptions: { platformOverhead: '0ms', idleTimeout: 'none', maxLifetime: 'none', ...assumptions },
      functions: mapped(functions, (f) => ({ init: '0ms', timeout: '15m', ...f })),
      sources: mapped(sources, (source) => ({ ...ownDefaults(source), ...source })),
    },
    [],
    files,
  );
}

/** Schedules, warmers and redrive tasks have no arrival process, and nobody waits for asynchronous events. */
function ownDefaults(source: object): object {
  const type = 'type' in source ? String(source.type) : 'invoke';
  if (type === 'schedule' || type === 'warmer' || type === 'redrive') return {};
  if (['sqs', 'sqs-producer', 'kinesis', 'dynamodb', 'kafka', 'mq', 'kinesis-producer'].includes(type))
    return { arrivals: 'constant' };
  const waits = !(ASYNC_SOURCE_TYPES as readonly string[]).includes(type);
  return { type, arrivals: 'constant', ...(waits ? { clients: { retry: 'none' } } : {}) };
}

function mapped(map: Readonly<Record<string, object>>, change: (value: object) => object): Record<string, object> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
