/** The command line: read it, do what it asks for, and turn every outcome into an exit code. */
import { readFileSync } from 'node:fs';
import { wantsColor } from './appearance.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';
import type { Request } from './grammar.ts';
import { readCommandLine } from './grammar.ts';
import type { Io } from './io.ts';
import { COLOR_MODES, type ColorMode } from './choices.ts';

/** Runs one command line, without the program's name. Never rejects; says on `io` what went wrong. */
export async function cli(argv: readonly string[], io: Io): Promise<ExitCode> {
  const version = packageVersion();
  try {
    return await dispatch(await readCommandLine(argv, version, io), version, io);
  } catch (error) {
    return await reportFailure(error, { argv, version }, io);
  }
}

// Each command is loaded when it is asked for: `lsim --help` must start at once.
async function dispatch(request: Request, version: string, io: Io): Promise<ExitCode> {
  switch (request.kind) {
    case 'text':
      await io.stdout.write(request.text);
      return EXIT.done;
    case 'schema': {
      const { schema } = await import('./schema.ts');
      return schema(io);
    }
    case 'init': {
      const { readInitOptions } = await import('./init-options.ts');
      const { options, problems } = readInitOptions(request.flags, request.words, io);
      if (options === null) throw new Failure(EXIT.usage, problems);
      const { init } = await import('./init.ts');
      return init(options, io);
    }
    case 'export': {
      const { readExportOptions } = await import('./export-options.ts');
      const { options, problems } = readExportOptions(request.flags, request.words, io);
      if (options === null) throw new Failure(EXIT.usage, problems);
      const { exportMetrics } = await import('./export.ts');
      return exportMetrics(options, io);
    }
    case 'comment': {
      const { readCommentOptions } = await import('./comment-options.ts');
      const { options, problems } = readCommentOptions(request.flags, request.words, io);
      if (options === null) throw new Failure(EXIT.usage, problems);
      const { comment } = await import('./comment.ts');
      return comment(options, version, io);
    }
    case 'compare': {
      const { readCompareOptions } = await import('./compare-options.ts');
      const { options, problems } = readCompareOptions(request.flags, request.words, io);
      if (options === null) throw new Failure(EXIT.usage, problems);
      const { compare } = await import('./compare.ts');
      return compare(options, version, io);
    }
    case 'run': {
      const { readRunOptions } = await import('./run-options.ts');
      const { options, problems } = readRunOptions(request.flags, request.words, io);
      if (options === null) throw new Failure(EXIT.usage, problems);
      const { run } = await import('./run.ts');
      return run(options, version, io);
    }
  }
}

async function reportFailure(
  error: unknown,
  about: { readonly argv: readonly string[]; readonly version: string },
  io: Io,
): Promise<ExitCode> {
  if (error instanceof Failure) {
    const { diagnosticsText } = await import('./print-diagnostics.ts');
    await io.stderr.write(diagnosticsText(error.diagnostics, wantsColor(colorOf(about.argv), io.stderr.isTTY, io.env)));
    if (error.exitCode === EXIT.usage)
      await io.stderr.write('lsim --help and lsim run --help list commands and flags\n');
    return error.exitCode;
  }
  const { bugText } = await import('./bug.ts');
  const verbose = about.argv.includes('--verbose') || about.argv.includes('-v');
  await io.stderr.write(bugText(error, `lsim ${about.version}`, verbose));
  return EXIT.bug;
}

// Good enough for a message about a command line that could not be read.
function colorOf(argv: readonly string[]): ColorMode {
  return (
    COLOR_MODES.find((mode) => argv.includes(`--color=${mode}`) || argv[argv.indexOf('--color') + 1] === mode) ?? 'auto'
  );
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const version = typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
