#!/usr/bin/env node
/** The program `lsim`: hands the command line to `cli` and leaves with its exit code. */
import { cli } from './cli.ts';
import { processIo } from './io.ts';

process.exitCode = await cli(process.argv.slice(2), processIo());
