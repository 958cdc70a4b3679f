/** The grammar of the command line: which commands and flags there are, and their help. Yargs does the reading. */
import yargs from 'yargs';
import type { Argv, Options } from 'yargs';
import { EXIT, EXIT_CODE_TABLE } from './exit-code.ts';
import { Failure, usage } from './failure.ts';
import type { Io } from './io.ts';
import type { RawFlags } from './flag-reader.ts';
import { COMMON, EXPORT, RUN, type Flags } from './command-flags.ts';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'run'; readonly flags: RawFlags; readonly scenarios: readonly string[] }
  | { readonly kind: 'export'; readonly flags: RawFlags; readonly words: readonly string[] }
  | { readonly kind: 'schema'; readonly flags: RawFlags };

/** Reads a command line. Throws a Failure (exit 2) for an unknown command or flag, or a flag without its value. */
export async function readCommandLine(argv: readonly string[], version: string, io: Io): Promise<Request> {
  let text = '';
  const flags = await parser(version, io).parseAsync(
    withOptionalValues(argv).map(hideDash),
    {},
    (_error, _flags, output) => {
      text = output;
    },
  );
  if (text !== '') return { kind: 'text', text: `${shownWords(text)}\n` };
  const [command, ...rest] = flags._.map((word) => showDash(String(word)));
  const known = command === undefined || !Object.hasOwn(COMMANDS, command) ? undefined : COMMANDS[command];
  if (command === undefined || known === undefined) throw await unknownCommand(command);
  const raw = rawFlags(flags);
  const unknown = Object.keys(raw).filter((flag) => !known.includes(flag));
  // The name of the positional is not a flag, whatever yargs thinks.
  const positional = argv.map((word) => /^--(scenario|what)(=|$)/.exec(word)?.[1]).find((name) => name !== undefined);
  if (positional !== undefined) unknown.push(positional);
  if (unknown.length > 0) throw await unknownFlags(command, unknown, known);
  if (command === 'run') return { kind: 'run', flags: raw, scenarios: [...wordsOf(flags, 'scenario'), ...rest] };
  if (command === 'export') return { kind: 'export', flags: raw, words: [...wordsOf(flags, 'what'), ...rest] };
  if (rest.length > 0) throw misuse(`lsim ${command}`, `takes no arguments; got ${rest.join(' ')}`);
  return { kind: 'schema', flags: raw };
}

/** Flags of each command, by their long names. */
const COMMANDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  run: [...Object.keys(RUN), ...Object.keys(COMMON)],
  export: [...Object.keys(EXPORT), ...Object.keys(COMMON)],
  schema: Object.keys(COMMON),
};

function parser(version: string, io: Io): Argv {
  return (
    yargs()
      .scriptName('lsim')
      .usage('lsim: simulate the concurrency and scaling of AWS Lambda\n\nUsage: $0 <command>')
      // Keeps yargs from looking the locale up in the environment and its files.
      .locale('en')
      .parserConfiguration({
        'boolean-negation': false,
        'camel-case-expansion': false,
        'dot-notation': false,
        'greedy-arrays': false,
        'parse-numbers': false,
        'parse-positional-numbers': false,
      })
      .command(
        'run [scenario..]',
        'Simulate a scenario; write CSV files and charts; print the verdict',
        runCommand,
        ignore,
      )
      .command('export [what..]', 'Write the metrics of a run in the shape of another tool', exportCommand, ignore)
      .command('schema', 'Print the JSON Schema of the scenario file', schemaCommand, ignore)
      .help()
      .alias('help', 'h')
      .version(version)
      .exitProcess(false)
      .fail((message: string, error: Error | undefined) => {
        throw error === undefined || error.name === 'YError' ? misuse('lsim', message) : error;
      })
      .epilogue('lsim <command> --help says more. Start with: lsim run scenarios/burst.yaml')
      .wrap(Math.min(100, io.stdout.columns))
  );
}

function runCommand(command: Argv): Argv {
  return command
    .usage('lsim run <scenario..>\n\nSimulate scenarios; write CSV files and charts; print the verdict.')
    .positional('scenario', { type: 'string', array: true, describe: 'Scenario files; - is standard input' })
    .options(withValues(RUN))
    .options(withValues(COMMON))
    .example('lsim run scenarios/burst.yaml', 'the flash sale, into reports/burst/')
    .example('lsim run scenarios/burst.yaml -n 8 --set account.concurrency=2000', 'eight replications of a what-if')
    .epilogue(
      `${EXIT_CODE_TABLE}\n\nFlags beat --set, which beats LSIM_* variables (LSIM_SEED, LSIM_OUT …), which beat the file.`,
    );
}

