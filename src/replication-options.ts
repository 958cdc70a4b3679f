/** What a replication is asked for. */
import type { EnvironmentLog } from './lambda/environment-log.ts';
import type { RequestLog } from './workload/request-log.ts';

/** What one replication produces beside its totals. */
export interface ReplicationOptions {
  /** Whether its record carries the series. */
  readonly series: boolean;
  /** Takes a line per request; `null` = nobody asked. */
  readonly requestLog: RequestLog | null;
  /** Is told what every environment does. */
  readonly environmentLog?: EnvironmentLog | null;
}
