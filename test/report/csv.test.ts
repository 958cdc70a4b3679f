import { csvParse } from 'd3-dsv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { functionsCsv, REQUESTS_HEADER, requestsRow, throttlesCsv, timeseriesCsv } from '../../src/report/csv.ts';
import { numberCell } from '../../src/report/csv/cells.ts';
import { columnName } from '../../src/report/csv/functions.ts';
import type { MetricSeries } from '../../src/result/series-record.ts';
import { resultJsonSchema } from '../../src/result/result-schema.ts';
import { leavesOf } from '../support/json-schema.ts';
import { functionConfig, functionResult, runRecord, runResult, runSeries, setup } from '../support/run-result.ts';
import { flashSale } from '../support/stories.ts';

const SECOND = 1_000_000;

function series(scope: string, metric: string, values: readonly number[]): MetricSeries {
  return { scope, metric, values: Float64Array.from(values) };
}

it('columns of functions.csv are the leaves of result.json in snake_case', () => {
  expect(
    ['Duration.p99_ms', 'environments.idleMean', 'environments.lifetimeMean_s', 'cost_usd.total'].map(columnName),
  ).toEqual(['duration_p99_ms', 'environments_idle_mean', 'environments_lifetime_mean_s', 'cost_usd_total']);
  const [header] = functionsCsv(flashSale()).split('\n');
  expect(header).toMatchInlineSnapshot(
    `"run,function,invocations,errors,throttles,throttled_share,throttles_concurrent_invocation_limit_exceeded,throttles_reserved_function_concurrent_invocation_limit_exceeded,throttles_function_invocation_rate_limit_exceeded,throttles_reserved_function_invocation_rate_limit_exceeded,throttles_caller_rate_limit_exceeded,throttles_by_cause_account,throttles_by_cause_reserved,throttles_by_cause_scaling_rate,throttles_by_cause_request_rate,throttles_by_cause_account_request_rate,throttles_by_cause_source,holders,cold_starts,cold_start_share,duration_mean_ms,duration_p50_ms,duration_p90_ms,duration_p95_ms,duration_p99_ms,duration_max_ms,init_duration_mean_ms,init_duration_p50_ms,init_duration_p90_ms,init_duration_p95_ms,init_duration_p99_ms,init_duration_max_ms,restore_duration_mean_ms,restore_duration_p50_ms,restore_duration_p90_ms,restore_duration_p95_ms,restore_duration_p99_ms,restore_duration_max_ms,post_runtime_extensions_duration_mean_ms,post_runtime_extensions_duration_p50_ms,post_runtime_extensions_duration_p90_ms,post_runtime_extensions_duration_p95_ms,post_runtime_extensions_duration_p99_ms,post_runtime_extensions_duration_max_ms,invoke_errors_resource_not_ready_exception,invoke_errors_snap_start_timeout_exception,invoke_errors_service_exception,occupied_mean_ms,concurrent_executions_max,concurrent_executions_mean,environments_created,environments_max,environments_mean,environments_idle_mean,environments_lifetime_mean_s,network_interfaces_max,provisioned_allocated_max,provisioned_allocated_mean,provisioned_concurrent_executions_max,provisioned_concurrent_executions_mean,provisioned_concurrency_utilization_max,provisioned_concurrency_utilization_mean,provisioned_concurrency_invocations,provisioned_concurrency_spillover_invocations,formula_rate_rps,formula_duration_s,formula_concurrency,formula_limit,cost_usd_requests,cost_usd_duration,cost_usd_provisioned_concurrency,cost_usd_provisioned_duration,cost_usd_ephemeral_storage,cost_usd_snap_start_cache,cost_usd_snap_start_restore,cost_usd_tenant_isolation,cost_usd_provisioned_pollers,cost_usd_total,cost_usd_month_requests,cost_usd_month_duration,cost_usd_month_provisioned_concurrency,cost_usd_month_provisioned_duration,cost_usd_month_ephemeral_storage,cost_usd_month_snap_start_cache,cost_usd_month_snap_start_restore,cost_usd_month_tenant_isolation,cost_usd_month_provisioned_pollers,cost_usd_month_total,cost_usd_month_in_a_year_requests,cost_usd_month_in_a_year_duration,cost_usd_month_in_a_year_provisioned_concurrency,cost_usd_month_in_a_year_provisioned_duration,cost_usd_month_in_a_year_ephemeral_storage,cost_usd_month_in_a_year_snap_start_cache,cost_usd_month_in_a_year_snap_start_restore,cost_usd_month_in_a_year_tenant_isolation,cost_usd_month_in_a_year_provisioned_pollers,cost_usd_month_in_a_year_total,async_events_received,async_events_dropped,async_event_age_mean_ms,async_event_age_p50_ms,async_event_age_p90_ms,async_event_age_p95_ms,async_event_age_p99_ms,async_event_age_max_ms,dead_letter_errors,destination_delivery_failures,async_events_succeeded,async_events_dropped_retries_exhausted,async_events_dropped_event_age_exceeded,async_events_dropped_reserved_concurrency_zero,async_events_dropped_recursive_invocation,async_events_dead_lettered,async_events_lost,async_events_delivered_dead_letter,async_events_delivered_on_failure,async_events_delivered_on_success,async_events_attempts,async_events_throttled_attempts,async_events_duplicate_attempts,async_events_running,async_events_queued,async_queue_max,async_queue_mean,async_queue_drain_time_s,waiting_share,waiting_concurrency,waiting_callees,recursive_invocations_dropped,dependencies_calls,dependencies_rejected,dependencies_failed,dependencies_wait_mean_ms,dependencies_time_mean_ms,dependencies_concurrency,iterator_age_mean_ms,iterator_age_p50_ms,iterator_age_p90_ms,iterator_age_p95_ms,iterator_age_p99_ms,iterator_age_max_ms"`,
  );
});

