import { describe, expect, it } from 'vitest';
import { accepted, places, read, refused } from './reading.ts';

/** A function `api` with these versions and aliases, called as `target`. */
function file(parts: { readonly api: string; readonly target?: string; readonly top?: string }): string {
  return [
    'duration: 10m',
    'functions:',
    `  api: { runtime: nodejs22.x, init: 200ms, ${parts.api} }`,
    'sources:',
    `  web: { type: invoke, function: "${parts.target ?? 'api'}", rate: 1/s }`,
    ...(parts.top === undefined ? [] : [parts.top]),
    '',
  ].join('\n');
}

const TWO = 'versions: { "41": { duration: 70ms }, "42": { duration: 76ms } }';

describe('versions and aliases', () => {
  it('are read, whether numbers are quoted or not', () => {
    const text = file({
      api: 'duration: 1s, versions: { 41: {}, 42: {} }, aliases: { live: { version: 41, weights: { 42: 10% } } }',
    });
    const [api] = accepted(text).functions;
    expect(api!.versions.map(({ version }) => version)).toEqual(['41', '42']);
    expect(api!.aliases).toEqual([
      { name: 'live', version: '41', second: { version: '42', weight: 0.1 }, provisionedConcurrency: null },
    ]);
  });

  it('sources call the function, a version, an alias or $LATEST', () => {
    const calling = (target: string): object => {
      const { function: name, qualifier } = accepted(
        file({ api: `duration: 1s, ${TWO}, aliases: { live: { version: "41" } }`, target }),
      ).sources[0]!;
      return { name, qualifier };
    };
    expect(calling('api')).toEqual({ name: 'api', qualifier: '$LATEST' });
    expect(calling('api:$LATEST')).toEqual({ name: 'api', qualifier: '$LATEST' });
    expect(calling('api:42')).toEqual({ name: 'api', qualifier: '42' });
    expect(calling('api:live')).toEqual({ name: 'api', qualifier: 'live' });
  });

  it('a version or alias that is called is there', () => {
    const calling = (target: string): string[] =>
      refused(file({ api: `duration: 1s, ${TWO}, aliases: { live: { version: "41" } }`, target }));
    expect(calling('api:43')).toEqual([
      'E_REFERENCE sources.web.function: api has no version or alias 43; did you mean 41? (there are live, 41, 42, $LATEST)',
    ]);
    expect(calling('api:lvie')).toEqual([
      'E_REFERENCE sources.web.function: api has no version or alias lvie; did you mean live? (there are live, 41, 42, $LATEST)',
    ]);
    expect(places(file({ api: `duration: 1s, ${TWO}`, target: 'api:live' }))).toEqual(['5:34 E_REFERENCE']);
  });

  it('names with colons are told from qualifiers', () => {
    const text = [
      'duration: 10m',
      'functions:',
      '  "a": { duration: 1s, init: 1ms, versions: { "1": {} } }',
      '  "a:1": { duration: 1s, init: 1ms, versions: { "1": {} } }',
      'sources:',
      '  one: { type: invoke, function: "a:1", rate: 1/s }',
      '  two: { type: invoke, function: "a:1:1", rate: 1/s }',
    ].join('\n');
    expect(accepted(text).sources.map(({ function: name, qualifier }) => [name, qualifier])).toEqual([
      ['a:1', '$LATEST'],
      ['a:1', '1'],
    ]);
  });

  it('a function may leave the duration to its versions, and then they alone can be called', () => {
    expect(accepted(file({ api: TWO, target: 'api:41' })).functions[0]!.versions).toHaveLength(2);
    expect(refused(file({ api: TWO, target: 'api' }))).toEqual([
      'E_REFERENCE sources.web.function: api stands for $LATEST, and only its versions have a duration; call api:41 or api:42, or give the function a duration',
    ]);
    expect(refused(file({ api: 'versions: { "41": { duration: 70ms }, "42": {} }', target: 'api:41' }))).toEqual([
      'E_MISSING_KEY functions.api.versions.42.duration: is missing; write it here or for the whole function',
    ]);
    expect(refused(file({ api: 'timeout: 3s' }))).toEqual([
      'E_MISSING_KEY functions.api.duration: is missing; write D, { io: D, cpu: D } or { base: D, perRecord: D }',
    ]);
  });

  it('R12.1: versions have numbers', () => {
    const numbered = (version: string): string =>
      refused(file({ api: `duration: 1s, versions: { ${version}: {} }` })).join();
    expect(numbered('"beta"')).toBe(
      'E_NAME functions.api.versions.beta: is not the number of a published version (R12.1); write a whole number such as "41"',
    );
    expect(numbered('"0"')).toContain('E_NAME functions.api.versions.0:');
    expect(numbered('"$LATEST"')).toContain('$LATEST is the function itself; write its keys there');
    expect(places(file({ api: 'duration: 1s, versions: { beta: {} }' }))).toEqual(['3:70 E_NAME']);
  });

  it('a version of an alias is a number, not a list or a map of them', () => {
    const alias = (version: string): string[] =>
      refused(file({ api: `duration: 1s, ${TWO}, aliases: { live: { version: ${version} } }` }));
    const expected = 'E_VALUE functions.api.aliases.live.version: expected the number of a published version';
    expect(alias('{ a: 41 }')).toEqual([`${expected} such as "41", found a map`]);
    expect(alias('[41]')).toEqual([`${expected} such as "41", found a list`]);
  });

  it('R12.1: a version holds the keys that are frozen with it, and no other', () => {
    expect(refused(file({ api: 'duration: 1s, versions: { "1": { reservedConcurrency: 5 } }' })).join()).toContain(
      'E_UNKNOWN_KEY functions.api.versions.1.reservedConcurrency: unknown key; all versions share it, write it at the function',
    );
    expect(refused(file({ api: 'duration: 1s, versions: { "1": { memorySize: 64 } }' })).join()).toContain(
      'functions.api.versions.1.memorySize',
    );
  });

  it('R12.2: an alias names one version, or two that differ', () => {
    const alias = (text: string): string[] =>
      refused(file({ api: `duration: 1s, ${TWO}, aliases: { live: ${text} }` }));
    expect(alias('{ version: "43" }')).toEqual([
      'E_REFERENCE functions.api.aliases.live.version: there is no version 43; did you mean 41? (there are 41, 42); add it to versions',
    ]);
    expect(alias('{ version: newest }')[0]).toContain('expected the number of a published version such as "41"');
    expect(alias('{ version: $LATEST, weights: { "41": 10% } }')).toEqual([
      'E_CONFLICT functions.api.aliases.live.weights: both versions of an alias with weights are published (R12.2), and $LATEST is not; remove it',
    ]);
    expect(alias('{ version: "41", weights: { "44": 10% } }')[0]).toContain(
      'E_REFERENCE functions.api.aliases.live.weights.44: there is no version 44',
    );
    expect(alias('{ version: "41", weights: { "41": 10% } }')[0]).toContain('is the version of the alias already');
    expect(alias('{ version: "41", weights: { "42": 10%, "43": 10% } }')).toEqual([
      'E_RANGE functions.api.aliases.live.weights.43: an alias stands for at most two versions (R12.2): 41 and one with a weight; remove it',
    ]);
    expect(alias('{ version: "41", weights: { "42": 110% } }')[0]).toContain('functions.api.aliases.live.weights.42');
    expect(alias('{}')[0]).toContain('E_MISSING_KEY functions.api.aliases.live.version');
  });

  it('R12.2: an alias cannot be taken for a version', () => {
    expect(refused(file({ api: `duration: 1s, ${TWO}, aliases: { "7": { version: "41" } }` }))).toEqual([
      'E_NAME functions.api.aliases.7: is no name for an alias; letters, digits, - and _ are allowed, and not digits alone',
    ]);
  });

  it('warns of default start-up figures of what runs', () => {
    const warnings = read(
      'duration: 10m\nfunctions:\n  api: { duration: 1s, versions: { "1": {}, "2": { init: 5ms } } }\nsources: { web: { type: invoke, function: "api:1", rate: 1/s } }\n',
    ).warnings;
    expect(warnings.map(({ code, message }) => `${code} ${message.slice(0, 26)}`)).toEqual([
      'W_DEFAULT_INIT functions.api.versions.1: ',
    ]);
  });

  it('variants and --set reach into versions and aliases', () => {
    const text = file({ api: `duration: 1s, ${TWO}, aliases: { live: { version: "41" } }` });
    const [api] = accepted(text, {
      set: ['functions.api.versions.42.memorySize=512', 'functions.api.aliases.live.version=42'],
    }).functions;
    expect(api!.versions[1]!.memorySize).toBe(512);
    expect(api!.aliases[0]!.version).toBe('42');
  });
});
