import { describe, expect, it } from 'vitest';
import { isAsynchronous } from '../../src/workload/config.ts';
import { accepted, places, refused, scenario } from './reading.ts';

const HOUR = 3_600_000_000;
const api = (keys: string): string => scenario({ api: `duration: 100ms, ${keys}` });
const source = (text: string): string => scenario().replace(/web: .*/u, `web: ${text}`);

describe('What becomes of asynchronous events of a function', () => {
  it('has the defaults of AWS', () => {
    expect(accepted(scenario()).functions[0]?.eventInvoke).toEqual({
      maximumRetryAttempts: 2,
      maximumEventAge: 6 * HOUR,
      deadLetter: null,
      onFailure: null,
      onSuccess: null,
    });
  });

  it('R6.3, R6.5: has bounds, which are told with their place', () => {
    expect(refused(api('maximumRetryAttempts: 3'))).toEqual([
      'E_RANGE functions.api.maximumRetryAttempts: 3 is above the greatest, 2 (R6.3)',
    ]);
    expect(refused(api('maximumEventAge: 59s'))).toEqual([
      'E_RANGE functions.api.maximumEventAge: 59s is below the least, 1m (R6.5)',
    ]);
    expect(refused(api('maximumEventAge: 7h'))).toEqual([
      'E_RANGE functions.api.maximumEventAge: 7h is above the greatest, 6h (R6.5)',
    ]);
    expect(places(api('maximumRetryAttempts: 3'))).toEqual(['3:83 E_RANGE']);
  });

  it('takes a function as destination by its name, and anything else by its type', () => {
    const { eventInvoke } = accepted(
      api(
        'onSuccess: { to: other }, onFailure: { type: s3, to: bucket, failing: 5% }, deadLetter: { type: sqs }',
      ).replace('sources:', '  other: { init: 0ms, duration: 1s }\nsources:'),
    ).functions[0]!;
    expect(eventInvoke).toMatchObject({
      onSuccess: { type: 'lambda', to: 'other', qualifier: '$LATEST', failing: 0 },
      onFailure: { type: 's3', to: 'bucket', failing: 0.05 },
      deadLetter: { type: 'sqs', to: '' },
    });
  });

  it('R6.7: refuses destinations that do not exist, and services that cannot be one', () => {
    expect(refused(api('onFailure: { to: apy }'))).toEqual([
      'E_REFERENCE functions.api.onFailure.to: there is no function apy; did you mean api?; if it is something else, say what with type: sqs, sns, eventbridge, lambda or s3',
    ]);
    expect(refused(api('onFailure: { to: other, type: lambda }'))).toEqual([
      'E_REFERENCE functions.api.onFailure.to: there is no function other (there are api)',
    ]);
    expect(refused(api('onFailure: { type: lambda }'))).toEqual([
      'E_MISSING_KEY functions.api.onFailure.to: is missing; type: lambda needs the name of a function',
    ]);
    expect(refused(api('onFailure: { failing: 1% }'))).toEqual([
      'E_REFERENCE functions.api.onFailure.type: does not say where to; write type: sqs, sns, eventbridge, lambda or s3',
    ]);
    expect(refused(api('onSuccess: { type: s3 }'))).toEqual([
      'E_VALUE functions.api.onSuccess.type: onSuccess takes sqs, sns, eventbridge or lambda, found s3 (R6.7)',
    ]);
    expect(refused(api('deadLetter: { to: api }'))).toEqual([
      'E_VALUE functions.api.deadLetter.to: deadLetter takes sqs or sns, found lambda (R6.7)',
    ]);
    expect(refused(api('onFailure: { to: api:live }'))[0]).toMatch(
      /^E_REFERENCE functions\.api\.onFailure\.to: api has no version/u,
    );
  });

  it('refuses chains that cannot end, once each', () => {
    const chain = (...links: readonly string[]): string =>
      `duration: 1m\nfunctions:\n${links.map((link) => `  ${link}`).join('\n')}\nsources:\n  web: { type: s3, function: a, rate: 1/s }\n`;
    expect(refused(chain('a: { init: 0ms, duration: 1s, onFailure: { to: a } }'))).toEqual([
      'E_CHAIN functions.a.onFailure.to: the chain of destinations a -> a cannot end (R9.9); send the record to a queue instead, such as { type: sqs }',
    ]);
    expect(
      refused(
        chain(
          'a: { init: 0ms, duration: 1s, onFailure: { to: b } }',
          'b: { init: 0ms, duration: 1s, onSuccess: { to: c } }',
          'c: { init: 0ms, duration: 1s, onFailure: { to: a } }',
        ),
      ),
    ).toEqual([
      'E_CHAIN functions.a.onFailure.to: the chain of destinations a -> b -> c -> a cannot end (R9.9); send the record to a queue instead, such as { type: sqs }',
    ]);
    accepted(
      chain(
        'a: { init: 0ms, duration: 1s, onFailure: { to: c }, onSuccess: { to: b } }',
        'b: { init: 0ms, duration: 1s, onSuccess: { to: c } }',
        'c: { init: 0ms, duration: 1s }',
      ),
    );
  });
});

