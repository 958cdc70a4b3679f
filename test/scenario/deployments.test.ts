import { describe, expect, it } from 'vitest';
import { accepted, places, read, refused } from './reading.ts';

/** Functions `pricing` and `other`, and these deployments, one a line from line 8 on. */
function file(deployments: readonly string[], pricing = '', warmup = '0s'): string {
  return [
    `duration: 60m`,
    `warmup: ${warmup}`,
    'functions:',
    `  pricing: { init: 1s, duration: 70ms, versions: { "41": {}, "42": {}, "43": {} }, ${pricing || 'aliases: { live: { version: "41" }, beta: { version: "41" } }'} }`,
    '  other: { init: 1s, duration: 70ms }',
    'sources: { web: { type: invoke, function: other, rate: 1/s } }',
    'deployments:',
    ...deployments.map((one) => `  - { ${one} }`),
    '',
  ].join('\n');
}

const CANARY = 'at: 20m, function: pricing, alias: live, to: "42", strategy: Canary10Percent10Minutes';

describe('deployments', () => {
  it('are read with their defaults', () => {
    const condition = 'rollbackWhen: { on: pricing:42, expr: "errors > 2% in any 1m" }';
    const { deployments } = accepted(
      file([
        `${CANARY}, ${condition}, rollbackAt: 50m`,
        'at: 1m, function: pricing, alias: beta, to: 42',
        'at: 2m, function: other, to: $LATEST',
      ]),
    );
    expect(deployments).toMatchObject([
      {
        at: 20 * 60e6,
        function: 'pricing',
        alias: 'live',
        to: '42',
        strategy: 'Canary10Percent10Minutes',
        rollbackAt: 50 * 60e6,
        rollbackWhen: { comparison: '>', threshold: 0.02, window: '1m', subject: { version: '42' } },
      },
      { alias: 'beta', to: '42', strategy: null, rollbackAt: null, rollbackWhen: null },
      { alias: null, to: '$LATEST' },
    ]);
  });

  it('can be changed by path, and change the digest', () => {
    const text = file([CANARY]);
    const later = accepted(text, { set: ['deployments.0.strategy=AllAtOnce', 'deployments.0.at=30m'] });
    expect(later.deployments[0]).toMatchObject({ strategy: 'AllAtOnce', at: 30 * 60e6 });
    expect(later.digest).not.toBe(accepted(text).digest);
  });

  it('name functions, aliases and versions that exist, at their places', () => {
    const text = file([
      'at: 1m, function: pricin, alias: live, to: "42"',
      'at: 1m, function: pricing, alias: life, to: "42"',
      'at: 1m, function: pricing, alias: live, to: "44"',
      'at: 1m, function: other, alias: live, to: "42"',
      'at: 1m, function: pricing, to: "42"',
    ]);
    expect(refused(text)).toEqual([
      'E_REFERENCE deployments.0.function: there is no function pricin; did you mean pricing? (there are pricing, other)',
      'E_REFERENCE deployments.1.alias: pricing has no alias life; did you mean live? (there are beta, live)',
      'E_REFERENCE deployments.2.to: there is no version 44; did you mean 41? (there are 41, 42, 43); add it to versions',
      'E_REFERENCE deployments.3.alias: other has no alias live (it has none)',
      'E_MISSING_KEY deployments.4.alias: is missing; write the alias that gets version 42, or to: $LATEST for an update of the function itself',
    ]);
    expect(places(text)).toEqual([
      '8:25 E_REFERENCE',
      '9:41 E_REFERENCE',
      '10:51 E_REFERENCE',
      '11:39 E_REFERENCE',
      '12:5 E_MISSING_KEY',
    ]);
  });

  it('have a strategy of CodeDeploy, as SAM spells it', () => {
    const strategy = (name: string): string[] =>
      refused(file([`at: 1m, function: pricing, alias: live, to: "42", strategy: ${name}`]));
    expect(strategy('Canary10Percent5Minute')[0]).toMatch(
      /^E_VALUE deployments\.0\.strategy: expected AllAtOnce, .*; did you mean Canary10Percent5Minutes\?$/u,
    );
    expect(strategy('CodeDeployDefault.LambdaLinear10PercentEvery1Minute')).toEqual([
      'E_VALUE deployments.0.strategy: is written without CodeDeployDefault.Lambda: Linear10PercentEvery1Minute',
    ]);
    expect(strategy('[AllAtOnce]')[0]).toMatch(/^E_TYPE deployments\.0\.strategy: expected /u);
  });

  it('begin within the run, and are rolled back after that', () => {
    expect(
      refused(
        file([
          'at: 60m, function: pricing, alias: live, to: "42"',
          'at: 10m, function: pricing, alias: beta, to: "42", rollbackAt: 10m',
          'at: 10m, function: other, to: $LATEST, rollbackAt: 2h',
        ]),
      ),
    ).toEqual([
      'E_RANGE deployments.0.at: 1h lies beyond the run, which ends at 1h; make it earlier or lengthen duration',
      'E_RANGE deployments.1.rollbackAt: 10m is not after at, 10m; times count from t = 0',
      'E_RANGE deployments.2.rollbackAt: 2h lies beyond the run, which ends at 1h; make it earlier or lengthen duration',
    ]);
  });

  it('give an alias another version than it has then', () => {
    expect(refused(file(['at: 1m, function: pricing, alias: live, to: "41"']))).toEqual([
      'E_CONFLICT deployments.0.to: pricing:live stands for version 41 then already; write another version',
    ]);
    expect(
      refused(
        file(['at: 9m, function: pricing, alias: live, to: "42"', 'at: 1m, function: pricing, alias: live, to: "42"']),
      ),
    ).toEqual(['E_CONFLICT deployments.0.to: pricing:live stands for version 42 then already; write another version']);
    // Where it was rolled back, or has weights that end, there is something to do.
    accepted(
      file([
        'at: 1m, function: pricing, alias: live, to: "42", rollbackAt: 2m',
        'at: 9m, function: pricing, alias: live, to: "42"',
      ]),
    );
    const weights = 'aliases: { live: { version: "41", weights: { "42": 10% } } }';
    accepted(file(['at: 1m, function: pricing, alias: live, to: "41"'], weights));
    accepted(file(['at: 1m, function: pricing, alias: live, to: "42"'], weights));
  });

  it('do not overlap at one alias', () => {
    const next = (at: string, alias: string): string => `at: ${at}, function: pricing, alias: ${alias}, to: "43"`;
    expect(refused(file([CANARY, next('25m', 'live')]))).toEqual([
      'E_CONFLICT deployments.1.at: 25m overlaps the deployment of pricing:live before it, which lasts from 20m to 30m; begin later',
    ]);
    expect(refused(file([`${CANARY}, rollbackAt: 40m`, next('35m', 'live')]))[0]).toContain('from 20m to 40m');
    expect(refused(file([next('20m', 'live'), 'at: 20m, function: pricing, alias: live, to: "42"']))).toHaveLength(1);
    accepted(file([CANARY, next('30m', 'live')]));
    accepted(file([CANARY, next('25m', 'beta')]));
    accepted(file([`${CANARY}, rollbackAt: 22m`, next('25m', 'live')]));
  });

  it('have conditions in the grammar of objectives', () => {
    const condition = (text: string): string[] => refused(file([`${CANARY}, rollbackWhen: ${text}`]));
    expect(condition('{ on: pricing:44, expr: "errors > 2%" }')[0]).toMatch(
      /^E_REFERENCE deployments\.0\.rollbackWhen\.on: /u,
    );
    expect(condition('{ on: web, expr: "errors > 2%" }')[0]).toMatch(
      /^E_OBJECTIVE deployments\.0\.rollbackWhen\.expr: /u,
    );
    expect(condition('{ on: account, expr: "cost > $1" }')).toEqual([
      'E_OBJECTIVE deployments.0.rollbackWhen.expr: cost is of the whole run, and a rollback is decided minute by minute',
    ]);
    expect(condition('{ on: web }')).toEqual(['E_MISSING_KEY deployments.0.rollbackWhen.expr: is missing; write text']);
    expect(condition('{ on: web, expr: "failed > 1%", level: warn }')[0]).toMatch(/^E_UNKNOWN_KEY /u);
  });

  it('are not asked for conditions in the warm-up, and say so', () => {
    const { scenario, warnings } = read(file([`${CANARY}, rollbackWhen: { on: web, expr: "failed > 1%" }`], '', '25m'));
    expect(scenario).not.toBeNull();
    expect(warnings.map(({ code, line, message }) => [code, line, message])).toContainEqual([
      'W_ROLLBACK_WARMUP',
      8,
      'deployments.0.rollbackWhen: is asked from the end of the warm-up at 25m on, and the deployment begins before; start it later',
    ]);
  });

  it('R12.2, R12.4: $LATEST has neither weights nor shifts', () => {
    const dev = 'aliases: { live: { version: "41" }, dev: { version: $LATEST } }';
    expect(refused(file(['at: 1m, function: pricing, to: $LATEST, strategy: AllAtOnce']))[0]).toMatch(
      /^E_CONFLICT deployments\.0\.strategy: shifts the traffic of an alias/u,
    );
    expect(
      refused(
        file([`at: 1m, function: pricing, alias: live, to: $LATEST, strategy: Linear10PercentEvery1Minute`], dev),
      )[0],
    ).toMatch(/^E_CONFLICT deployments\.0\.strategy: gives an alias weights/u);
    expect(
      refused(file([`at: 1m, function: pricing, alias: dev, to: "42", strategy: Canary10Percent5Minutes`], dev)),
    ).toHaveLength(1);
    accepted(
      file(
        ['at: 1m, function: pricing, alias: dev, to: "42"', 'at: 9m, function: pricing, alias: live, to: $LATEST'],
        dev,
      ),
    );
  });

  it('R4.1, R4.2: leave one configuration of provisioned concurrency to a version, and none to $LATEST', () => {
    const two =
      'aliases: { live: { version: "41", provisionedConcurrency: 5 }, beta: { version: "42", provisionedConcurrency: 5 } }';
    expect(
      refused(
        file(
          ['at: 1m, function: pricing, alias: live, to: "42"', 'at: 1m, function: pricing, alias: beta, to: $LATEST'],
          two,
        ),
      ),
    ).toEqual([
      'E_PROVISIONED deployments.0.to: version 42 has provisioned concurrency by alias beta already, and alias live would bring its own (R4.2); remove one',
      'E_PROVISIONED deployments.1.to: provisioned concurrency is never on $LATEST (R4.1), and alias beta has some',
    ]);
    accepted(file(['at: 1m, function: pricing, alias: live, to: "43"'], two));
  });

  it('are a list', () => {
    const text = file([]).replace('deployments:', 'deployments: { live: {} }');
    expect(refused(text)).toEqual([
      'E_TYPE deployments: expected a list, found a map; write a list: - { at: 20m, function: pricing, alias: live, to: "42" }',
    ]);
  });
});
