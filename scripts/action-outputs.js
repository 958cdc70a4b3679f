/** Prints what the action of action.yml tells later steps, in the form of GITHUB_OUTPUT. Arguments: report folder, exit code. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [report = '', exitCode = ''] = process.argv.slice(2);
const file = join(report, 'compare.json');
const comparison = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const outputs = { verdict: comparison.verdict ?? '', ok: comparison.ok ?? '', 'exit-code': exitCode, report };

// A delimiter that nobody can guess: a verdict has names in it, and must not write outputs of its own.
for (const [name, value] of Object.entries(outputs)) {
  const end = randomUUID();
  process.stdout.write(`${name}<<${end}\n${value}\n${end}\n`);
}