it('every leaf that a function can have in result.json has its column, but for bands of several runs', () => {
  const all = leavesOf(resultJsonSchema(), 'functions').filter((leaf) => !leaf.endsWith('maxBand'));
  const { columns } = csvParse(functionsCsv(flashSale()));
  // By reason and by name of an error: those are columns each.
  const maps = new Map([
    ['throttles', 'throttles_caller_rate_limit_exceeded'],
    ['invokeErrors', 'invoke_errors_service_exception'],
  ]);
  const wanted = all.map((leaf) => maps.get(leaf) ?? columnName(leaf));
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((column) => !columns.includes(column))).toEqual([]);
});

it('every leaf of a function in result.json has its column', () => {
  const leaves = (value: object, path: string): string[] =>
    Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
      typeof member === 'object' && member !== null && key !== 'holders'
        ? leaves(member, `${path}${key}.`)
        : [`${path}${key}`],
    );
  const { columns } = csvParse(functionsCsv(flashSale()));
  const checkout = flashSale().json.functions['checkout']!;
  expect(
    leaves(checkout, '')
      .map(columnName)
      .filter((column) => !columns.includes(column)),
  ).toEqual([]);
});

it('a row of functions.csv holds one run of one function, in the order of the file', () => {
  const rows = csvParse(functionsCsv(flashSale()));
  expect(
    rows.map((row) => [row['run'], row['function'], row['invocations'], row['duration_p99_ms'], row['cost_usd_total']]),
  ).toEqual([
    ['1', 'checkout', '812344', '901', '2.5264'],
    ['1', 'search', '180000', '400', '0.124'],
  ]);
  expect(rows[0]!['throttles_reserved_function_concurrent_invocation_limit_exceeded']).toBe('53218');
  expect(rows[0]!['throttles_caller_rate_limit_exceeded']).toBe('');
  expect(rows[0]!['throttles_by_cause_account']).toBe('0');
});

it('holders are one text, the greatest share first', () => {
  const fn = functionResult({ holders: { other: 0.09, 'image-resize': 0.905, background: 0.005 } });
  const result = runResult({ functions: { checkout: fn } }, setup({ functions: [functionConfig('checkout')] }));
  expect(csvParse(functionsCsv(result))[0]!['holders']).toBe('image-resize 0.905; other 0.09; background 0.005');
});

