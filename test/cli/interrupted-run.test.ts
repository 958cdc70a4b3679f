import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { ended, scenario, start, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();

beforeEach(() => {
  folder.write('long.yaml', scenario({ name: 'long', duration: '360d' }).replace('20/s', '500/s'));
});

/** Starts a run that would take hours, and lets it come past its warm-up. */
function startLong(...args: string[]) {
  return start(['run', 'long.yaml', '--out', 'out', '--progress', 'none', ...args], { cwd: folder.path });
}

/** Sends a signal once the first requests are on the disk, so that there is something to keep. */
async function interruptOnceRunning(child: ReturnType<typeof startLong>, signal: NodeJS.Signals): Promise<void> {
  const rows = () =>
    folder
      .tree()
      .filter(
        (name) =>
          name.endsWith('.tmp') && (statSync(join(folder.path, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
      );
  while (rows().length === 0) await setTimeout(50);
  child.kill(signal);
}

const result = () => JSON.parse(readFileSync(join(folder.path, 'out/result.json'), 'utf8'));

describe('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s writes what was reached, marks it and exits with 130',
    async (signal) => {
      const child = startLong('--charts', 'none', '--csv', 'summary,requests');
      const end = ended(child);
      await interruptOnceRunning(child, signal);
      const { code, stdout, stderr } = await end;
      expect(code).toBe(130);
      expect(stdout).toContain('stopped after');
      expect(stderr).not.toContain('    at ');
      const { complete, duration_s, sources, unfinished } = result();
      expect(complete).toBe(false);
      expect(duration_s).toBeGreaterThan(0);
      expect(duration_s).toBeLessThan(360 * 86_400);
      const rows = readFileSync(join(folder.path, 'out/requests.csv'), 'utf8').trimEnd().split('\n').length - 1;
      expect(rows).toBe(sources.web.requests);
      expect(unfinished.requests).toBeLessThanOrEqual(sources.web.requests);
      expect(folder.tree()).toEqual(['long.yaml', 'out', 'out/functions.csv', 'out/requests.csv', 'out/result.json']);
    },
  );

  test('stops worker threads too', async () => {
    const child = startLong('--charts', 'none', '--csv', 'summary,requests', '--runs', '3', '--jobs', '2', '--json');
    const end = ended(child);
    await interruptOnceRunning(child, 'SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toEqual(result());
    expect(result().complete).toBe(false);
  });

  test('twice leaves at once and leaves nothing behind', async () => {
    mkdirSync(join(folder.path, 'out'));
    folder.write('out/result.json', 'old');
    const child = startLong('--csv', 'summary,requests', '--runs', '2', '--jobs', '2');
    const end = ended(child);
    await interruptOnceRunning(child, 'SIGINT');
    await setTimeout(250);
    child.kill('SIGINT');
    expect((await end).code).toBe(130);
    const left = folder.tree();
    expect(left.filter((name) => name.includes('.lsim'))).toEqual([]);
    // Either it left before anything was put in its place, or after everything was.
    if (left.length === 3) expect(readFileSync(join(folder.path, 'out/result.json'), 'utf8')).toBe('old');
    else expect(result().complete).toBe(false);
  });
});

describe('a reader that goes away', () => {
  test('ends the program quietly, with the files written', async () => {
    folder.write('small.yaml', scenario());
    const child = start(['run', 'small.yaml', '--out', 'out', '--charts', 'none', '--json'], { cwd: folder.path });
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|Error|    at /);
    expect(result().complete).toBe(true);
  });
});
