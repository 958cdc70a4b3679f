import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/workload/arrival-config.ts';
import { SDK_2026, SDK_STANDARD } from '../../src/workload/retry-presets.ts';
import { syncSource } from '../support/scenario.ts';
import { accepted, folder, read, refused, scenario } from './reading.ts';

function shape(web: string, files: Readonly<Record<string, string>> = {}): Shape {
  return accepted(scenario({ web }), { files: folder(files) }).sources[0]!.arrivals.shape;
}

function problems(web: string, files: Readonly<Record<string, string>> = {}): string[] {
  return refused(scenario({ web }), { files: folder(files) });
}

const stages = (text: string): unknown => {
  const found = shape(`stages: [ ${text} ]`);
  return found.kind === 'stages' ? found.stages : found;
};

const minutes = (count: number): number => count * 60_000_000;

describe('stages', () => {
  it('a ramp starts at 0 at the start and after a pause, at the rate before it after a burst', () => {
    expect(
      stages('{ ramp: 10/s, for: 1m }, { burst: 100 }, { ramp: 20/s, for: 1m }, { pause: 2m }, { ramp: 5/s, for: 1m }'),
    ).toEqual([
      { kind: 'rate', from: 0, to: 10, for: minutes(1) },
      { kind: 'burst', count: 100, over: 0 },
      { kind: 'rate', from: 10, to: 20, for: minutes(1) },
      { kind: 'rate', from: 0, to: 0, for: minutes(2) },
      { kind: 'rate', from: 0, to: 5, for: minutes(1) },
      { kind: 'rate', from: 5, to: 5, for: Infinity },
    ]);
  });

  it('the last rate holds to the horizon; none where the stages hold no rate', () => {
    expect(stages('{ rate: 10/s }')).toEqual([{ kind: 'rate', from: 10, to: 10, for: Infinity }]);
    expect(stages('{ burst: 5000 }')).toEqual([{ kind: 'burst', count: 5_000, over: 0 }]);
    expect(stages('{ rate: 10/s, for: 1m }, { pause: 1m }')).toHaveLength(2);
    expect(stages('{ rate: 10/s, for: 1m }, { ramp: 0/s, for: 1m }')).toHaveLength(2);
    expect(stages('{ rate: 10/s, for: 1m }, { burst: 6, over: 30s }')).toEqual([
      { kind: 'rate', from: 10, to: 10, for: minutes(1) },
      { kind: 'burst', count: 6, over: 30_000_000 },
      { kind: 'rate', from: 10, to: 10, for: Infinity },
    ]);
  });

  it('are refused with the one that is wrong', () => {
    expect(problems('stages: [ { rate: 10/s }, { rate: 20/s } ]')).toEqual([
      'E_MISSING_KEY sources.web.stages.0.for: is missing; only the last stage may go on to the end',
    ]);
    expect(problems('stages: [ { ramp: 10/s } ]')).toEqual([
      'E_MISSING_KEY sources.web.stages.0.for: is missing; write a time',
    ]);
    expect(problems('stages: [ { rmap: 10/s, for: 1m } ]')[0]).toBe(
      'E_UNKNOWN_KEY sources.web.stages.0.rmap: unknown key; did you mean ramp?',
    );
    expect(problems('stages: [ { rate: 10/s, for: 0s } ]')[0]).toContain('must be above');
    expect(problems('stages: [ { burst: 0 } ]')[0]).toContain('0 is below the least, 1');
    expect(problems('stages: [ { burst: 1.5 } ]')[0]).toContain('not a whole number');
    expect(problems('stages: [ 5/s ]')[0]).toContain('E_TYPE sources.web.stages.0: expected a stage such as');
    expect(problems('stages: []')[0]).toContain('has no stages');
  });
});