function exportCommand(command: Argv): Argv {
  return command
    .usage(
      'lsim export cloudwatch <scenario or result.json>\n\n' +
        'Write the metrics of run 1 by the minute, as aws cloudwatch get-metric-data answers.',
    )
    .positional('what', { type: 'string', array: true, describe: 'cloudwatch, then a scenario file or a result.json' })
    .options(withValues(EXPORT))
    .options(withValues(COMMON))
    .example('lsim export cloudwatch scenarios/burst.yaml -o metrics.json', 'simulates, with every statistic')
    .example('lsim export cloudwatch reports/burst/result.json', 'reads the timeseries.csv beside it');
}

function schemaCommand(command: Argv): Argv {
  return command.usage('lsim schema\n\nPrint the JSON Schema of the scenario file.').options(withValues(COMMON));
}

function withValues(options: Flags): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === 'string' ? { ...option, requiresArg: true } : option,
    ]),
  );
}

function ignore(): void {
  // The caller dispatches; yargs only reads.
}

/** Flags whose value may be left out: what stands for it then, and what a value looks like. */
const OPTIONAL_VALUES: Readonly<Partial<Record<string, { readonly otherwise: string; readonly value: RegExp }>>> = {
  '--log': { otherwise: '100%', value: /^[\d.]+%$/ },
  '--trace': { otherwise: '..', value: /^(?:\d[\d.a-z]*)?\.\.(?:\d[\d.a-z]*)?$/ },
};

// Yargs would take the scenario behind the flag for its value.
function withOptionalValues(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const flag = Object.hasOwn(OPTIONAL_VALUES, word) ? OPTIONAL_VALUES[word] : undefined;
    return flag === undefined || flag.value.test(argv[index + 1] ?? '') ? word : `${word}=${flag.otherwise}`;
  });
}

// Yargs takes a lone `-` for `true` or drops it, so it travels under another name.
const DASH = '\u0000-';

function hideDash(word: string): string {
  return word === '-' ? DASH : word.endsWith('=-') && word.startsWith('--') ? `${word.slice(0, -1)}${DASH}` : word;
}

function showDash(word: string): string {
  return word.replace(DASH, '-');
}

/** Without positionals, aliases and yargs' own entries. */
function rawFlags(flags: Readonly<Record<string, unknown>>): RawFlags {
  return Object.fromEntries(
    Object.entries(flags)
      .filter(([name]) => !['_', '$0', 'scenario', 'what', 'q', 'v', 'n', 'o', 'h', 'help', 'version'].includes(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(dashInside) : dashInside(value)]),
  );
}

function dashInside(value: unknown): unknown {
  return typeof value === 'string' ? showDash(value) : value;
}

/** Yargs puts optional words in brackets; these are needed. */
function shownWords(help: string): string {
  return help.replace('[scenario..]', '<scenario..>').replace('[what..]', '<what..>');
}

function wordsOf(flags: Readonly<Record<string, unknown>>, positional: string): string[] {
  const given = flags[positional];
  return Array.isArray(given) ? given.map((name) => showDash(String(name))) : [];
}

function misuse(subject: string, message: string): Failure {
  return new Failure(EXIT.usage, [usage(subject, message)]);
}

async function unknownCommand(command: string | undefined): Promise<Failure> {
  const names = Object.keys(COMMANDS);
  if (command === undefined) return misuse('lsim', `no command given; commands are ${commandNames(names)}`);
  return misuse(
    `lsim ${command}`,
    `unknown command; commands are ${commandNames(names)}${await suggestion(command, names, '')}`,
  );
}

function commandNames(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

async function unknownFlags(command: string, unknown: readonly string[], known: readonly string[]): Promise<Failure> {
  const problems = unknown.map(async (flag) => {
    const dashes = flag.length === 1 ? '-' : '--';
    const hint = flag.length === 1 ? '' : await suggestion(flag, known, '--');
    return usage(`${dashes}${flag}`, `unknown flag of lsim ${command}${hint}`);
  });
  return new Failure(EXIT.usage, await Promise.all(problems));
}

async function suggestion(word: string, known: readonly string[], prefix: string): Promise<string> {
  const { nearest } = await import('../scenario/nearest.ts');
  const near = nearest(word, known);
  return near === null ? '' : `. Did you mean ${prefix}${near}?`;
}
