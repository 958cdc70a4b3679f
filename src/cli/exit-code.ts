/** The exit codes of lsim, their meaning, and which one wins. */

/** What the process ends with. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 99 | 130;

/** Exit codes by name. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  invalid: 3,
  file: 4,
  missed: 99,
  interrupted: 130,
} as const satisfies Record<string, ExitCode>;

const STRONGEST_FIRST: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.bug,
  EXIT.usage,
  EXIT.file,
  EXIT.invalid,
  EXIT.missed,
];

/** The code that wins when several apply: 130, 1, 2, 4, 3, 99, 0. None given: 0. */
export function strongest(codes: readonly ExitCode[]): ExitCode {
  return STRONGEST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}

/** The table that `--help` shows. */
export const EXIT_CODE_TABLE = `Exit codes:
    0  done; every objective of level fail is met
    1  a bug in lsim
    2  the command line is wrong
    3  the scenario, or something it refers to, is invalid
    4  a file or folder cannot be read or written
   99  the simulation finished and an objective was missed
  130  interrupted; what was reached is written, marked "complete": false`;