describe('a source', () => {
  it('has exactly one shape', () => {
    expect(problems('enabled: true')[0]).toContain('E_MISSING_KEY sources.web.rate: there is no traffic');
    expect(problems('rate: 1/s, stages: [ { rate: 1/s } ]')).toEqual([
      'E_CONFLICT sources.web.stages: there is rate already; keep one of rate, stages',
    ]);
  });

  it('is bursty with a burstiness, and only then', () => {
    const text = 'rate: 1/s, arrivals: bursty, burstiness: { ratio: 3, on: 20s, off: 60s }';
    expect(accepted(scenario({ web: text })).sources[0]!.arrivals).toMatchObject({
      process: 'bursty',
      burstiness: { ratio: 3, on: 20_000_000, off: 60_000_000 },
    });
    expect(problems('rate: 1/s, arrivals: bursty, burstiness: { ratio: 2, on: 1ms, off: 1ms }').join()).toContain(
      '10ms',
    );
    expect(problems('rate: 1/s, arrivals: bursty')[0]).toContain('E_MISSING_KEY sources.web.burstiness');
    expect(problems('rate: 1/s, burstiness: { ratio: 3, on: 20s, off: 60s }')[0]).toContain(
      'E_CONFLICT sources.web.burstiness',
    );
    expect(problems('rate: 1/s, arrivals: bursty, burstiness: { ratio: 5, on: 20s, off: 60s }')[0]).toContain(
      '5 is above 4 = (on + off) / on',
    );
  });

  it('has an integration timeout behind a gateway alone', () => {
    const timeout = (source: string): number | null =>
      syncSource(accepted(scenario().replace('type: invoke', source)), 0).integrationTimeout;
    expect(timeout('type: rest-api')).toBe(29_000_000);
    expect(timeout('type: api-gateway')).toBe(29_000_000);
    expect(timeout('type: rest-api, integrationTimeout: 300s')).toBe(300_000_000);
    expect(timeout('type: rest-api, integrationTimeout: 50ms')).toBe(50_000);
    expect(timeout('type: http-api')).toBe(30_000_000);
    expect(timeout('type: alb')).toBeNull();
    expect(accepted(scenario().replace('type: invoke', 'type: api-gateway')).sources[0]!.type).toBe('rest-api');
    const wrong = (source: string): string => refused(scenario().replace('type: invoke', source)).join();
    expect(wrong('type: http-api, integrationTimeout: 31s')).toContain('31s is above the greatest, 30s');
    expect(wrong('type: rest-api, integrationTimeout: 49ms')).toContain('49ms is below the least, 50ms');
    expect(wrong('type: invoke, integrationTimeout: 5s')).toBe(
      'E_UNKNOWN_KEY sources.web.integrationTimeout: unknown key; only rest-api and http-api have one',
    );
  });

  it('names a function that is there', () => {
    const calling = (name: string): string[] => refused(scenario().replace('function: api', `function: ${name}`));
    expect(calling('aip')).toEqual([
      'E_REFERENCE sources.web.function: there is no function aip; did you mean api? (there are api)',
    ]);
    expect(calling('api:live')).toEqual([
      'E_REFERENCE sources.web.function: api has no version or alias live (there are $LATEST)',
    ]);
  });

  it('names its type', () => {
    expect(refused(scenario().replace('type: invoke, ', ''))[0]).toContain('E_MISSING_KEY sources.web.type');
    expect(refused(scenario().replace('type: invoke', 'type: invokee'))[0]).toContain('did you mean invoke?');
  });
});

