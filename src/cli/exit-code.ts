/** The exit codes of lsim, their meaning, and which one wins. */

/** What the process ends with. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 99 | 130;

/** Exit codes by name. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  invalid: 3,
  file: 4,
  worse: 5,
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
  EXIT.worse,
];

/** The code that wins when several apply: 130, 1, 2, 4, 3, 99, 5, 0. None given: 0. */
export function strongest(codes: readonly ExitCode[]): ExitCode {
  return STRONGEST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}

/** The table that `--help` of `run` shows. */
export const EXIT_CODE_TABLE = exitCodes(
  'every objective of level fail is met',
  'a file or folder cannot be read or written',
  ['   99  the simulation finished and an objective was missed'],
);

/** The table that `--help` of `compare` shows. */
export const COMPARE_EXIT_CODE_TABLE = exitCodes(
  'nothing that --fail-on names has happened',
  'a file or folder cannot be read or written, or git refuses',
  [
    '    5  something got worse (--fail-on worse); no objective fails by it',
    '   99  the head misses an objective of level fail, in the way that --fail-on names',
  ],
);

function exitCodes(done: string, file: string, own: readonly string[]): string {
  return [
    'Exit codes:',
    `    0  done; ${done}`,
    '    1  a bug in lsim',
    '    2  the command line is wrong',
    '    3  the scenario, or something it refers to, is invalid',
    `    4  ${file}`,
    ...own,
    '  130  interrupted; what was reached is written, marked "complete": false',
  ].join('\n');
}
