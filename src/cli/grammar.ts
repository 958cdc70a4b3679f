/** The grammar of the command line: what its words and flags are taken for. Yargs does the reading. */
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { COMMANDS, flagNames, withHelp, type Command, type CommandName } from './commands.ts';
import { EXIT } from './exit-code.ts';
import { Failure, usage } from './failure.ts';
import type { Io } from './io.ts';
import type { RawFlags } from './flag-reader.ts';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: CommandName; readonly flags: RawFlags; readonly words: readonly string[] };

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
  if (command === undefined || !isCommand(command)) throw await unknownCommand(command);
  const raw = rawFlags(flags);
  const known = flagNames(command);
  const unknown = Object.keys(raw).filter((flag) => !known.includes(flag));
  // The name of the positional is not a flag, whatever yargs thinks.
  const positional = argv
    .map((word) => /^--(scenario|what|dir)(=|$)/.exec(word)?.[1])
    .find((name) => name !== undefined);
  if (positional !== undefined) unknown.push(positional);
  if (unknown.length > 0) throw await unknownFlags(command, unknown, known);
  const words = ['scenario', 'what', 'dir'].flatMap((name) => wordsOf(flags, name)).concat(rest);
  if (COMMANDS[command].words === '' && words.length > 0)
    throw misuse(`lsim ${command}`, `takes no arguments; got ${words.join(' ')}`);
  return { kind: command, flags: raw, words };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function parser(version: string, io: Io): Argv {
  const reader = yargs()
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
    });
  for (const [name, command] of Object.entries(COMMANDS)) {
    const { words, summary }: Command = command;
    reader.command(`${name} ${words}`.trim(), summary, (help) => withHelp(help, command), ignore);
  }
  return reader
    .help()
    .alias('help', 'h')
    .version(version)
    .exitProcess(false)
    .fail((message: string, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? misuse('lsim', message) : error;
    })
    .epilogue('lsim <command> --help says more. Start with: lsim init')
    .wrap(Math.min(100, io.stdout.columns));
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
      .filter(
        ([name]) => !['_', '$0', 'scenario', 'what', 'dir', 'q', 'v', 'n', 'o', 'h', 'help', 'version'].includes(name),
      )
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(dashInside) : dashInside(value)]),
  );
}

function dashInside(value: unknown): unknown {
  return typeof value === 'string' ? showDash(value) : value;
}

/** Yargs puts optional words in brackets; these are needed. */
function shownWords(help: string): string {
  return help.replace('[scenario..]', '<scenario..>').replace('[what..]', '<what..>').replace('[dir..]', '[dir]');
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