describe('clients', () => {
  const clients = (text: string): unknown =>
    syncSource(accepted(scenario({ web: `rate: 1/s, clients: ${text}` })), 0).clients;

  it('R5.6: an SDK of 2026 is the default of invoke, and nobody else retries', () => {
    expect(syncSource(accepted(scenario()), 0).clients).toEqual({ timeout: null, retry: SDK_2026 });
    expect(syncSource(accepted(scenario().replace('type: invoke', 'type: alb')), 0).clients).toEqual({
      timeout: null,
      retry: null,
    });
    expect(SDK_2026).toMatchObject({
      maxAttempts: 3,
      throttleBackoff: { base: 1_000_000, factor: 2, cap: 20_000_000, jitter: 'full' },
      transientBackoff: { base: 50_000, factor: 2, cap: 20_000_000, jitter: 'full' },
      tokens: { capacity: 500, throttleCost: 5, transientCost: 14, timeoutCost: 14 },
    });
  });

  it('R5.7: the standard mode before has a base of 1 s and cheaper retries', () => {
    expect(clients('{ retry: sdkStandard }')).toEqual({ timeout: null, retry: SDK_STANDARD });
    expect(SDK_STANDARD.tokens).toEqual({ capacity: 500, throttleCost: 5, transientCost: 5, timeoutCost: 10 });
  });

  it('have rules of their own, with defaults', () => {
    const backoff = { base: 100_000, factor: 2, cap: 20_000_000, jitter: 'full' };
    expect(clients('{ retry: none, timeout: 2s }')).toEqual({ timeout: 2_000_000, retry: null });
    expect(clients('{ retry: {} }')).toEqual({
      timeout: null,
      retry: {
        maxAttempts: 3,
        on: { throttle: true, serverError: true, timeout: false },
        throttleBackoff: backoff,
        transientBackoff: backoff,
        tokens: null,
        budget: null,
      },
    });
    expect(clients('{ retry: { maxAttempts: 5, on: [timeout, "429"], backoff: { jitter: equal } } }')).toMatchObject({
      retry: {
        maxAttempts: 5,
        on: { throttle: true, serverError: false, timeout: true },
        throttleBackoff: { jitter: 'equal' },
      },
    });
  });

  it('are refused with the key that is wrong', () => {
    const wrong = (text: string): string => problems(`rate: 1/s, clients: ${text}`).join('\n');
    expect(wrong('{ retry: sdk }')).toContain('expected none, sdk2026, sdkStandard or cdk');
    expect(wrong('{ retry: { on: [418] } }')).toBe(
      'E_VALUE sources.web.clients.retry.on.0: expected 429, 5xx or timeout, found the number 418',
    );
    expect(wrong('{ retry: { maxAttempts: 0 } }')).toContain('0 is below the least, 1');
    expect(wrong('{ retry: { backoff: { factor: 0.5 } } }')).toContain('0.5 is below the least, 1');
    expect(wrong('{ timeout: 0s }')).toContain('must be above');
  });
});

