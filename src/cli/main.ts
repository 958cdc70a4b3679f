#!/usr/bin/env node
/** The program `lsim`: hands the command line to `cli` and leaves with its exit code. */
import { processIo } from './io.ts';

// Signals are heard from here on; what takes time to load comes after.
const io = processIo();
const { cli } = await import('./cli.ts');
process.exitCode = await cli(process.argv.slice(2), io);
