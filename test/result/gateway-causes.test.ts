import { describe, expect, it } from 'vitest';
import { throttlesCsv } from '../../src/report/csv.ts';
import { summaryText } from '../../src/report/terminal.ts';
import { simulate } from '../../src/simulate.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { bare } from '../support/scenario.ts';

/** An API that lets 10 requests a second pass, and 20 that come; a function URL beside it. */
function front(web: object, more: object = {}): RunResult {
  return simulate(
    bare({
      duration: '1m',
      functions: { a: { duration: '1s' }, b: { duration: '1s' } },
      sources: {
        web: { type: 'rest-api', function: 'a', rate: '20/s', throttle: { rate: '10/s', burst: 1 }, ...web },
        other: { type: 'function-url', function: 'a', rate: '1/s' },
      },
      ...more,
    }),
  );
}

function summaryOf(result: RunResult): string {
  const options = {
    version: '0',
    scenarioFile: 'front.yaml',
    color: false,
    unicode: true,
    verbose: false,
    files: null,
  };
  return summaryText(result, options);
}

const routes = { 'GET /a': { function: 'a', share: '20%' }, 'GET /b': { function: 'b', share: '80%' } };

describe('a gateway that is the wall', () => {
  it('is a cause of its own, with the source, its throttle and how long it was reached', () => {
    const { json } = front({});
    expect(json.causes).toEqual([
      {
        cause: 'source',
        function: 'a',
        source: 'web',
        throttles: 600,
        holders: [],
        text: '600 attempts of web answered 429 by the gateway, not by Lambda: its own throttle of 10/s (bursts of 1) was reached, for 1 min of 1 min',
      },
    ]);
  });

  it('is one cause for all routes, by the function that lost most', () => {
    const { json } = front({ function: null, routes });
    expect(json.causes).toHaveLength(1);
    expect(json.causes[0]).toMatchObject({ function: 'b', source: 'web', throttles: 600 });
    const lost = Object.values(json.functions).map(({ throttlesByCause }) => throttlesByCause.source);
    expect(lost[0]! + lost[1]!).toBe(600);
  });

  it("is AWS's quota where the source has no throttle", () => {
    const { json } = front(
      { throttle: null, rate: null, stages: [{ burst: 6_000 }] },
      { account: { concurrency: 9_000, scaling: 'unlimited' } },
    );
    expect(json.causes[0]!.text).toMatch(
      /^1,000 attempts of web .*: API Gateway's quota for all APIs in us-east-1, 10,000\/s \(bursts of 5,000\), was reached/u,
    );
  });

  it('is told with the way out, which is not more concurrency', () => {
    const result = front(
      {},
      {
        objectives: [
          { on: 'web', expr: 'failed < 1%' },
          { on: 'a', expr: 'throttled == 0' },
        ],
      },
    );
    expect(result.json.verdict).toBe(
      'web fails 50.00 % of requests (objective < 1%) because the gateway turned requests away: its own throttle of 10/s (bursts of 1) was reached; a higher throttle for web, or clients that come more slowly, would help; more concurrency would not',
    );
    expect(result.json.objectives[1]).toMatchObject({ ok: true, value: 0 });
    expect(summaryOf(result)).toContain('TRY    lsim run front.yaml --set sources.web.throttle.rate=20/s');
    expect(front({}).json.verdict).toMatch(/^no objectives; 47\.62 % of attempts were throttled: 600 attempts of web/u);
  });

  it('shows its routes below their source', () => {
    const summary = summaryOf(front({ function: null, routes }));
    expect(summary).toMatch(/^ {2}web +1,200 +49\.25 % +50\.00 % /mu);
    expect(summary).toMatch(/^ {4}GET \/a +\d+ /mu);
  });

  it('stands in throttles.csv under the name of its response', () => {
    const result = front({}, { bucket: '1m' });
    expect([...throttlesCsv(result.records)].join('')).toBe(
      'run,t_s,function,reason,cause,holder,count,holder_share\n1,0,a,THROTTLED,source,,600,\n',
    );
  });
});

describe('the bill of a source with routes and an authorizer', () => {
  it('is its share of the bills of all functions that it calls', () => {
    const { json } = simulate(
      bare({
        duration: '10m',
        functions: { a: { duration: '1s' }, b: { duration: '2s' }, gate: { duration: '1s' } },
        sources: {
          web: { type: 'rest-api', rate: '10/s', authorizer: { function: 'gate' }, routes },
          bare: { type: 'invoke', function: 'a', rate: '1/s' },
          app: { type: 'http-api', function: 'b', rate: '5/s', authorizer: { function: 'gate' } },
        },
      }),
    );
    const { web, bare: alone, app } = json.sources;
    const total = Object.values(json.sources).reduce((sum, source) => sum + source.cost_usd.total, 0);
    expect(total).toBeCloseTo(json.cost_usd.total, 12);
    const each = web!.routes!;
    const gate = json.functions['gate']!.cost_usd.total;
    expect(each['GET /a']!.cost_usd.total + alone!.cost_usd.total).toBeCloseTo(json.functions['a']!.cost_usd.total, 12);
    // Asked twice as often as by the other API.
    expect(web!.cost_usd.total - each['GET /a']!.cost_usd.total - each['GET /b']!.cost_usd.total).toBeCloseTo(
      (gate * 2) / 3,
      6,
    );
    expect(each['GET /b']!.cost_usd.total + app!.cost_usd.total - gate / 3).toBeCloseTo(
      json.functions['b']!.cost_usd.total,
      6,
    );
  });
});
