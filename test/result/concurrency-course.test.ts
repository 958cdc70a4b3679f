import { expect, it } from 'vitest';
import { concurrencyCourse } from '../../src/result/concurrency-course.ts';

const SECOND = 1_000_000;
const side = (bucket_s: number, values: readonly number[], limit = 1000) => ({
  bucket: bucket_s * SECOND,
  values,
  limit,
});

it('takes the greatest of each minute, on each side by its own buckets', () => {
  const base = side(20, [1, 5, 2, 3, NaN, 4, 9], 100);
  expect(concurrencyCourse(base, side(60, [7, 8, 6]))).toEqual({
    step_s: 60,
    base: [5, 4, 9],
    head: [7, 8, 6],
    baseLimit: 100,
    headLimit: 1000,
  });
});

it('takes wider steps where there are more than 60 minutes, and fills those that a bucket covers', () => {
  const { step_s, base, head } = concurrencyCourse(
    side(3600, [5, 7]),
    side(
      60,
      Array.from({ length: 120 }, (_, k) => k),
    ),
  );
  expect(step_s).toBe(120);
  expect(base).toEqual([...new Array<number>(30).fill(5), ...new Array<number>(30).fill(7)]);
  expect(head).toEqual(Array.from({ length: 60 }, (_, k) => 2 * k + 1));
});
