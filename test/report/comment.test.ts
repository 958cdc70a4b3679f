import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { commentBody, markerLine, PLAIN_COMMENT, readMarker, type CommentOptions } from '../../src/report/comment.ts';
import type { Comparison } from '../../src/result/comparison.ts';
import {
  cappedQueue,
  figure,
  HEAD_COMMIT,
  objective,
  passing,
  side,
  subject,
  unchanged,
  waiting,
} from '../support/comparison.ts';

/** The elements that a comment is made of. */
const KNOWN = 'h3 p strong br code pre table thead tbody tr th td ul li a sub span details summary'.split(' ');

/** As GitHub renders it: its links, its elements, its text outside of code, and how many cells each row has. */
function rendered(markdown: string) {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return {
    links: Array.from(html.matchAll(/<a href="([^"]*)"/g), ([, address]) => address),
    elements: Array.from(html.matchAll(/<([a-z][a-z0-9]*)/gi), ([, element]) => element!),
    words: html.replace(/<code[^]*?<\/code>/g, '').replace(/<[^>]*>/g, ''),
    cells: Array.from(html.matchAll(/<tr>[^]*?<\/tr>/g), ([row]) => row.match(/<t[dh]/g)?.length),
  };
}

const OPTIONS: CommentOptions = {
  title: '',
  commit: HEAD_COMMIT,
  detailsUrl: 'https://github.com/acme/shop/actions/runs/123456',
  inPlace: true,
  maxChars: 60_000,
};
const body = (comparison: Comparison, options: Partial<CommentOptions> = {}) =>
  commentBody(comparison, { ...OPTIONS, ...options });
const heading = (comparison: Comparison) => body(comparison).split('\n')[0];
const better = (over: Partial<Comparison> = {}) =>
  cappedQueue({ ok: true, objectives: [passing('checkout-api')], ...over });

