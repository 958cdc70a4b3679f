import { defineConfig } from 'vitest/config';

// The report is for .ci/run, which prints the counts from it.
const reporters = process.env['CI'] === undefined ? ['default'] : ['default', 'json'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 30_000,
    maxWorkers: '100%',
    allowOnly: false,
    reporters,
    outputFile: { json: 'node_modules/.cache/lsim/tests.json' },
    coverage: { include: ['src/**/*.ts'] },
  },
});
