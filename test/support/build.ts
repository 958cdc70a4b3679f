/** Compiles the program once before the tests: the command line and its workers are tested as they are shipped. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Called by vitest before the first test file. The compiler writes what it can; its errors are shown by `npm test`. */
export function setup(): void {
  const root = new URL('../../', import.meta.url);
  const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
  spawnSync(process.execPath, [compiler, '-b'], { cwd: fileURLToPath(root), stdio: 'ignore' });
}
