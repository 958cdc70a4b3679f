/** One command that is worth trying after a run that was not well. */
import { THROTTLES } from '../../result/throttle-names.ts';
import type { CauseResult, RunResult } from '../../result/run-result.ts';

/** The command, or `null` where none is known to help, or the scenario did not come from a file. */
export function nextStep(result: RunResult, scenarioFile: string): string | null {
  const { json } = result;
  if (json.ok || !json.complete || scenarioFile === '-' || scenarioFile.startsWith('<')) return null;
  const setting = settingFor(result);
  if (setting !== null) return `lsim run ${quoted(scenarioFile)} --set ${quoted(setting)}`;
  const close = json.objectives.some(
    ({ ok, level, margin }) => !ok && level === 'fail' && margin !== null && margin > -CLOSE,
  );
  return close && json.runs === 1 ? `lsim run ${quoted(scenarioFile)} --runs 16` : null;
}

/** A value this near to its threshold may be chance. */
const CLOSE = 0.1;
/** R1.7: what AWS keeps for functions without a reservation. */
const KEPT_UNRESERVED = 100;

function settingFor(result: RunResult): string | null {
  const { json, setup, records } = result;
  const first = json.causes[0];
  if (first === undefined) return null;
  const enough = (now: number): number => wholesome(Math.max(1.2 * now, now + shortage(records, json, first)));
  const { limit } = json.account;
  if (first.cause === 'account') return `account.concurrency=${enough(limit)}`;
  const fn = setup.functions.find(({ name }) => name === first.function);
  const reserved = fn?.reservedConcurrency ?? null;
  const path = segment(first.function);
  if (first.cause !== 'reserved' || reserved === null || path === null) return null;
  const others = setup.functions.reduce((sum, other) => sum + (other === fn ? 0 : (other.reservedConcurrency ?? 0)), 0);
  const value = Math.min(limit - KEPT_UNRESERVED - others, enough(reserved));
  return value > reserved ? `functions.${path}.reservedConcurrency=${value}` : null;
}

/** What would have been in flight besides, had the worst bucket's throttled attempts been started (R1.2). */
function shortage(records: RunResult['records'], json: RunResult['json'], cause: CauseResult): number {
  const series = records[0]?.series;
  const seconds = (json.functions[cause.function]?.occupied.mean_ms ?? 0) / 1000;
  if (series === undefined) return 0;
  const perBucket = new Map<number, number>();
  for (const row of series.throttles) {
    if (row.function !== cause.function || THROTTLES[row.throttle]?.cause !== cause.cause) continue;
    perBucket.set(row.bucket, (perBucket.get(row.bucket) ?? 0) + row.count);
  }
  let worst = 0;
  for (const throttles of perBucket.values()) worst = Math.max(worst, throttles);
  return (worst / (series.bucket / 1_000_000)) * seconds;
}

/** Two significant digits, rounded up: nobody asks for 413. */
function wholesome(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.ceil(value / step - 1e-9) * step;
}

/** A name as one segment of a path; `null` where quotes inside it would need more than quotes. */
function segment(name: string): string | null {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return name;
  return /["\\]/.test(name) ? null : `"${name}"`;
}

/** For a POSIX shell. */
function quoted(argument: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
