/** What is said about an error that nobody foresaw. */
import { visible } from '../report/safe-text.ts';

/**
 * One line that asks for a report.
 * @param context what is needed to see it again, such as version, digest and seed
 * @param verbose adds the stack
 */
export function bugText(error: unknown, context: string, verbose: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = verbose && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  const hint = verbose ? '' : '; --verbose shows the stack';
  return `lsim bug: ${visible(message)}. Please report it with the scenario and this: ${visible(context)}${hint}\n${stack}`;
}
