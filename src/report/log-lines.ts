/** The lines that Lambda writes into a function's log group, as plain text (R11.31). */
import { createHash } from 'node:crypto';
import type { Micros } from '../des/time.ts';
import type { VersionConfig } from '../lambda/config.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { INIT_LIMIT } from '../lambda/quotas.ts';

/**
 * The lines of one invocation, each with its line end: those of its environment's start, START, END and REPORT;
 * RESTORE_REPORT alone where Restore failed, for then the code never runs.
 * lsim has no model of the memory in use: Max Memory Used is the memory size.
 * @param id of the request, a UUID @param version the one that serves @param region of AWS
 */
export function invocationLines(id: string, version: VersionConfig, region: string, course: CourseFacts): string {
  if (course.invokeError !== null)
    return `RESTORE_REPORT Restore Duration: ${milliseconds(course.restore)}\tStatus: timeout\t\n`;
  const start = course.cold && course.init > 0 ? initLines(version, region, course) : '';
  return (
    `${start}START RequestId: ${id} Version: ${version.version}\n${repeatedInitLine(course)}` +
    `END RequestId: ${id}\n${reportLine(id, version, course)}`
  );
}

/** R3.5, R11.31: the lines of an environment that was made ready ahead of requests; INIT_REPORT always stands there. */
export function preparedLines(version: VersionConfig, region: string, init: Micros, failed: boolean): string {
  const problem = failed ? `Status: error\tError Type: ${EXIT_ERROR}` : '';
  return `${initStart(version, region)}INIT_REPORT Init Duration: ${milliseconds(init)}\tPhase: init\t${problem}\n`;
}

/** A UUID of version 4 from three uniforms in (0, 1). */
export function requestId(first: number, second: number, third: number): string {
  const digits = [first, second, third].map((uniform) => hexDigits(uniform, 11)).join('');
  const variant = '89ab'[Math.floor(((third * 2 ** 44) % 1) * 4)]!;
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(12, 15)}`, variant + digits.slice(15, 18)];
  return `${parts.join('-')}-${digits.slice(18, 30)}`;
}

/** R3.5: INIT_REPORT stands there where Init failed or passed its limit; it is repeated inside the invocation. */
function initLines(version: VersionConfig, region: string, course: CourseFacts): string {
  const start = initStart(version, region);
  return course.reinitialised ? start + initReport(course.init, 'init', course.init >= INIT_LIMIT) : start;
}

/** R3.5: the repeated Init failed, too, or took all the time that the function has. */
function repeatedInitLine(course: CourseFacts): string {
  return course.repeatedInitFailed ? initReport(course.duration, 'invoke', course.ending === 'timeout') : '';
}

function initReport(time: Micros, phase: 'init' | 'invoke', timedOut: boolean): string {
  const problem = timedOut ? 'Status: timeout\t' : `Status: error\tError Type: ${EXIT_ERROR}`;
  return `INIT_REPORT Init Duration: ${milliseconds(time)}\tPhase: ${phase}\t${problem}\n`;
}

/** AWS names a runtime version by a digest; this one is that of its name. */
function initStart({ runtime }: VersionConfig, region: string): string {
  const name = runtimeVersion(runtime ?? DEFAULT_RUNTIME);
  const digest = createHash('sha256').update(name).digest('hex');
  return `INIT_START Runtime Version: ${name}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${digest}\n`;
}

function reportLine(id: string, version: VersionConfig, course: CourseFacts): string {
  const memory = version.memorySize.toString();
  return (
    `REPORT RequestId: ${id}\tDuration: ${milliseconds(course.duration)}\t` +
    `Billed Duration: ${(course.billedMs + course.restoreBilledMs).toString()} ms\tMemory Size: ${memory} MB\tMax Memory Used: ${memory} MB\t` +
    `${initField(course)}${restoreFields(course)}${statusFields(course)}\n`
  );
}

/** An Init that failed stands in its INIT_REPORT. */
function initField(course: CourseFacts): string {
  return course.init > 0 && !course.reinitialised ? `Init Duration: ${milliseconds(course.init)}\t` : '';
}

/** R3.7: they take the place of Init Duration. Billed Duration includes the billed part. */
function restoreFields({ restore, restoreBilledMs }: CourseFacts): string {
  if (restore === 0) return '';
  return `Restore Duration: ${milliseconds(restore)}\tBilled Restore Duration: ${restoreBilledMs.toString()} ms\t`;
}

/** Only what ended the runtime has an Error Type; what the handler returned does not. */
function statusFields({ ending, resets }: CourseFacts): string {
  if (ending === 'success') return '';
  if (ending === 'timeout') return 'Status: timeout\t';
  return resets ? `Status: error\tError Type: ${EXIT_ERROR}\t` : 'Status: error\t';
}

const EXIT_ERROR = 'Runtime.ExitError';

/** What a function without a runtime is taken for, also by its default Init. */
const DEFAULT_RUNTIME = 'nodejs22.x';

/** `nodejs22.x` as Lambda names its versions, `nodejs:22.v1`. */
function runtimeVersion(runtime: string): string {
  const [, name = runtime, version = ''] = /^([a-z]+)(.*?)(?:\.x)?$/.exec(runtime) ?? [];
  return version === '' ? `${name}.v1` : `${name}:${version.replace(/^[.]/, '')}.v1`;
}

function milliseconds(micros: Micros): string {
  return `${(micros / 1_000).toFixed(2)} ms`;
}

function hexDigits(uniform: number, digits: number): string {
  return Math.floor(uniform * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');
}
