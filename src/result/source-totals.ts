/** What every kind of source has in its record: totals of the requests of the window. */
import type { Micros } from '../des/time.ts';
import { Histogram } from './histogram.ts';
import type { SourceRecord } from './run-record.ts';

/** Counts, latencies and the sums that these consist of. Whoever owns it knows what counts. */
export class SourceTotals {
  requests = 0;
  attempts = 0;
  throttledAttempts = 0;
  throttledRequests = 0;
  unfinished = 0;
  readonly latency = new Histogram();
  readonly failedLatency = new Histogram();
  readonly failures = { throttled: 0, error: 0, timeout: 0, other: 0 };
  readonly parts = { retries: 0, overhead: 0, init: 0, run: 0 };

  /**
   * Requests are answered, each after the time `latency`.
   * @param response time of the invocation that answered them; what came before it were retries and waits
   * @param overhead part of that time @param init part of that time, Restore included
   */
  serve(latency: Micros, response: Micros, overhead: Micros, init: Micros, requests = 1): void {
    const { parts } = this;
    this.latency.addMany(latency, requests);
    parts.retries += requests * (latency - response);
    parts.overhead += requests * overhead;
    parts.init += requests * init;
    parts.run += requests * (response - overhead - init);
  }

  /** A request is given up after this time. */
  fail(reason: keyof SourceRecord['failures'], latency: Micros): void {
    this.failures[reason]++;
    this.failedLatency.addMany(latency, 1);
  }

  /** A source without a gateway, routes, a queue or a stream; where there is one, its owner adds it. */
  record(name: string): SourceRecord {
    const latency = this.latency.record();
    return {
      name,
      requests: this.requests,
      served: latency.count,
      failures: { ...this.failures },
      unfinished: this.unfinished,
      attempts: this.attempts,
      throttledAttempts: this.throttledAttempts,
      gatewayThrottled: null,
      throttledRequests: this.throttledRequests,
      latency,
      failedLatency: this.failedLatency.record(),
      latencyParts: { ...this.parts },
      authorizations: 0,
      routes: [],
      events: null,
      mapping: null,
    };
  }
}
