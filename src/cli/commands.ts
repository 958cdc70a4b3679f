/** The commands of lsim: what each is for, its flags, and what its --help says. */
import type { Argv, Options } from 'yargs';
import { COMMENT, COMMON, COMPARE, EXPORT, INIT, RUN, type Flags } from './command-flags.ts';
import { COMPARE_EXIT_CODE_TABLE, EXIT_CODE_TABLE } from './exit-code.ts';

/** One command, as yargs is told of it. */
export interface Command {
  /** Its words after the name, as yargs writes them; empty where it takes none. */
  readonly words: '' | '[scenario..]' | '[what..]' | '[dir..]';
  /** One line of `lsim --help`. */
  readonly summary: string;
  /** Besides those of all commands. */
  readonly flags: Flags;
  /** Its own --help; the flags are added. */
  readonly help: (command: Argv) => Argv;
}

/** In the order of `lsim --help`. */
export const COMMANDS = {
  init: {
    words: '[dir..]',
    summary: 'Write a commented scenario to start from',
    flags: INIT,
    help: (command) =>
      command
        .usage(
          'lsim init [dir]\n\n' +
            'Write scenario.yaml, commented and ready to run, into a folder (default: .),\n' +
            'and its JSON Schema for editors where no lsim is installed there. Asks nothing;\n' +
            'never overwrites: a file in the way is an error, and nothing is written.',
        )
        .positional('dir', { type: 'string', array: true, describe: 'Folder; made where it is missing' })
        .example('lsim init scenarios', 'scenarios/scenario.yaml')
        .example('lsim init scenarios --ci github', 'the workflows for it as well, at the root of the repository'),
  },
  run: {
    words: '[scenario..]',
    summary: 'Simulate a scenario; write CSV files and charts; print the verdict',
    flags: RUN,
    help: (command) =>
      command
        .usage('lsim run <scenario..>\n\nSimulate scenarios; write CSV files and charts; print the verdict.')
        .positional('scenario', { type: 'string', array: true, describe: 'Scenario files; - is standard input' })
        .example('lsim run scenarios/burst.yaml', 'the flash sale, into reports/burst/')
        .example('lsim run scenarios/burst.yaml -n 8 --set account.concurrency=2000', 'eight replications of a what-if')
        .epilogue(
          `${EXIT_CODE_TABLE}\n\nFlags beat --set, which beats LSIM_* variables (LSIM_SEED, LSIM_OUT …), which beat the file.`,
        ),
  },
  compare: {
    words: '[what..]',
    summary: 'Say what a change does: two scenarios, results, variants or commits',
    flags: COMPARE,
    help: (command) =>
      command
        .usage(
          'lsim compare <base> [head]\n\n' +
            'Simulate two sides with the same arrivals and service times, and say what\n' +
            'clearly differs. A side is a scenario or a result.json; one scenario alone is\n' +
            'compared with its variants, or with itself at another commit.',
        )
        .positional('what', { type: 'string', array: true, describe: 'Scenarios or results; - is standard input' })
        .example('lsim compare before.yaml after.yaml', 'two scenarios')
        .example('lsim compare scenarios/noisy-neighbour.yaml --variant lid-on-the-batch', 'a scenario and a variant')
        .example('lsim compare scenarios/burst.yaml --base-ref main', 'the file as it is, with that of another branch')
        .epilogue(COMPARE_EXIT_CODE_TABLE),
  },
  export: {
    words: '[what..]',
    summary: 'Write the metrics of a run in the shape of another tool',
    flags: EXPORT,
    help: (command) =>
      command
        .usage(
          'lsim export cloudwatch <scenario or result.json>\n\n' +
            'Write the metrics of run 1 by the minute, as aws cloudwatch get-metric-data answers.',
        )
        .positional('what', {
          type: 'string',
          array: true,
          describe: 'cloudwatch, then a scenario file or a result.json',
        })
        .example('lsim export cloudwatch scenarios/burst.yaml -o metrics.json', 'simulates, with every statistic')
        .example('lsim export cloudwatch reports/burst/result.json', 'reads the timeseries.csv beside it'),
  },
  comment: {
    words: '[what..]',
    summary: 'Post or update the comment of a comparison on its pull request',
    flags: COMMENT,
    help: (command) =>
      command
        .usage(
          'lsim comment <compare.json>\n\n' +
            'Post a comparison as a comment on its pull request, or edit the one that is there.\n' +
            'GITHUB_API_URL says where GitHub is; the token is read from a variable, never from a flag.',
        )
        .positional('what', {
          type: 'string',
          array: true,
          describe: 'What lsim compare --json wrote; - is standard input',
        })
        .example('lsim comment compare.json --dry-run', 'prints the comment')
        .example('lsim comment compare.json --repo acme/shop --pr 7', 'posts it from a machine of your own')
        .epilogue(
          `Exit codes:
    0  posted, nothing to tell, or the token may not comment here (a fork)
    2  the command line is wrong
    3  the file is no comparison
    4  a file cannot be read, or GitHub refused`,
        ),
  },
  schema: {
    words: '',
    summary: 'Print the JSON Schema of the scenario file',
    flags: {},
    help: (command) => command.usage('lsim schema\n\nPrint the JSON Schema of the scenario file.'),
  },
} as const satisfies Readonly<Record<string, Command>>;

/** Name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** The long names of all flags of a command. */
export function flagNames(name: CommandName): readonly string[] {
  return Object.keys({ ...COMMANDS[name].flags, ...COMMON });
}

/** Tells yargs of one command's help and flags. */
export function withHelp(command: Argv, { help, flags }: Command): Argv {
  return help(command).options(withValues(flags)).options(withValues(COMMON));
}

function withValues(options: Flags): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === 'string' ? { ...option, requiresArg: true } : option,
    ]),
  );
}
