/** Reads the values of flags, each from the command line or else from its LSIM_* variable. */
import type { Micros } from '../des/time.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { flagProblem, type FlagKey } from '../scenario/flag-value.ts';
import { readShare, readTime } from '../scenario/units.ts';
import { usage } from './failure.ts';
import type { Io } from './io.ts';

/** Flags as the grammar delivers them: every value a text, a list of texts, or a boolean. */
export type RawFlags = Readonly<Record<string, unknown>>;

/** Takes values from flags or LSIM_* variables and collects what is wrong with them. */
export class FlagReader {
  readonly problems: Diagnostic[] = [];
  readonly #flags: RawFlags;
  readonly #env: Io['env'];

  constructor(flags: RawFlags, env: Io['env']) {
    this.#flags = flags;
    this.#env = env;
  }

  /** All values of a flag that may be repeated; never from a variable. */
  list(name: string): string[] {
    const value = this.#flags[name];
    const values: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return values.map(String);
  }

  /** One text. @param ignoreVariable look at the flag alone */
  text(name: string, ignoreVariable = false): string | undefined {
    return this.#value(name, ignoreVariable)?.text;
  }

  /** The value of a key of the scenario, as text. Whether it suits the other keys is seen once the file is read. */
  key(name: string, key: FlagKey, ignoreVariable: boolean): string | undefined {
    const value = this.#value(name, ignoreVariable);
    if (value === undefined) return undefined;
    const problem = flagProblem(key, value.text);
    if (problem === null) return value.text;
    this.problems.push(usage(value.from, problem));
    return undefined;
  }

  /** A whole number from 1 to `most`. */
  count(name: string, most: number, ignoreVariable = false): number | undefined {
    const value = this.#value(name, ignoreVariable);
    if (value === undefined) return undefined;
    const count = /^\d+$/.test(value.text) ? Number(value.text) : NaN;
    if (count >= 1 && count <= most) return count;
    this.problems.push(
      usage(value.from, `must be a whole number from 1 to ${String(most)}; got ${JSON.stringify(value.text)}`),
    );
    return undefined;
  }

  /** A share from 0 % up. */
  share(name: string): number | undefined {
    const value = this.#value(name, false);
    if (value === undefined) return undefined;
    const read = readShare(value.text);
    if ('value' in read && read.value >= 0) return read.value;
    const problem = 'problem' in read ? read.problem : `${JSON.stringify(value.text)} is below 0%`;
    this.problems.push(usage(value.from, `must be a share such as 1%; ${problem}`));
    return undefined;
  }

  /** A share above 0 %, at most 100 %; `null` where the flag is not there or wrong. @param example `a share such as 1%` */
  part(name: string, example: string): number | null {
    const value = this.#value(name, false);
    if (value === undefined) return null;
    const read = readShare(value.text);
    if ('value' in read && read.value > 0 && read.value <= 1) return read.value;
    const problem = 'problem' in read ? read.problem : `${JSON.stringify(value.text)} is not above 0% and at most 100%`;
    this.problems.push(usage(value.from, `must be ${example}; ${problem}`));
    return null;
  }

  /** Two instants such as `10m..12m`; a missing one is the beginning or the end. `null` as with `share`. */
  window(name: string): { readonly from: Micros; readonly to: Micros } | null {
    const value = this.#value(name, false);
    if (value === undefined) return null;
    const [begin = '', end = '', ...rest] = value.text.split('..').map((text) => text.trim());
    const from = begin === '' ? { value: 0 } : readTime(begin, 's');
    const to = end === '' ? { value: Infinity } : readTime(end, 's');
    if ('value' in from && 'value' in to && rest.length === 0 && value.text.includes('..') && from.value >= 0) {
      if (from.value < to.value) return { from: from.value, to: to.value };
    }
    const problem = [from, to].find((read) => 'problem' in read);
    const why = problem === undefined ? `got ${JSON.stringify(value.text)}` : problem.problem;
    this.problems.push(usage(value.from, `must be a window of time such as 10m..12m; ${why}`));
    return null;
  }

  /** One of a few words. */
  choice<T extends string>(name: string, choices: readonly T[], ignoreVariable = false): T | undefined {
    const value = this.#value(name, ignoreVariable);
    return value === undefined ? undefined : this.#oneOf(value, choices);
  }

  /** A list given by repeating the flag or by commas; a flag replaces the variable as a whole. */
  choices<T extends string>(name: string, choices: readonly T[]): ReadonlySet<T> | undefined {
    const given = this.list(name);
    const variable = this.#env[variableName(name)] ?? '';
    if (given.length === 0 && variable === '') return undefined;
    const from = given.length > 0 ? `--${name}` : variableName(name);
    const texts = (given.length > 0 ? given : [variable]).flatMap((text) => text.split(',')).map((text) => text.trim());
    const chosen = texts.map((text) => this.#oneOf({ from, text }, choices));
    return new Set(chosen.filter((choice) => choice !== undefined));
  }

  /** True or false; a flag is true by being there. */
  flag(name: string): boolean {
    const value = this.#flags[name];
    if (typeof value === 'boolean') return value;
    if (value !== undefined) this.problems.push(usage(`--${name}`, `takes no value; got ${JSON.stringify(value)}`));
    const variable = (this.#env[variableName(name)] ?? '').toLowerCase();
    if (['1', 'true', 'yes', 'on'].includes(variable)) return true;
    if (!['', '0', 'false', 'no', 'off'].includes(variable)) {
      this.problems.push(usage(variableName(name), `must be true or false; got ${JSON.stringify(variable)}`));
    }
    return false;
  }

  #oneOf<T extends string>(value: { from: string; text: string }, choices: readonly T[]): T | undefined {
    const choice = choices.find((candidate) => candidate === value.text);
    if (choice === undefined) {
      this.problems.push(usage(value.from, `must be one of ${choices.join(', ')}; got ${JSON.stringify(value.text)}`));
    }
    return choice;
  }

  #value(name: string, ignoreVariable: boolean): { from: string; text: string } | undefined {
    const given = this.list(name);
    if (given.length > 1)
      this.problems.push(usage(`--${name}`, `given ${String(given.length)} times; it takes one value`));
    const text = given[0];
    if (text === '') {
      this.problems.push(usage(`--${name}`, 'needs a value'));
      return undefined;
    }
    if (text !== undefined) return { from: `--${name}`, text };
    const variable = ignoreVariable ? undefined : this.#env[variableName(name)];
    return variable === undefined || variable === '' ? undefined : { from: variableName(name), text: variable };
  }
}

function variableName(flag: string): string {
  return `LSIM_${flag.toUpperCase().replaceAll('-', '_')}`;
}
