import { describe, expect, it } from 'vitest';
import { accepted, places, read, refused } from './reading.ts';

/** A function `api` with these keys, on line 3; further lines at the top. */
function file(api: string, top = ''): string {
  return [
    'duration: 10m',
    'functions:',
    `  api: { runtime: nodejs22.x, init: 200ms, duration: 1s, ${api} }`,
    'sources: { web: { type: invoke, function: api, rate: 1/s } }',
    top,
    '',
  ].join('\n');
}

describe('provisionedConcurrency', () => {
  it('is a number, or bounds with target tracking', () => {
    const config = (text: string) => accepted(file(`provisionedConcurrency: ${text}`)).functions[0]!.aliases[0]!;
    expect(config('5').provisionedConcurrency).toMatchObject({ bounds: { min: 5, max: 5 }, actions: [], ready: true });
    expect(config('{ min: 5, max: 50 }').provisionedConcurrency).toEqual({
      bounds: { min: 5, max: 50 },
      target: 0.7,
      statistic: 'Average',
      actions: [],
      ready: true,
    });
    expect(
      config(
        '{ min: 5, max: 50, target: 60%, statistic: Maximum, provisioning: cold, schedule: [ { at: 2m, min: 10 }, { cron: "cron(1 0 * * ? *)", max: 20 } ] }',
      ).provisionedConcurrency,
    ).toEqual({
      bounds: { min: 5, max: 50 },
      target: 0.6,
      statistic: 'Maximum',
      actions: [
        { at: 60_000_000, min: 5, max: 20 },
        { at: 120_000_000, min: 10, max: 20 },
      ],
      ready: false,
    });
  });

  it('of a function is short for an alias live on version 1, which the bare name calls', () => {
    const { functions, sources } = accepted(file('provisionedConcurrency: 5, initialEnvironments: 3'));
    expect(functions[0]).toMatchObject({
      initialEnvironments: 0,
      versions: [{ version: '1', initialEnvironments: 3, provisionedConcurrency: null }],
      aliases: [{ name: 'live', version: '1', second: null }],
    });
    expect(sources[0]).toMatchObject({ function: 'api', qualifier: 'live' });
    expect(refused(file('provisionedConcurrency: 5, versions: { "1": {} }'))).toEqual([
      'E_CONFLICT functions.api.provisionedConcurrency: is short for an alias live on version "1"; beside versions and aliases, write it with the alias that it is for',
    ]);
  });

  it('null and 0 turn it off', () => {
    const text = file('provisionedConcurrency: 5');
    expect(accepted(text, { set: ['functions.api.provisionedConcurrency=null'] }).functions[0]!.aliases).toEqual([]);
    expect(accepted(text, { set: ['functions.api.provisionedConcurrency=null'] }).sources[0]!.qualifier).toBe(
      '$LATEST',
    );
    const none = accepted(text, { set: ['functions.api.provisionedConcurrency=0'] }).functions[0]!.aliases[0]!;
    expect(none.provisionedConcurrency).toMatchObject({ bounds: { min: 0, max: 0 } });
  });

  it('R4.3, V-9: lies within the unreserved concurrency less 100', () => {
    expect(accepted(file('provisionedConcurrency: 900')).functions).toHaveLength(1);
    expect(refused(file('provisionedConcurrency: 901'))).toEqual([
      'E_PROVISIONED functions.api.provisionedConcurrency: 901 is above 900 = 1,000 of the account - 0 reserved - 100 that stay unreserved (R4.3); lower it or raise account.concurrency',
    ]);
    expect(places(file('provisionedConcurrency: 901'))).toEqual(['3:82 E_PROVISIONED']);
    expect(refused(file('provisionedConcurrency: { min: 1, max: 901 }'))[0]).toContain(
      'E_PROVISIONED functions.api.provisionedConcurrency.max: 901 is above 900',
    );
    expect(
      refused(file('provisionedConcurrency: { min: 1, max: 2, schedule: [ { at: 1m, max: 950 } ] }'))[0],
    ).toContain('E_PROVISIONED functions.api.provisionedConcurrency.schedule.0.max: 950 is above 900');
    expect(refused(file('provisionedConcurrency: 5', 'account: { concurrency: 100 }'))[0]).toContain(
      '5 is above 0 = 100 of the account - 0 reserved - 100 that stay unreserved',
    );
  });

  it('R4.3: all functions without a reservation share what can be provisioned', () => {
    const text = [
      'duration: 10m',
      'functions:',
      '  a: { init: 1ms, duration: 1s, reservedConcurrency: 300 }',
      '  b: { init: 1ms, duration: 1s, provisionedConcurrency: 400 }',
      '  c: { init: 1ms, duration: 1s, provisionedConcurrency: { min: 201, max: 400 } }',
      'sources: {}',
      '',
    ].join('\n');
    expect(refused(text)).toEqual([
      'E_PROVISIONED functions.c.provisionedConcurrency.min: 601 with what is provisioned before it is above 600 = 1,000 of the account - 300 reserved - 100 that stay unreserved (R4.3); lower it or raise account.concurrency',
    ]);
    expect(places(text)).toEqual(['5:64 E_PROVISIONED']);
  });

  it('R4.3: with a reservation it lies within that, over all versions', () => {
    expect(accepted(file('reservedConcurrency: 50, provisionedConcurrency: 50')).functions).toHaveLength(1);
    expect(refused(file('reservedConcurrency: 50, provisionedConcurrency: 51'))).toEqual([
      'E_PROVISIONED functions.api.provisionedConcurrency: 51 is above 50, the reserved concurrency of api (R4.3); lower it or raise reservedConcurrency',
    ]);
    expect(
      refused(
        file(
          'reservedConcurrency: 50, versions: { "1": { provisionedConcurrency: 30 }, "2": {} }, aliases: { live: { version: "2", provisionedConcurrency: 21 } }',
        ),
      ),
    ).toEqual([
      'E_PROVISIONED functions.api.aliases.live.provisionedConcurrency: 51 with what is provisioned before it is above 50, the reserved concurrency of api (R4.3); lower it or raise reservedConcurrency',
    ]);
  });

  it('R4.1: is never on $LATEST', () => {
    expect(refused(file('aliases: { dev: { version: $LATEST, provisionedConcurrency: 5 } }'))).toEqual([
      'E_PROVISIONED functions.api.aliases.dev.provisionedConcurrency: is never on $LATEST (R4.1); publish a version, and let dev stand for it',
    ]);
    expect(accepted(file('aliases: { dev: { version: $LATEST } }')).functions[0]!.aliases).toHaveLength(1);
  });

  it('R4.2: a version has one configuration', () => {
    const twice =
      'versions: { "1": {} }, aliases: { a: { version: "1", provisionedConcurrency: 5 }, b: { version: "1", provisionedConcurrency: 5 } }';
    expect(refused(file(twice))).toEqual([
      'E_PROVISIONED functions.api.aliases.b.provisionedConcurrency: version 1 has provisioned concurrency by alias a already, and it can be configured once only (R4.2); remove one',
    ]);
    const both =
      'versions: { "1": { provisionedConcurrency: 5 } }, aliases: { a: { version: "1", provisionedConcurrency: 5 } }';
    expect(refused(file(both))[0]).toContain('version 1 has provisioned concurrency by version 1 itself already');
  });

  it('R3.6: does not go with SnapStart', () => {
    expect(refused(file('snapStart: true, provisionedConcurrency: 5')).join('\n')).toContain(
      'E_CONFLICT functions.api.snapStart: does not go with provisioned concurrency (R3.6); keep one of them',
    );
  });

  it('R14.3: does not go with tenants', () => {
    expect(refused(file('tenants: 5, provisionedConcurrency: 5'))).toEqual([
      'E_CONFLICT functions.api.tenants: do not go with provisioned concurrency (R14.3); keep one of them',
    ]);
  });

  it('R4.11: bounds and target make sense', () => {
    const wrong = (text: string): string => refused(file(`provisionedConcurrency: ${text}`)).join();
    expect(wrong('{ min: 6, max: 5 }')).toBe(
      'E_RANGE functions.api.provisionedConcurrency.min: 6 is above max 5; lower it or raise max',
    );
    expect(wrong('{ min: 1, max: 5, target: 95% }')).toBe(
      'E_RANGE functions.api.provisionedConcurrency.target: 95% is no target of utilisation: it lies between 10% and 90% (R4.11)',
    );
    expect(wrong('{ min: 1, max: 5, target: 5% }')).toContain('5% is no target of utilisation');
    expect(wrong('{ min: 1 }')).toContain('E_MISSING_KEY functions.api.provisionedConcurrency.max');
    expect(wrong('{ minimum: 1, max: 5 }')).toContain('E_UNKNOWN_KEY functions.api.provisionedConcurrency.minimum');
    expect(wrong('-1')).toContain('functions.api.provisionedConcurrency');
    expect(wrong('many')).toContain('functions.api.provisionedConcurrency');
  });

  it('R4.16: scheduled actions say when and what, and fire within the run', () => {
    const wrong = (action: string): string =>
      refused(file(`provisionedConcurrency: { min: 5, max: 9, schedule: [ ${action} ] }`)).join();
    expect(wrong('{ min: 5 }')).toContain(
      'E_MISSING_KEY functions.api.provisionedConcurrency.schedule.0.cron: is missing',
    );
    expect(wrong('{ at: 1m, cron: "cron(0 8 * * ? *)", min: 5 }')).toContain(
      'E_CONFLICT functions.api.provisionedConcurrency.schedule.0.at: goes without cron; keep one',
    );
    expect(wrong('{ at: 1m }')).toContain('a scheduled action sets min, max or both');
    expect(wrong('{ at: 1m, min: 10 }')).toBe(
      'E_RANGE functions.api.provisionedConcurrency.schedule.0.min: leaves min 10 above max 9; give both',
    );
    expect(wrong('{ at: 20m, min: 6 }')).toContain('E_NEVER functions.api.provisionedConcurrency.schedule.0.at');
    expect(wrong('{ cron: "cron(0 8 * * ? *)", min: 6 }')).toContain(
      'E_NEVER functions.api.provisionedConcurrency.schedule.0.cron',
    );
  });

  it('R4.15: starting at 0 is warned of, for target tracking never leaves it', () => {
    const warnings = (text: string): string[] =>
      read(file(`provisionedConcurrency: ${text}`)).warnings.map(({ code }) => code);
    expect(warnings('{ min: 0, max: 5 }')).toEqual(['W_PROVISIONED_ZERO']);
    expect(warnings('{ min: 0, max: 5, schedule: [ { at: 1m, min: 1 } ] }')).toEqual([]);
    expect(warnings('0')).toEqual([]);
  });
});

describe('objectives of versions', () => {
  const objective = (on: string, expr = 'errors < 2%'): string =>
    file(
      'versions: { "41": {}, "42": {} }, aliases: { live: { version: "41" } }',
      `objectives: [ { on: "${on}", expr: "${expr}" } ]`,
    );

  it('are about one version', () => {
    const subject = (on: string) => accepted(objective(on)).objectives[0]!.subject;
    expect(subject('api:42')).toMatchObject({ kind: 'function', name: 'api', version: '42' });
    expect(subject('functions.api:42')).toMatchObject({ kind: 'function', name: 'api', version: '42' });
    expect(subject('api:$LATEST')).toMatchObject({ version: '$LATEST' });
    expect(subject('api')).toMatchObject({ version: null });
    expect(accepted(objective('api', 'spillover < 2%')).objectives[0]).toMatchObject({
      unit: 'share',
      threshold: 0.02,
    });
  });

  it('name one that is there', () => {
    expect(refused(objective('api:43'))).toEqual([
      'E_REFERENCE objectives.0.on: api has no version 43; an objective is about a function or one version of it (there are api:$LATEST, api:41, api:42)',
    ]);
    expect(refused(objective('api:live'))[0]).toContain('api has no version live');
  });
});
