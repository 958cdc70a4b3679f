/** Makes reports/sample-burst anew, and the summary that README.md quotes. Part of `npm run goldens`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../', import.meta.url);
const BURST = 'scenarios/burst.yaml';
const SAMPLE = 'reports/sample-burst';

lsim(BURST, '--bucket', '20s', '--out', SAMPLE, '--quiet');
// Too large to keep.
rmSync(new URL(`${SAMPLE}/timeseries.csv`, ROOT));

const readme = new URL('README.md', ROOT);
const summary = lsim(BURST);
const text = readFileSync(readme, 'utf8').replace(/(?<=```text\n).*?(?=```)/s, () => summary);
writeFileSync(readme, text);

/** What `lsim run` prints on a terminal without colours. */
function lsim(...args) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const command = ['dist/cli/main.js', 'run', ...args, '--color', 'never', '--fail-on', 'none'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}\n${stderr}`);
  return stdout;
}
