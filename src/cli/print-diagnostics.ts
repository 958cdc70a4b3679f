/** Diagnostics as lines for a terminal: place, code, message, and the frame below. */
import { styleText } from 'node:util';
import { visible } from '../report/safe-text.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';

/** `scenarios/burst.yaml:8:5  E_UNKNOWN_KEY  functions.api.…: …` and the frame, each with a final newline. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], color: boolean): string {
  return diagnostics.map((diagnostic) => diagnosticText(diagnostic, color)).join('');
}

function diagnosticText(diagnostic: Diagnostic, color: boolean): string {
  const paint = (style: 'bold' | 'red' | 'yellow', text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const file = visible(diagnostic.file);
  const place = diagnostic.line > 0 ? `${file}:${String(diagnostic.line)}:${String(diagnostic.column)}` : file;
  const code = paint(diagnostic.severity === 'error' ? 'red' : 'yellow', diagnostic.code);
  const frame = diagnostic.frame === '' ? '' : lines(diagnostic.frame.trimEnd());
  return `${paint('bold', place)}  ${code}  ${lines(diagnostic.message)}${frame}`;
}

function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => `${visible(line.replaceAll('\t', '    '))}\n`)
    .join('');
}