it('a name that a spreadsheet would run stays text, one with commas and quotes stays one cell, a number stays a number', () => {
  const names = ['=HYPERLINK("http://x")', '-1+1', '@a, b', 'plain'];
  const functions = Object.fromEntries(names.map((name) => [name, functionResult({ occupied: { mean_ms: -1 } })]));
  const result = runResult({ functions }, setup({ functions: names.map((name) => functionConfig(name)) }));
  const text = functionsCsv(result);
  expect(csvParse(text).map((row) => row['function'])).toEqual([`'=HYPERLINK("http://x")`, "'-1+1", "'@a, b", 'plain']);
  expect(csvParse(text).map((row) => row['occupied_mean_ms'])).toEqual(['-1', '-1', '-1', '-1']);
  expect(text).toContain(`1,"'=HYPERLINK(""http://x"")",`);
});

it('timeseries.csv goes through time, then through the series, and leaves out what did not occur', () => {
  const metrics = [
    series('account', 'ConcurrentExecutions', [3, 0, 2.5]),
    series('functions.a,b', 'Invocations', [Number.NaN, 0.1 + 0.2]),
  ];
  const records = [runRecord({ series: runSeries(SECOND / 2, metrics) }), runRecord({ run: 2 })];
  expect([...timeseriesCsv(records)].join('')).toBe(
    [
      'run,t_s,scope,metric,value',
      '1,0,account,ConcurrentExecutions,3',
      '1,0.5,account,ConcurrentExecutions,0',
      '1,0.5,"functions.a,b",Invocations,0.30000000000000004',
      '1,1,account,ConcurrentExecutions,2.5',
      '',
    ].join('\n'),
  );
});

it('a long series comes in pieces that put together are the file', () => {
  const values = Array.from({ length: 10_000 }, (_, k) => k);
  const records = [runRecord({ series: runSeries(SECOND, [series('account', 'background', values)]) })];
  const pieces = [...timeseriesCsv(records)];
  expect(pieces.length).toBe(1 + Math.ceil(10_000 / 256));
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(200_000);
  expect(csvParse(pieces.join('')).map((row) => row['value'])).toEqual(values.map(String));
});

it('throttles.csv has a row a bucket, function, reason and holder; rate causes have no holder', () => {
  const throttles = [
    { bucket: 600, function: 'checkout', throttle: 0, holder: 'image-resize', count: 12, holderShare: 0.91 },
    { bucket: 601, function: 'checkout', throttle: 3, holder: '', count: 3, holderShare: Number.NaN },
  ];
  expect([...throttlesCsv([runRecord({ series: runSeries(10 * SECOND, [], throttles) })])].join('')).toBe(
    [
      'run,t_s,function,reason,cause,holder,count,holder_share',
      '1,6000,checkout,ConcurrentInvocationLimitExceeded,account,image-resize,12,0.91',
      '1,6010,checkout,ReservedFunctionInvocationRateLimitExceeded,scalingRate,,3,',
      '',
    ].join('\n'),
  );
});

it('requests.csv has times in seconds with at most six decimals, and empty cells for what never came', () => {
  expect(REQUESTS_HEADER).toBe('run,source,function,arrival_s,start_s,end_s,environment,cold,status,attempts\n');
  expect(requestsRow(1, 'shop', 'checkout', 300_000_001, 300_100_000, 301_000_000, 17, true, '200', 2)).toBe(
    '1,shop,checkout,300.000001,300.1,301,17,true,200,2\n',
  );
  expect(requestsRow(2, 'shop ', '=x', 1, Number.NaN, Number.NaN, -1, false, 'unfinished', 1)).toBe(
    "2,shop ,'=x,0.000001,,,,false,unfinished,1\n",
  );
  const year = 31_536_000_000_000;
  expect(requestsRow(1, 'a', 'b', year + 123_456, year + 1, year, 0, false, '429', 1)).toBe(
    '1,a,b,31536000.123456,31536000.000001,31536000,0,false,429,1\n',
  );
});

it('numbers are written in the fewest digits that read back the same', () => {
  const times = fc.oneof(
    fc.nat(2 ** 31).map((micros) => micros / 1_000),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(-0, 0, 0.001, 1_000, 2_147_483.648, 2_147_483.647, 1e21, 5e-7),
  );
  fc.assert(
    fc.property(times, (value) => {
      expect(numberCell(value)).toBe(String(value));
    }),
    { numRuns: 2_000 },
  );
});
