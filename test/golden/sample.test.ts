/** The sample of a report that is shipped, and the page that quotes it, say what the program says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { functionsCsv, throttlesCsv } from '../../src/report/csv.ts';
import { resultJsonText } from '../../src/report/json.ts';
import { summaryText } from '../../src/report/terminal.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import type { ParseOptions } from '../../src/scenario/parse.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';

const ROOT = new URL('../../', import.meta.url);
const SAMPLE = '../../reports/sample-burst';
const README = read('README.md');

describe('reports/sample-burst', () => {
  let result: RunResult;

  beforeAll(() => {
    result = simulate(scenarioOf(read('scenarios/burst.yaml'), { bucket: '20s' })!);
  }, 60_000);

  it('is what the command in reports/README.md writes', async () => {
    expect(read('reports/README.md')).toContain(
      '\nnpx lsim run scenarios/burst.yaml --bucket 20s --out reports/sample-burst\n',
    );
    await expect(resultJsonText(result)).toMatchFileSnapshot(`${SAMPLE}/result.json`);
    await expect(functionsCsv(result)).toMatchFileSnapshot(`${SAMPLE}/functions.csv`);
    await expect([...throttlesCsv(result.records)].join('')).toMatchFileSnapshot(`${SAMPLE}/throttles.csv`);
  });

  it('has the charts that the run draws, each light enough for a page', () => {
    const names = readdirSync(new URL('reports/sample-burst/charts/', ROOT));
    expect(names.toSorted()).toEqual(charts(result).map(({ file }) => file).toSorted());
    const picture = readFileSync(new URL('reports/sample-burst/charts/c1-concurrency.png', ROOT));
    expect(picture.length).toBeLessThan(150_000);
  });
});

describe('README.md', () => {
  it('begins with two commands: run, and test', () => {
    const commands = [...README.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text);
    expect(commands).toEqual(['npm ci && npx lsim run scenarios/burst.yaml\n', 'npm test\n']);
  });

  it('quotes the summary of the flash sale word for word', () => {
    const [, quoted = ''] = /```text\n(.*?)```/s.exec(README) ?? [];
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    const summary = summaryText(simulate(scenarioOf(read('scenarios/burst.yaml'))!), {
      version,
      scenarioFile: 'scenarios/burst.yaml',
      color: false,
      unicode: true,
      verbose: false,
      files: {
        directory: 'reports/burst',
        names: [
          'result.json',
          'functions.csv',
          'timeseries.csv',
          'throttles.csv',
          ...readdirSync(new URL('reports/sample-burst/charts/', ROOT)).map((name) => `charts/${name}`),
        ],
      },
    });
    expect(quoted).toBe(summary);
  });

  it('shows a scenario that is right', () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(README) ?? [];
    expect(scenarioOf(yaml)?.name).toBe('orders');
    expect(yaml.trim().split('\n')).toHaveLength(15);
  });
});

describe('A page of the documentation', () => {
  const pages = ['', 'docs/', 'docs/adr/', 'scenarios/', 'reports/'].flatMap((folder) =>
    readdirSync(new URL(`./${folder}`, ROOT))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}${name}`),
  );

  it.each(pages)('%s links to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link!);
    const dead = links.filter((link) => !existsSync(new URL(`./${join(dirname(page), link)}`, ROOT)));
    expect(dead).toEqual([]);
  });
});

function scenarioOf(text: string, overrides: ParseOptions['overrides'] = {}): ReturnType<typeof parseScenario>['scenario'] {
  const files = { read: () => ({ problem: 'missing', detail: '' }) as const };
  return parseScenario(text, { file: 'scenarios/burst.yaml', files, set: [], overrides }).scenario;
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
