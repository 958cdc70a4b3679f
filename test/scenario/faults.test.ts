import { describe, expect, it } from 'vitest';
import { accepted, places, refused } from './reading.ts';

/** Functions `api` and `both`, sources `web` and `both`, a queue, and these faults, one a line from line 11 on. */
function file(faults: readonly string[], rest: readonly string[] = []): string {
  return [
    'duration: 20m',
    'warmup: 1m',
    'functions:',
    '  api: { init: 1s, duration: 70ms, reservedConcurrency: 50 }',
    '  both: { init: 1s, duration: 70ms }',
    'queues: { jobs: {} }',
    'sources:',
    '  web: { type: invoke, function: api, rate: 1/s }',
    '  both: { type: invoke, function: both, rate: 1/s }',
    'faults:',
    ...faults.map((one) => `  - { ${one} }`),
    ...rest,
    '',
  ].join('\n');
}

describe('faults', () => {
  it('are read with what they do, in the order of the file', () => {
    const { faults } = accepted(
      file([
        'at: 10m, for: 1m, on: functions.api, slowdown: 8, delay: { p50: 1s, p99: 2s }, errors: 20%, hang: 1%',
        'at: 5m, for: 90s, on: web, traffic: 2.5',
        'at: 6m, on: service, loseIdle: true',
        'at: 6m, for: 14m, on: account, concurrency: 100',
        'at: 6m, for: 1m, on: queues.jobs, refuse: 100%',
      ]),
    );
    expect(faults).toMatchObject([
      {
        at: 600e6,
        until: 660e6,
        on: 'functions.api',
        subject: { kind: 'function', name: 'api' },
        effects: { slowdown: 8, errors: 0.2, hang: 0.01, delay: { kind: 'lognormal' } },
        text: 'slowdown 8, delay { p50: 1s, p99: 2s }, errors 20%, hang 1%',
      },
      { at: 300e6, until: 390e6, on: 'web', subject: { kind: 'source', name: 'web' }, effects: { traffic: 2.5 } },
      { at: 360e6, until: 360e6, subject: { kind: 'service' }, effects: { loseIdle: true }, text: 'loseIdle' },
      { subject: { kind: 'account' }, effects: { concurrency: 100 }, until: 1200e6 },
      { subject: { kind: 'queue', name: 'jobs' }, effects: { refuse: 1 } },
    ]);
  });

  it('can be changed by path, and change the digest', () => {
    const text = file(['at: 10m, for: 1m, on: api, slowdown: 8']);
    const milder = accepted(text, { set: ['faults.0.slowdown=2'] });
    expect(milder.faults[0]!.effects).toEqual({ slowdown: 2 });
    expect(milder.digest).not.toBe(accepted(text).digest);
  });

  it('put traffic into the arrivals of the sources that it is about, and nothing where it changes nothing', () => {
    const { sources } = accepted(
      file([
        'at: 5m, for: 2m, on: web, traffic: 3',
        'at: 6m, for: 2m, on: account, traffic: 2',
        'at: 9m, for: 1m, on: service, traffic: 1',
      ]),
    );
    expect(sources.map(({ arrivals }) => arrivals.traffic)).toEqual([
      [
        { from: 300e6, to: 360e6, factor: 3 },
        { from: 360e6, to: 420e6, factor: 6 },
        { from: 420e6, to: 480e6, factor: 2 },
      ],
      [{ from: 360e6, to: 480e6, factor: 2 }],
    ]);
  });

  it('lie within the run', () => {
    const text = file([
      'at: 20m, for: 1m, on: api, slowdown: 8',
      'at: 25m, on: api, loseIdle: true',
      'at: 15m, for: 6m, on: api, slowdown: 8',
      'at: 15m, on: api, slowdown: 8',
      'at: 15m, for: 0s, on: api, slowdown: 8',
    ]);
    expect(refused(text)).toEqual([
      'E_RANGE faults.0.at: 20m lies beyond the run, which ends at 20m; make it earlier or lengthen duration',
      'E_RANGE faults.1.at: 25m lies beyond the run, which ends at 20m; make it earlier or lengthen duration',
      'E_RANGE faults.2.for: 6m from 15m on ends at 21m, beyond the run, which ends at 20m; at most 5m are left',
      'E_MISSING_KEY faults.3.for: is missing; write how long the fault lasts, such as for: 1m',
      'E_RANGE faults.4.for: 0ms must be above 0ms',
    ]);
    expect(places(text)).toContain('11:11 E_RANGE');
  });

  it('are about something that exists, by its bare name where that is one thing only', () => {
    expect(
      refused(
        file([
          'at: 1m, for: 1m, on: apy, slowdown: 8',
          'at: 1m, for: 1m, on: functions.web, slowdown: 8',
          'at: 1m, for: 1m, on: both, slowdown: 8',
          'at: 1m, for: 1m, on: streams.clicks, stuckShard: 1',
        ]),
      ),
    ).toEqual([
      'E_REFERENCE faults.0.on: there is nothing called apy that a fault can be about; did you mean api? (there are functions.api, functions.both, sources.web, sources.both, queues.jobs, account, service)',
      'E_REFERENCE faults.1.on: there is nothing called functions.web that a fault can be about; did you mean functions.api? (there are functions.api, functions.both, sources.web, sources.both, queues.jobs, account, service)',
      'E_AMBIGUOUS faults.2.on: both is more than one thing; write functions.both or sources.both',
      'E_REFERENCE faults.3.on: there is nothing called streams.clicks that a fault can be about (there are functions.api, functions.both, sources.web, sources.both, queues.jobs, account, service)',
    ]);
  });

  it('have effects, and such as fit what they are about', () => {
    const text = file([
      'at: 1m, for: 1m, on: api',
      'at: 1m, for: 1m, on: web, slowdown: 8, traffic: 2',
      'at: 1m, for: 1m, on: account, loseIdle: true',
      'at: 1m, for: 1m, on: queues.jobs, stuckShard: 3',
      'at: 1m, for: 1m, on: service, concurrency: 100',
    ]);
    expect(refused(text)).toEqual([
      'E_MISSING_KEY faults.0: has no effect on api; a function takes slowdown, delay, errors, duration, hang, systemErrors, loseIdle',
      'E_FAULT faults.1.slowdown: does not fit web: a source takes traffic; slowdown is for a function, the service, a dependency',
      'E_FAULT faults.2.loseIdle: does not fit account: the account takes concurrency, traffic; loseIdle is for a function, the service',
      'E_FAULT faults.3.stuckShard: does not fit queues.jobs: a queue takes refuse; stuckShard is for a stream',
      'E_FAULT faults.4.concurrency: does not fit service: the service takes slowdown, delay, errors, duration, hang, systemErrors, loseIdle, traffic; concurrency is for the account',
    ]);
    expect(places(text)).toContain('12:33 E_FAULT');
  });

  it('have factors and shares that can be', () => {
    expect(
      refused(
        file([
          'at: 1m, for: 1m, on: api, slowdown: 0',
          'at: 1m, for: 1m, on: api, slowdown: 2000',
          'at: 1m, for: 1m, on: web, traffic: -1',
          'at: 1m, for: 1m, on: api, errors: 120%',
          'at: 1m, for: 1m, on: api, hang: 0.5',
          'at: 1m, for: 1m, on: api, loseIdle: false',
          'at: 1m, for: 1m, on: account, concurrency: 10',
          'at: 1m, for: 1m, on: account, concurrency: 2.5',
        ]),
      ).map((text) => text.split(':', 1)[0]),
    ).toEqual([
      'E_RANGE faults.0.slowdown',
      'E_RANGE faults.1.slowdown',
      'E_RANGE faults.2.traffic',
      'E_RANGE faults.3.errors',
      'E_UNIT faults.4.hang',
      'E_VALUE faults.5.loseIdle',
      'E_RANGE faults.6.concurrency',
      'E_RANGE faults.7.concurrency',
    ]);
  });
});

