import { describe, expect, it } from 'vitest';
import type { Objective } from '../../src/result/objective.ts';
import { accepted, refused } from './reading.ts';

function file(on: string, expr: string, more = ''): string {
  return `duration: 10m
functions:
  orders: { init: 1ms, duration: 1s }
  api: { init: 1ms, duration: 1s }
  a.b: { init: 1ms, duration: 1s }
  account: { init: 1ms, duration: 1s }
sources:
  orders: { type: invoke, function: api, rate: 1/s }
  web: { type: invoke, function: api, rate: 1/s }
objectives:
  - { on: ${JSON.stringify(on)}, expr: ${JSON.stringify(expr)}${more} }
`;
}

const objective = (on: string, expr: string, more = ''): Objective => accepted(file(on, expr, more)).objectives[0]!;
const problem = (on: string, expr: string): string => refused(file(on, expr)).join('\n');

describe('an objective', () => {
  it.each([
    ['web', 'failed < 0.1%', { kind: 'failed' }, '<', 0.001, 'share', 'run'],
    ['web', 'throttled<=2.3%', { kind: 'throttled' }, '<=', 0.023, 'share', 'run'],
    ['web', 'throttledAttempts == 0', { kind: 'throttledAttempts' }, '==', 0, 'share', 'run'],
    ['web', 'p(99) latency < 1s', { kind: 'latency', statistic: 'percentile', q: 99 }, '<', 1_000, 'ms', 'run'],
    [
      'web',
      ' p( 99.9 )  latency  <  1.5s  in any 1m ',
      { kind: 'latency', statistic: 'percentile', q: 99.9 },
      '<',
      1_500,
      'ms',
      '1m',
    ],
    ['web', 'mean latency < 250us', { kind: 'latency', statistic: 'mean' }, '<', 0.25, 'ms', 'run'],
    ['api', 'errors < 1% in any 1m', { kind: 'errors' }, '<', 0.01, 'share', '1m'],
    ['api', 'p(100) duration >= 5m', { kind: 'duration', q: 100 }, '>=', 300_000, 'ms', 'run'],
    ['api', 'p(50) init < 400ms', { kind: 'init', q: 50 }, '<', 400, 'ms', 'run'],
    ['api', 'coldStartShare < 1%', { kind: 'coldStartShare' }, '<', 0.01, 'share', 'run'],
    ['api', 'concurrency < 400', { kind: 'concurrency' }, '<', 400, 'count', 'run'],
    ['account', 'headroom > 10%', { kind: 'headroom' }, '>', 0.1, 'share', 'run'],
    ['account', 'concurrency < 900', { kind: 'concurrency' }, '<', 900, 'count', 'run'],
    ['account', 'cost < $12.50', { kind: 'cost' }, '<', 12.5, 'usd', 'run'],
    ['account', 'cost < 12 USD', { kind: 'cost' }, '<', 12, 'usd', 'run'],
    ['account', 'cost < 12', { kind: 'cost' }, '<', 12, 'usd', 'run'],
    ['account', 'throttled == 0', { kind: 'throttled' }, '==', 0, 'share', 'run'],
  ])('%s: %s', (on, expr, metric, comparison, threshold, unit, window) => {
    const found = objective(on, expr);
    expect(found).toMatchObject({ on, expr, level: 'fail', comparison, threshold, unit, window });
    expect(found.subject.metric).toEqual(metric);
  });

  it('may only warn', () => {
    expect(objective('web', 'failed < 1%', ', level: warn').level).toBe('warn');
    expect(refused(file('web', 'failed < 1%', ', level: fial')).join()).toContain('did you mean fail?');
  });

  it('speaks of a bare name where that is unique, else of a path', () => {
    expect(objective('web', 'failed < 1%').subject).toMatchObject({ kind: 'source', name: 'web' });
    expect(objective('sources.orders', 'failed < 1%').subject).toMatchObject({ kind: 'source', name: 'orders' });
    expect(objective('functions.orders', 'errors < 1%').subject).toMatchObject({ kind: 'function', name: 'orders' });
    expect(objective('a.b', 'errors < 1%').subject).toMatchObject({ kind: 'function', name: 'a.b' });
    expect(objective('functions."a.b"', 'errors < 1%').subject).toMatchObject({ kind: 'function', name: 'a.b' });
    expect(objective('functions.account', 'errors < 1%').subject).toMatchObject({ kind: 'function', name: 'account' });
    expect(objective('account', 'errors < 1%').subject).toMatchObject({ kind: 'account' });
    expect(problem('orders', 'failed < 1%')).toBe(
      'E_AMBIGUOUS objectives.0.on: orders is more than one thing; write sources.orders or functions.orders',
    );
  });

  it('of nobody is told who there is', () => {
    expect(problem('wev', 'failed < 1%')).toMatch(
      /^E_REFERENCE objectives\.0\.on: there is no source, function or account called wev; did you mean web\? \(there are orders, web/u,
    );
  });

  it.each([
    [
      'web',
      'p(99) duration < 1s',
      'a source has no metric duration (failed, throttled, throttledAttempts, p(99) latency, mean latency, p(99) completion, mean completion)',
    ],
    [
      'api',
      'latency < 1s',
      'a function has no metric latency (throttled, errors, p(99) duration, p(99) init, coldStartShare, spillover, concurrency, dropped, p(99) eventAge)',
    ],
    ['account', 'headrom > 10%', 'the account has no metric headrom; did you mean headroom?'],
    ['web', 'latency < 1s', 'latency is written p(99) latency or mean latency'],
    ['web', 'p(99) failed < 1%', 'failed is written failed'],
    ['web', 'p(101) latency < 1s', 'p(101) is not a percentile'],
    ['web', 'p(0) latency < 1s', 'p(0) is not a percentile'],
    ['web', 'failed < 0.1', '0.1 has no unit; did you mean 10%?'],
    ['web', 'failed < 200%', '200% is above 100%'],
    ['web', 'failed < 1s', '1s is not a share'],
    ['web', 'p(99) latency < 1', '1 has no unit; did you mean 1ms?'],
    ['web', 'p(99) latency < 5%', '5% is not a time'],
    ['web', 'failed = 1%', 'comparisons: <, <=, >, >=, =='],
    ['web', 'failed', 'cannot be read; write metric, comparison, value'],
    ['web', 'failed < 1% in any 5m', 'in any 5m is not known; write in any 1m'],
    ['account', 'cost < 12 EUR', '12 EUR is not an amount'],
    ['account', 'cost < $12 in any 1m', 'cost is of the whole run'],
    ['api', 'concurrency < 5%', '5% is not a plain number'],
  ])('%s: %s is refused: %s', (on, expr, what) => {
    const found = problem(on, expr);
    expect(found).toMatch(/^E_OBJECTIVE objectives\.0\.expr: /u);
    expect(found).toContain(what);
  });
});

describe('completion', () => {
  const tree = (expr: string, source: string, mode = 'async'): string => `duration: 10m
functions:
  api: { init: 1ms, duration: 1s, calls: [{ function: mail, mode: ${mode} }] }
  mail: { init: 1ms, duration: 1s }
sources:
  web: ${source}
objectives:
  - { on: web, expr: "${expr}" }
`;
  const invoke = '{ type: invoke, function: api, rate: 1/s }';

  it('may be asked where a function behind the source calls another asynchronously', () => {
    const metric = (expr: string): unknown => accepted(tree(expr, invoke)).objectives[0]!.subject.metric;
    expect(metric('p(95) completion < 1m')).toEqual({ kind: 'completion', statistic: 'percentile', q: 95 });
    expect(metric('mean completion < 1m')).toEqual({ kind: 'completion', statistic: 'mean' });
  });

  it('is refused where nothing goes on after the answer', () => {
    expect(refused(tree('p(95) completion < 1m', invoke, 'sync'))).toEqual([
      'E_OBJECTIVE objectives.0.expr: nothing that web sets going goes on after its answer, for no function behind it has calls of mode async; write p(99) latency',
    ]);
  });

  it('is of the whole run and of the whole source', () => {
    expect(refused(tree('p(95) completion < 1m in any 1m', invoke))).toEqual([
      'E_OBJECTIVE objectives.0.expr: completion is of the whole run; leave out in any 1m',
    ]);
    const routes = '{ type: http-api, rate: 1/s, routes: { GET: { function: api, share: 100% } } }';
    const text = tree('p(95) completion < 1m', routes).replace('on: web', 'on: web GET');
    expect(refused(text)).toEqual([
      'E_OBJECTIVE objectives.0.expr: completion is of a whole source; write on: web, or ask for the latency of the route',
    ]);
  });
});
