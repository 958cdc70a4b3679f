/**
 * `npm test`: types, lint, layering, unused code, format, then all tests. Every check runs whatever the others say,
 * so that one call shows all there is to mend. Arguments go to vitest: `npm test -- test/des`.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const CHECKS = [
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.check.json'] },
  { name: 'layering', command: ['depcruise', 'src'] },
  { name: 'unused', command: ['knip', '--no-config-hints'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
];

const failed = [...(await checks()), ...(await tests())];
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

/** Runs the checks, as many at a time as there are cores, and shows each one's output once it ends. */
async function checks() {
  const waiting = [...CHECKS];
  const failures = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { code, output } = await run(check.command, 'pipe');
      console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${check.name}${code === 0 ? '' : `\n${output}`}`);
      if (code !== 0) failures.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures;
}

async function tests() {
  const { code } = await run(['vitest', 'run', ...process.argv.slice(2)], 'inherit');
  return code === 0 ? [] : ['tests'];
}

/** The tools are found because npm puts node_modules/.bin first in PATH. */
function run([program, ...args], output) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', output, output],
      shell: process.platform === 'win32',
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