describe('a trace', () => {
  it('replays instants relative to its earliest row, sorted', () => {
    const csv = 'start_s,took_ms\n12.5,30\n10,20.5\n10.000001,7\n';
    expect(shape('trace: { file: t.csv, time: start_s, durationColumn: took_ms }', { 't.csv': csv })).toEqual({
      kind: 'timestamps',
      at: Float64Array.of(0, 1, 2_500_000),
      durations: Float64Array.of(20_500, 7_000, 30_000),
    });
  });

  it('reads epochs and calendar instants', () => {
    const at = (column: string, csv: string, more = ''): unknown =>
      (shape(`trace: { file: t.csv, time: ${column}${more} }`, { 't.csv': csv }) as { at: unknown }).at;
    expect(at('t_ms', 't_ms\n1700000000000\n1700000000250.5\n')).toEqual(Float64Array.of(0, 250_500));
    expect(at('t', 't\n1700000000\n1700000001.5\n')).toEqual(Float64Array.of(0, 1_500_000));
    expect(at('t', 't\n1700000000\n1700000250\n', ', unit: ms')).toEqual(Float64Array.of(0, 250_000));
    expect(at('t', 't\n2026-11-27T08:45:00Z\n2026-11-27 09:45:00.25+01:00\n')).toEqual(Float64Array.of(0, 250_000));
  });

  it('is refused where the periods of its counts overlap', () => {
    const trace = 'trace: { file: t.csv, time: t, unit: s, count: n, period: 1m }';
    expect(problems(trace, { 't.csv': 't,n\n0,60\n30,60\n60,60\n' }).join()).toContain(
      'the rows 0ms and 30s after the first overlap with a period of 1m; is the period 30s? (period: 30s)',
    );
    expect(problems(trace, { 't.csv': 't,n\n0,60\n60,1\n60,2\n' }).join()).toContain('add the rows of one instant up');
  });

  it('counts requests per period, row by row or at its own instants', () => {
    expect(
      shape('trace: { file: t.csv, count: InvocationsPerMinute }', {
        't.csv': '"InvocationsPerMinute"\r\n815\r\n0\r\n638\r\n',
      }),
    ).toEqual({
      kind: 'counts',
      starts: Float64Array.of(0, 60_000_000, 120_000_000),
      counts: Float64Array.of(815, 0, 638),
      period: 60_000_000,
      durations: null,
    });
    expect(shape('trace: { file: t.csv, time: t, count: n, period: 5m }', { 't.csv': 't,n\n600,2\n0,1\n' })).toEqual({
      kind: 'counts',
      starts: Float64Array.of(0, 600_000_000),
      counts: Float64Array.of(1, 2),
      period: 300_000_000,
      durations: null,
    });
  });

  it('tells a bad row with the file and the line of the row', () => {
    const csv = 'note,n\n"two\nlines",3\nx,-1\ny,2.5\nz,many\nw,\nv,NaN\nu,7\n';
    const { errors } = read(scenario({ web: 'trace: { file: data/t.csv, count: n }' }), {
      file: 'scenarios/shop.yaml',
      files: folder({ 'data/t.csv': csv }),
    });
    expect(
      errors.map(
        ({ file, line, column, code, message }) => `${file}:${String(line)}:${String(column)} ${code} ${message}`,
      ),
    ).toEqual([
      'scenarios/data/t.csv:4:3 E_TRACE_ROW column n: -1 is below 0',
      'scenarios/data/t.csv:5:3 E_TRACE_ROW column n: 2.5 is not a whole number of requests',
      'scenarios/data/t.csv:6:3 E_TRACE_ROW column n: many is not a number',
      'scenarios/data/t.csv:7:3 E_TRACE_ROW column n: has no value in this row',
      'scenarios/data/t.csv:8:3 E_TRACE_ROW column n: NaN is not a number',
    ]);
    expect(errors[0]?.frame).toContain('> 4 | x,-1');
  });

  it('tells ten bad rows and the number of the others', () => {
    const csv = `n\n${'bad\n'.repeat(25)}`;
    const found = problems('trace: { file: t.csv, count: n }', { 't.csv': csv });
    expect(found).toHaveLength(11);
    expect(found).toContain('E_TRACE_ROW sources.web.trace.count: and 15 more bad rows in t.csv');
  });

  it('refuses rates above 100,000/s and contradictions', () => {
    expect(problems('trace: { file: t.csv, count: n }', { 't.csv': 'n\n6000001\n' })[0]).toContain(
      'more than 100,000/s',
    );
    expect(problems('trace: { file: t.csv }', { 't.csv': 'n\n1\n' })[0]).toContain(
      'E_MISSING_KEY sources.web.trace: names no column',
    );
    expect(problems('trace: { file: t.csv, time: n, period: 1m }', { 't.csv': 'n\n1\n' })[0]).toContain(
      'E_CONFLICT sources.web.trace.period',
    );
    expect(problems('trace: { file: t.csv, count: n, unit: s }', { 't.csv': 'n\n1\n' })[0]).toContain(
      'E_CONFLICT sources.web.trace.unit',
    );
    expect(problems('trace: { file: t.csv, time: n }', { 't.csv': 'n\n0\n1700000000000\n' })[0]).toContain(
      'is its unit right?',
    );
  });

  it.each([
    ['missing', 'E_FILE_MISSING', 'does not exist; paths are relative to the scenario'],
    ['unreadable', 'E_FILE_UNREADABLE', 'cannot be read (DETAIL)'],
    ['directory', 'E_FILE_UNREADABLE', 'is a folder; name a file'],
    ['outside', 'E_FILE_OUTSIDE', 'lies outside the repository of the scenario; copy it inside (DETAIL)'],
    ['not-utf8', 'E_ENCODING', 'cannot be read as UTF-8; convert it (DETAIL)'],
  ] as const)('a file that is %s is %s, at the name of the file', (problem, code, what) => {
    const { errors } = read(scenario({ web: 'trace: { file: ../t.csv, count: n }' }), {
      files: { read: () => ({ problem, detail: 'DETAIL' }) },
    });
    expect(errors.map((error) => [error.code, error.line, error.column, error.message])).toEqual([
      [code, 5, 54, `sources.web.trace.file: ../t.csv ${what}`],
    ]);
  });

  it('is part of the digest', () => {
    const digest = (csv: string): string =>
      accepted(scenario({ web: 'trace: { file: t.csv, count: n }' }), { files: folder({ 't.csv': csv }) }).digest;
    expect(digest('n\n1\n2\n')).toBe(digest('other,n\nx,1\ny,2\n'));
    expect(digest('n\n1\n2\n')).not.toBe(digest('n\n1\n3\n'));
  });
});
