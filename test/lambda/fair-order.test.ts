import { describe, expect, it } from 'vitest';
import { Simulation } from '../../src/des/simulation.ts';
import { FairOrder } from '../../src/lambda/fair-order.ts';
import { MessageTable, NONE } from '../../src/lambda/message-table.ts';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

const VISIBILITY = 30_000_000;

/** A fair queue by hand; tenants are numbers from 1. */
class Hand {
  readonly simulation = new Simulation();
  readonly table = new MessageTable();
  readonly order = new FairOrder(this.table, this.simulation, VISIBILITY);
  #sent = 0;

  send(tenant: number, count = 1): void {
    for (let k = 0; k < count; k++) this.order.put(this.table.open(this.#sent++, NONE, 0, tenant), false);
  }

  /** @returns the tenants whose messages were received */
  receive(count: number): number[] {
    const tenants: number[] = [];
    for (let k = 0; k < count; k++) {
      const row = this.order.next();
      if (row === NONE) break;
      this.order.take(row);
      this.table.hiddenUntil[row] = this.simulation.now + VISIBILITY;
      tenants.push(this.table.groupOf(row));
    }
    this.order.endReceive();
    return tenants;
  }

  /** Lets time pass. */
  wait(seconds: number): void {
    const handler = { handle: () => undefined };
    this.simulation.schedule(this.simulation.now + seconds * 1_000_000, 1, 0, 0);
    this.simulation.run(handler, this.simulation.now + seconds * 1_000_000, 9, Infinity);
  }
}

describe('Fair queues', () => {
  it('R8.13: a tenant with 30 messages and more than a tenth of those in flight stands back, others go first', () => {
    const hand = new Hand();
    hand.send(1, 100);
    hand.send(2, 2);
    // The thirtieth in flight makes it noisy, and what comes next is the other's.
    expect(hand.receive(30)).toEqual(Array(30).fill(1));
    expect(hand.receive(4)).toEqual([2, 2, 1, 1]);
    hand.send(3);
    expect(hand.receive(2)).toEqual([3, 1]);
  });

  it('R8.13: with fewer than 30 in flight the order is that of the queue', () => {
    const hand = new Hand();
    hand.send(1, 100);
    hand.send(2, 1);
    expect(hand.receive(29)).toEqual(Array(29).fill(1));
    expect(hand.receive(1)).toEqual([1]);
    expect(hand.receive(1)).toEqual([2]);
  });

  it('R8.13: it is quiet again when its backlog is gone', () => {
    const hand = new Hand();
    hand.send(1, 32);
    expect(hand.receive(32)).toHaveLength(32);
    hand.send(1, 1);
    hand.send(2, 1);
    // One message alone is a backlog again only once it is looked at.
    expect(hand.receive(1)).toEqual([1]);
  });

  it('R8.13: it is quiet again when it has sent nothing for five minutes', () => {
    const hand = new Hand();
    hand.send(1, 100);
    hand.receive(30);
    hand.wait(300);
    hand.receive(1);
    hand.send(2, 1);
    // Its messages stand before the one that came later.
    expect(hand.receive(2)).toEqual([1, 1]);
  });

  it('R8.13: of several noisy tenants the one with fewest in flight goes first', () => {
    const hand = new Hand();
    hand.send(1, 100);
    hand.receive(40);
    hand.send(2, 100);
    // Tenant 2 is quiet until it has 30, then both are noisy, and it has fewer.
    expect(hand.receive(39)).toEqual(Array(39).fill(2));
    expect(hand.receive(3).toSorted()).toEqual([1, 2, 2]);
  });

  it('R8.13: a tenant that takes more than a tenth of the processing time is noisy, too', () => {
    const hand = new Hand();
    hand.send(1, 5);
    const row = hand.order.next();
    hand.receive(1);
    hand.wait(10);
    hand.order.deleted(row);
    hand.send(2, 1);
    expect(hand.receive(2)).toEqual([2, 1]);
  });

  it('one tenant in ten thousand messages leaves the others as fast as they were', () => {
    const median = (messageGroups: object): number =>
      play(
        bare({
          duration: '20m',
          functions: { work: { duration: '1s', timeout: '10s' } },
          queues: { jobs: { visibilityTimeout: '1m', ...messageGroups } },
          sources: {
            worker: {
              type: 'sqs',
              queue: 'jobs',
              function: 'work',
              batchSize: 1,
              maximumConcurrency: 50,
              rate: '60/s',
            },
          },
        }),
      ).json.sources['worker']!.latency.p50_ms;
    const skewed = { messageGroups: { count: 100, skew: { zipf: 1.2 } } };
    // 60 a second into 50 places: without tenants everybody waits for minutes, with them only the busiest do.
    expect(median({})).toBeGreaterThan(60_000);
    expect(median(skewed)).toBeLessThan(5_000);
  });
});
