import { expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/des/time.ts';
import { Course } from '../../src/lambda/invocation.ts';
import { MinuteDurations } from '../../src/result/minute-durations.ts';

function durationsOf(invocations: readonly (readonly [fn: number, at_s: number, duration_ms: number])[]) {
  const minutes = new MinuteDurations(['api', 'web'], 5 * MINUTE);
  for (const [fn, at_s, duration_ms] of invocations) {
    const now = at_s * SECOND;
    const course = Object.assign(new Course(), { duration: duration_ms * 1_000, end: now + duration_ms * 1_000 });
    minutes.invoked({ fn, version: 0, environment: 0 }, {}, course, now);
  }
  return new Map(minutes.series().map(({ scope, metric, values }) => [`${scope} ${metric}`, [...values]]));
}

it('R11.7: Duration has average, maximum and percentiles by the minute in which the invocation started', () => {
  const hundred = Array.from({ length: 100 }, (_, k) => [0, 61, 100 - k] as const);
  const series = durationsOf([[1, 5, 8], [1, 59.9, 4], ...hundred, [0, 200, 30]]);
  expect(series.get('functions.api Duration_mean_ms')).toEqual([NaN, 50.5, NaN, 30]);
  expect(series.get('functions.api Duration_max_ms')).toEqual([NaN, 100, NaN, 30]);
  expect(series.get('functions.api Duration_p50_ms')?.[1]).toBe(50);
  expect(series.get('functions.api Duration_p90_ms')?.[1]).toBe(90);
  expect(series.get('functions.api Duration_p95_ms')?.[1]).toBe(95);
  expect(series.get('functions.api Duration_p99_ms')?.[1]).toBe(99);
  expect(series.get('functions.web Duration_mean_ms')).toEqual([6]);
  expect(series.get('functions.web Duration_p99_ms')).toEqual([8]);
});

it('R11.7: an invocation that still runs at the end has no Duration', () => {
  expect(durationsOf([[0, 299, 2_000]]).get('functions.api Duration_max_ms')).toEqual([]);
  expect(durationsOf([[0, 299, 1_000]]).get('functions.api Duration_max_ms')).toEqual([NaN, NaN, NaN, NaN, 1_000]);
});
