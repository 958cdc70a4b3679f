import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import type { ReusePolicy } from '../../src/lambda/assumption-config.ts';
import { IdleLinks, idlePool, type IdlePool, type PoolOrder } from '../../src/lambda/idle-pool.ts';

type Unlinked = Omit<PoolOrder, 'links'>;

const UNPACED: Unlinked = {
  numberOf: (environment) => environment,
  mayServe: () => true,
  paced: false,
  stream: new Streams('1').stream('reuse', 'api'),
};

/** A pool with environments of its own. */
function filled(policy: ReusePolicy, environments: readonly number[], order: Unlinked = UNPACED): IdlePool {
  const pool = idlePool(policy, { ...order, links: new IdleLinks() });
  for (const environment of environments) pool.add(environment);
  return pool;
}

/** Takes out all that may serve. */
function emptied(pool: IdlePool, now = 0): number[] {
  const taken: number[] = [];
  while (pool.has(now)) taken.push(pool.take());
  return taken;
}

describe('the idle environments of a function', () => {
  // Environments 3, 1, 4, 0, 2 become idle in this order; numbers tell the order of creation.
  const FREED = [3, 1, 4, 0, 2];

  it('R3.16: mru takes the one that was used last', () => {
    expect(emptied(filled('mru', FREED))).toEqual([2, 0, 4, 1, 3]);
  });

  it('R3.16: lru takes the one that has been idle longest', () => {
    expect(emptied(filled('lru', FREED))).toEqual([3, 1, 4, 0, 2]);
  });

  it('R3.16: newest takes the one that was created last', () => {
    expect(emptied(filled('newest', FREED))).toEqual([4, 3, 2, 1, 0]);
  });

  it('R3.16: random takes each as often as the others', () => {
    const counts = [0, 0, 0, 0, 0];
    const pool = filled('random', FREED);
    for (let n = 0; n < 10_000; n++) {
      expect(pool.has(0)).toBe(true);
      const taken = pool.take();
      counts[taken]!++;
      pool.add(taken);
    }
    // 2,000 each; the standard deviation is 40.
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(160);
  });

  it('random empties a pool like any other', () => {
    expect(emptied(filled('random', FREED)).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(['mru', 'lru', 'newest', 'random'] as const)('%s: what expires is taken no more', (policy) => {
    const pool = filled(policy, FREED);
    pool.remove(4);
    pool.remove(3);
    pool.remove(2);
    expect(emptied(pool).sort((a, b) => a - b)).toEqual([0, 1]);
    expect(pool.has(0)).toBe(false);
    pool.add(7);
    expect(emptied(pool)).toEqual([7]);
  });

  it('an order holds through taking, adding and removing in turns', () => {
    const [mru, lru] = [filled('mru', FREED), filled('lru', FREED)];
    expect([mru.take(), lru.take()]).toEqual([2, 3]);
    mru.add(9);
    lru.add(9);
    mru.remove(0);
    lru.remove(0);
    expect(emptied(mru)).toEqual([9, 4, 1, 3]);
    expect(emptied(lru)).toEqual([1, 4, 2, 9]);
  });

  it.each([
    ['mru', [4, 1, 3]],
    ['lru', [3, 1, 4]],
    ['newest', [4, 3, 1]],
  ] as const)(
    'R1.10: %s passes over environments that have served their ten requests this second',
    (policy, expected) => {
      const paced: Unlinked = {
        ...UNPACED,
        paced: true,
        mayServe: (environment, now) => now >= 1_000 || (environment !== 0 && environment !== 2),
      };
      const pool = filled(policy, FREED, paced);
      expect(emptied(pool, 0)).toEqual(expected);
      expect(pool.has(999)).toBe(false);
      expect(emptied(pool, 1_000).sort((a, b) => a - b)).toEqual([0, 2]);
    },
  );
});