it('a fault on a stream names a shard that there is, also of one that stands inside a mapping', () => {
  const text = (fault: string): string =>
    [
      'duration: 20m',
      'functions: { api: { init: 1s, duration: 70ms } }',
      'streams: { clicks: { shards: 2, reshard: [ { at: 5m, shards: 4 } ] } }',
      'sources:',
      '  reader: { type: kinesis, stream: clicks, function: api, rate: 1/s }',
      '  own: { type: kinesis, shards: 3, function: api, rate: 1/s }',
      'faults:',
      `  - { at: 1m, for: 1m, ${fault} }`,
      '',
    ].join('\n');
  expect(accepted(text('on: clicks, stuckShard: 3')).faults[0]!.subject).toEqual({ kind: 'stream', name: 'clicks' });
  expect(accepted(text('on: streams.own, stuckShard: 2')).faults[0]!.subject).toEqual({ kind: 'stream', name: 'own' });
  expect(refused(text('on: clicks, stuckShard: 4'))).toEqual([
    'E_RANGE faults.0.stuckShard: clicks has no shard 4; shards count from 0 to 3',
  ]);
});

describe('recovery as an objective', () => {
  const asked = (expr: string, on = 'api', faults = ['at: 10m, for: 1m, on: api, slowdown: 8']): string =>
    file(faults, ['objectives:', `  - { on: ${on}, expr: "${expr}" }`]);

  it('may be asked of everything, after a fault by its number', () => {
    const { objectives } = accepted(asked('recovered < 90s after fault 1'));
    expect(objectives[0]).toMatchObject({
      subject: { kind: 'recovery', name: 'api', scopes: ['functions.api'], fault: 0 },
      comparison: '<',
      threshold: 90_000,
      unit: 'ms',
    });
    for (const on of ['web', 'account', 'functions.both']) accepted(asked('recovered <= 2m after fault 1', on));
  });

  it('but not of a queue that nobody reads', () => {
    expect(refused(asked('recovered < 2m after fault 1', 'jobs'))).toEqual([
      'E_OBJECTIVE objectives.0.expr: nobody reads jobs, so that what has come into it stays there; ask for the queue that is read, or write count < 10',
    ]);
  });

  it('names a fault that there is, and a time', () => {
    expect(refused(asked('recovered < 2m after fault 3'))).toEqual([
      'E_OBJECTIVE objectives.0.expr: there is no fault 3; the file has one fault',
    ]);
    expect(refused(asked('recovered < 2m after fault 0'))).toEqual([
      'E_OBJECTIVE objectives.0.expr: fault 0 is not the number of a fault; they count from 1, as they stand in the file',
    ]);
    expect(refused(asked('recovered < 2m'))).toEqual([
      'E_OBJECTIVE objectives.0.expr: recovered < 2m cannot be read; write recovered < 2m after fault 1',
    ]);
    expect(refused(asked('recovered < 2 after fault 1'))[0]).toContain('E_OBJECTIVE objectives.0.expr');
  });

  it('needs time before the fault and after it', () => {
    expect(
      refused(asked('recovered < 2m after fault 1', 'api', ['at: 90s, for: 1m, on: api, slowdown: 8']))[0],
    ).toContain(
      'nobody can tell how it was before fault 1: of the time without faults between the warm-up and its beginning there are 30s, and more than 1m are needed',
    );
    expect(
      refused(asked('recovered < 2m after fault 1', 'api', ['at: 10m, for: 9m, on: api, slowdown: 8']))[0],
    ).toContain(
      'nobody can tell whether it is back after fault 1: 1m are left until the next fault or the end of the run',
    );
  });
});
