import { parseScenario, type FilePort, type ParseOptions } from '../../src/scenario/parse.ts';
import type { Diagnostic } from '../../src/scenario/diagnostic.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** A folder of files by name; everything else is missing. */
export function folder(files: Readonly<Record<string, string>>): FilePort {
  return {
    read: (path) => {
      const text = files[path];
      return text === undefined ? { problem: 'missing', detail: '' } : { text };
    },
  };
}

/** Reads a text as `shop.yaml`. */
export function read(
  text: string,
  options: Partial<ParseOptions> = {},
): { scenario: Scenario | null; errors: readonly Diagnostic[]; warnings: readonly Diagnostic[] } {
  const { scenario, diagnostics } = parseScenario(text, {
    file: 'shop.yaml',
    files: folder({}),
    set: [],
    overrides: {},
    ...options,
  });
  return {
    scenario,
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
    warnings: diagnostics.filter(({ severity }) => severity === 'warning'),
  };
}

/** The scenario of a text that must be right. */
export function accepted(text: string, options: Partial<ParseOptions> = {}): Scenario {
  const { scenario, errors } = read(text, options);
  if (scenario === null) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return scenario;
}

/** `CODE path: what` of each error, with the place in front where it is asked for. */
export function refused(text: string, options: Partial<ParseOptions> = {}): string[] {
  const { scenario, errors } = read(text, options);
  if (scenario !== null) throw new Error('expected errors, and the scenario is fine');
  return errors.map(({ code, message }) => `${code} ${message}`);
}

/** `line:column CODE` of each error. */
export function places(text: string, options: Partial<ParseOptions> = {}): string[] {
  return read(text, options).errors.map(({ line, column, code }) => `${String(line)}:${String(column)} ${code}`);
}

/** A scenario of one function `api` and one source `web`, with these lines inside them. */
export function scenario(parts: { readonly top?: string; readonly api?: string; readonly web?: string } = {}): string {
  return [
    'duration: 10m',
    ...(parts.top === undefined ? [] : [parts.top]),
    'functions:',
    `  api: { runtime: nodejs22.x, init: 200ms, ${parts.api ?? 'duration: 100ms'} }`,
    'sources:',
    `  web: { type: invoke, function: api, ${parts.web ?? 'rate: 10/s'} }`,
    '',
  ].join('\n');
}
