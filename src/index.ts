/** lsim as a library: read a scenario, simulate it, read the result. */
export { parseScenario, type FilePort, type ParsedScenario, type ParseOptions } from './scenario/parse.ts';
export type { Diagnostic } from './scenario/diagnostic.ts';
export type { Scenario } from './scenario/scenario.ts';
export type { ReplicationOptions } from './replication-options.ts';
export { Replication, simulate } from './simulate.ts';
export type { Comparison } from './result/comparison.ts';
export type { ResultJson, RunResult } from './result/run-result.ts';
export type { RunRecord } from './result/run-record.ts';
export type { RequestLog } from './workload/request-log.ts';