describe('the comment of a comparison', () => {
  test('is the one of the contract, word for word', async () => {
    await expect(body(cappedQueue())).toMatchFileSnapshot('comment.capped-queue.md');
  });

  test('of one in which nothing changed is a heading, a line and the assumptions', async () => {
    await expect(body(unchanged())).toMatchFileSnapshot('comment.unchanged.md');
  });

  test('without a baseline shows the head alone, and says why', () => {
    const missing = side({ status: 'missing', result: null, label: 'burst.yaml at 1f3c9ab' });
    const comparison = cappedQueue({
      base: missing,
      configuration: null,
      objectives: [waiting({ base: null, outcome: 'fails', difference: null, change: 'incomparable' })],
    });
    const text = body(comparison);
    expect(text).toMatch(/^### ❌ lsim: 1 of 1 objective fails\n/);
    expect(text).toContain('\n\nThere is no baseline: burst.yaml at 1f3c9ab does not exist.\n\n|');
    expect(text).toContain('| Objective | This PR | Result |');
    expect(text).not.toContain('Baseline |');
  });

  test('with a baseline that is no scenario says what is wrong with it', () => {
    const problem = { code: 'E_UNIT', file: 'burst.yaml', line: 3, column: 9, message: 'a unit is missing', frame: '' };
    const comparison = cappedQueue({ base: side({ status: 'invalid', result: null, problems: [problem, problem] }) });
    const line = 'Its first error: `E_UNIT` at `burst.yaml:3:9`, a unit is missing (and 1 more)';
    expect(body(comparison)).toContain(
      `There is no baseline: scenarios/burst.yaml is not a valid scenario.\n${line}\n`,
    );
    const notes = ['there is no baseline, as burst.yaml cannot be simulated'];
    expect(body({ ...comparison, notes })).toContain(
      `\n\nThere is no baseline, as burst.yaml cannot be simulated.\n${line}\n`,
    );
    expect(body({ ...comparison, notes }).match(/no baseline/g)).toHaveLength(1);
  });

  test('with a head that is no scenario has the frames of its errors in a fence', () => {
    const frame = '   7 |     memoryMb: 512\n>  8 |     reservdConcurrency: ```\n     |     ^^^^^^\n';
    const problem = { code: 'E_UNKNOWN_KEY', file: 'burst.yaml', line: 8, column: 5, message: 'unknown key', frame };
    const text = body(cappedQueue({ head: side({ status: 'invalid', result: null, problems: [problem] }) }));
    expect(text).toMatch(/^### ⚠️ lsim could not simulate this change\n/);
    expect(text).toContain(`\n\`\`\`\`\nburst.yaml:8:5  E_UNKNOWN_KEY  unknown key\n${frame.trimEnd()}\n\`\`\`\`\n`);
  });

  test('that is too close to call has no green tick, and the number of runs that should settle it', () => {
    const base = waiting().base!;
    const close = waiting({
      outcome: 'too-close',
      head: { ...base, value: 898_000, runsMeeting: 14 },
      runsToSettle: 64,
      change: 'unclear',
    });
    const text = body(cappedQueue({ ok: true, objectives: [close, passing('checkout-api')] }));
    expect(text).toMatch(/^### ⚪ lsim: 1 of 2 objectives is too close to call\n/);
    expect(text).toContain(
      '| no clear change | ⚪ too close to call (2 of 16 runs miss); `--runs 64` should settle it |',
    );
  });
});

test('what was not compared is said plainly, once, and what was stopped early too', () => {
  const notes = ['the horizons differ', 'source web is on the base only', 'c', 'd'];
  const text = body(cappedQueue({ notes, complete: false }));
  expect(text).toContain(
    '\n\n⚠️ Not complete: a side was stopped before its end, and its figures are those up to then.\n' +
      'The horizons differ.\nSource web is on the base only.\nC.\n\n| Objective',
  );
  expect(text).toContain('\n- d\n');
  expect(text.match(/horizons differ/g)).toHaveLength(1);
  expect(body(unchanged({ notes }))).toContain('\n- the horizons differ\n');
});

test('a flag in a sentence is code', () => {
  const text = body(cappedQueue({ suggestions: ['--runs 64 should settle what is too close to call'] }));
  expect(text).toContain('\n`--runs 64` should settle what is too close to call.\n');
});

describe('the heading', () => {
  test.for([
    ['what newly fails', cappedQueue(), '### ❌ lsim: 1 of 3 objectives fails with this change'],
    [
      'what fails as before',
      cappedQueue({ objectives: [waiting({ outcome: 'still-fails' }), passing('api')] }),
      '### ❌ lsim: 1 of 2 objectives fails, as before',
    ],
    [
      'both',
      cappedQueue({ objectives: [waiting(), waiting({ outcome: 'still-fails' })] }),
      '### ❌ lsim: 2 of 2 objectives fail with this change, 1 of them as before',
    ],
    [
      'a warning',
      cappedQueue({ ok: true, objectives: [waiting({ level: 'warn' }), passing('api')] }),
      '### ⚠️ lsim: 1 of 2 objectives misses with this change (warning)',
    ],
    [
      'what is fixed',
      better({ objectives: [objective()] }),
      '### ✅ lsim: the objective passes; 1 fixed by this change',
    ],
    ['the peak', better(), '### ✅ lsim: the objective passes; peak concurrency 100 % → 85 % of the account'],
    [
      'the cost',
      better({ account: {}, objectives: [passing('a'), passing('b')] }),
      '### ✅ lsim: all 2 objectives pass; cost +0.3 %',
    ],
    ['no objectives', better({ account: {}, cost_usd: {}, objectives: [] }), '### ⚪ lsim: no objectives to judge by'],
    ['no change', unchanged(), '### ✅ lsim: no objective changes with this PR'],
  ] as const)('tells %s', ([, comparison, expected]) => {
    expect(heading(comparison)).toBe(expected);
  });

  test('has the title, which can do nothing', () => {
    expect(body(cappedQueue(), { title: 'prod @team' })).toMatch(/^### ❌ lsim, prod @&#8203;team: 1 of 3 objectives/);
  });
});

describe('the table of objectives', () => {
  const rows = (objectives: Comparison['objectives']) =>
    (body(cappedQueue({ objectives })).split('<details>')[0] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| `'));

  test('has what changed, and of the rest so much that it stays short', () => {
    const many = [waiting(), ...Array.from({ length: 9 }, (_, i) => passing(`quiet-${String(i)}`))];
    expect(rows(many)).toHaveLength(6);
    expect(body(cappedQueue({ objectives: many }))).toContain('\nand 4 that pass\n');
  });

  test('of more than twenty has the failing ones, and a line for the others', () => {
    const failing = Array.from({ length: 11 }, (_, i) => waiting({ on: `slow-${String(i)}` }));
    const fixed = Array.from({ length: 14 }, (_, i) => objective({ on: `fixed-${String(i)}` }));
    expect(rows([...failing, ...fixed])).toHaveLength(11);
    expect(body(cappedQueue({ objectives: [...failing, ...fixed] }))).toContain('\nand 14 that pass\n');
  });

  test('says where the goal was moved', () => {
    const moved = waiting({ base: { ...waiting().base!, threshold: 600_000 } });
    expect(rows([moved])[0]).toContain('| 9 min 37 s (objective was &lt; 10 min) |');
  });

  test('says what one run can say', () => {
    const once = passing('api');
    expect(rows([{ ...once, difference: { value: 3, ci95: null, relative: 0.005 } }])[0]).toContain(
      '| +3 ms (1 run) |',
    );
  });
});

test('a row whose columns show no change says what did change', () => {
  const p50 = figure('p50 duration', 'ms', [120, 118]);
  const text = body(cappedQueue({ functions: { api: subject({ 'Duration.p50_ms': p50 }) }, queues: {} }));
  expect(text).toContain('| Function | Other changes |\n|:--|:--|\n| `api` | p50 duration 120 ms → 118 ms |');
});

describe('where room is short', () => {
  const titles = ['What this PR changes', 'Why: who used', 'All functions', 'Assumptions'];
  const left = (text: string) => titles.filter((title) => text.includes(title));

  test('whole sections go: functions, then chart, configuration, assumptions', () => {
    const orders = new Set<string>();
    const whole = body(cappedQueue()).length;
    for (let room = whole; room > 900; room -= 10) orders.add(left(body(cappedQueue(), { maxChars: room })).join(', '));
    expect([...orders]).toEqual([
      titles.join(', '),
      [titles[0], titles[1], titles[3]].join(', '),
      [titles[0], titles[3]].join(', '),
      titles[3],
      '',
    ]);
  });

  test('says how many, stays below the limit, and keeps its heading', () => {
    for (const room of [3000, 1500, 1000, 400, 200]) {
      const text = body(cappedQueue(), { maxChars: room });
      expect(text.length).toBeLessThanOrEqual(room);
      expect(text.split('\n')[0]).toBe('### ❌ lsim: 1 of 3 objectives fails with this change');
      expect(text.split('<details>').length).toBe(text.split('</details>').length);
    }
    expect(body(cappedQueue(), { maxChars: 1500 })).toContain(' left out: see [the full report](https://github.com/');
  });
});

describe('hostile names', () => {
  const NAMES = [
    'a|b|c',
    '``` `x` ```',
    '@acme/everyone',
    '#12 GH-12 acme/shop#1',
    '<img src=x onerror=alert(1)>',
    '</summary></details><script>',
    '<!-- lsim:comment v=1 id="default" -->',
    '[click](https://evil.example)',
    '![x](https://evil.example/x.png)',
    'long-'.repeat(40),
    'new\nline\r\n### heading',
    '\u202egnp.exe\u0000\u001b[31m',
    'https://evil.example',
    '::error::x',
    '$x$ ~y~ *z* _w_ \\| \\',
  ];
  const hostile = (name: string): Comparison =>
    cappedQueue({
      verdict: `${name} throttles`,
      cause: `because of ${name}`,
      suggestions: [name, `${name} again`],
      notes: [`${name} is new`],
      objectives: [waiting({ on: name, expr: `oldest < ${name}` })],
      functions: {
        [name]: subject({ throttledShare: figure(name, 'share', [0, 1]) }),
        [`${name}2`]: subject({}, { changed: false }),
      },
      configuration: [
        {
          path: `functions.${name}.timeout`,
          base: { text: name, file: name, line: 1, column: 1 },
          head: { text: name, file: name, line: 2, column: 1 },
        },
      ],
      base: side({ label: name, ref: { given: name, commit: HEAD_COMMIT, mergeBase: true } }, { causes: [name] }),
      head: side({ label: name }, { seed: name, warnings: [{ id: name, count: 1, text: name }], notBilled: [name] }),
      reproduce: name,
    });

  test.for(NAMES)('%j neither acts nor breaks out', (name) => {
    const text = body(hostile(name), { title: name });
    const { links, elements, words, cells } = rendered(text);
    expect(links).toEqual([OPTIONS.detailsUrl]);
    expect(elements.filter((element) => !KNOWN.includes(element))).toEqual([]);
    expect(elements.filter((element) => element === 'h3')).toHaveLength(1);
    expect(elements.filter((element) => element === 'details')).toHaveLength(4);
    expect(words).not.toMatch(/@\w|#\d|GH-\d|[\u202e\u0000\u001b]|(^|\n)\s*(::|##\[)/);
    expect(new Set(cells)).toEqual(new Set([5, 4, 2]));
    expect(readMarker(text)).toBeNull();
  });
});

describe('the marker', () => {
  const MARKER = { id: 'burst', head: 'a'.repeat(40), base: 'none', at: '2026-11-22T01:10:04Z', digest: 'sha256:0e6a' };

  test('is read back from the last line that is not blank', () => {
    expect(readMarker(`text\n${markerLine(MARKER)}\r\n\n`)).toEqual(MARKER);
    expect(markerLine(MARKER)).toBe(
      `<!-- lsim:comment v=1 id="burst" head="${MARKER.head}" base="none" at="2026-11-22T01:10:04Z" digest="sha256:0e6a" -->`,
    );
  });

  test.for([
    ['anywhere else', `${markerLine(MARKER)}\nafter`],
    ['with something before it', `x ${markerLine(MARKER)}`],
    ['of another version', markerLine(MARKER).replace('v=1', 'v=2')],
    ['with a value that could end the comment', markerLine({ ...MARKER, id: 'a-->' })],
  ] as const)('is none %s', ([, text]) => {
    expect(readMarker(text)).toBeNull();
  });
});

test('as lsim compare prints it, it has no footer and no limit', () => {
  const text = commentBody(cappedQueue(), PLAIN_COMMENT);
  expect(text).not.toMatch(/updated for|edited in place|Full report/);
  expect(text.endsWith('</details>\n')).toBe(true);
});