describe('A source of asynchronous events', () => {
  it('has an arrival process and no client', () => {
    const [web] = accepted(source('{ type: sns, function: api, rate: 5/s, payload: 300KB }')).sources;
    expect(web).toMatchObject({ type: 'sns', payload: 300, arrivals: { process: 'poisson' } });
    expect(web && isAsynchronous(web)).toBe(true);
    expect(refused(source('{ type: s3, function: api, rate: 5/s, clients: { retry: none } }'))[0]).toMatch(
      /^E_UNKNOWN_KEY sources\.web\.clients: unknown key/u,
    );
    expect(refused(source('{ type: s3, function: api, rate: 5/s, payload: 2MB }'))).toEqual([
      'E_RANGE sources.web.payload: 2MB is above the greatest, 1MB (R5.5)',
    ]);
    expect(refused(source('{ type: s3, function: api }'))[0]).toMatch(
      /^E_MISSING_KEY sources\.web\.rate: there is no traffic/u,
    );
  });

  it('R6.15: is a schedule with one of cron and every, and firings within the run', () => {
    const [web] = accepted(
      source('{ type: schedule, function: api, every: 4m, count: 3, flexibleWindow: 2m }'),
    ).sources;
    expect(web?.arrivals.shape).toEqual({
      kind: 'firings',
      at: Float64Array.of(0, 240e6, 480e6),
      count: 3,
      spread: 180e6,
    });
    expect(refused(source('{ type: schedule, function: api }'))).toEqual([
      'E_MISSING_KEY sources.web.cron: does not say when it fires; write one of cron: cron(0 10 * * ? *) or every: 5m',
    ]);
    expect(refused(source('{ type: schedule, function: api, every: 5m, cron: "0 0 * * ? *" }'))).toEqual([
      'E_CONFLICT sources.web.every: there is cron already; keep one of cron, every',
    ]);
    expect(refused(source('{ type: schedule, function: api, cron: "0 10 * * ? *" }'))[0]).toMatch(
      /^E_NEVER sources\.web\.cron: /u,
    );
    expect(refused(source('{ type: schedule, function: api, every: 5m, precision: 2m }'))).toEqual([
      'E_RANGE sources.web.precision: 2m is above the greatest, 1m (R6.15)',
    ]);
    expect(refused(source('{ type: schedule, function: api, every: 5m, flexibleWindow: 25h }'))).toEqual([
      'E_RANGE sources.web.flexibleWindow: 25h is above the greatest, 1d (R6.15)',
    ]);
    expect(refused(source('{ type: schedule, function: api, every: 5m, rate: 1/s }'))[0]).toMatch(
      /^E_UNKNOWN_KEY sources\.web\.rate/u,
    );
  });

  it('R3.21: is a warmer that says how many it calls and how long it holds them', () => {
    const [web] = accepted(source('{ type: warmer, function: api, concurrency: 10, hold: 75ms }')).sources;
    expect(web).toMatchObject({ type: 'warmer', duration: { kind: 'constant', value: 75_000 } });
    expect(web?.arrivals.shape).toEqual({ kind: 'firings', at: Float64Array.of(0, 300e6), count: 10, spread: 0 });
    expect(refused(source('{ type: warmer, function: api, hold: 75ms }'))).toEqual([
      'E_MISSING_KEY sources.web.concurrency: is missing; write a whole number',
    ]);
  });

  it('is asked for dropped events, as a number or a share of those received, and for their age', () => {
    const objective = (expr: string): unknown => {
      const text = `${scenario()}objectives: [ { on: api, expr: "${expr}" } ]\n`;
      const { subject, unit, threshold } = accepted(text).objectives[0]!;
      return [subject.metric, unit, threshold];
    };
    expect(objective('dropped == 0')).toEqual([{ kind: 'dropped', of: 'count' }, 'count', 0]);
    expect(objective('dropped < 0.1%')).toEqual([{ kind: 'dropped', of: 'received' }, 'share', 0.001]);
    expect(objective('p(99) eventAge < 5m in any 1m')).toEqual([{ kind: 'eventAge', q: 99 }, 'ms', 300_000]);
    expect(refused(`${scenario()}objectives: [ { on: api, expr: "dropped < 5m" } ]\n`)).toEqual([
      'E_OBJECTIVE objectives.0.expr: 5m is not a plain number; dropped counts events, write dropped == 0, or as a share of those received dropped < 0.1%',
    ]);
  });

  it('has its assumptions as keys', () => {
    const { assumptions } = accepted(
      scenario({
        top: 'assumptions: { functionErrorWaits: [10s, 30s], asyncRetry: queue, asyncDuplicates: 0.01%, asyncPollLatency: 80ms }',
      }),
    );
    expect(assumptions).toMatchObject({
      functionErrorWaits: [10e6, 30e6],
      asyncRetry: 'queue',
      asyncDuplicates: 0.0001,
      asyncPollLatency: 80_000,
    });
    expect(refused(scenario({ top: 'assumptions: { functionErrorWaits: [] }' }))).toHaveLength(1);
  });
});
