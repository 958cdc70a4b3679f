import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, codeCell, details, fence, prose, table } from '../../src/report/comment/markdown-text.ts';

describe('a name in code', () => {
  test('loses backticks, line breaks and what cannot be seen', () => {
    expect(code('a`b``c\nd\u202ee\u0000f\x1b[31m')).toBe('`abc def[31m`');
    expect(code('```')).toBe('`?`');
  });

  test('keeps a bar, which in a table is escaped whatever stands before it', () => {
    expect(code('a|b')).toBe('`a|b`');
    expect(codeCell('a|b')).toBe('`a\\|b`');
    expect(codeCell('a\\|b')).toBe('`a\\|b`');
  });

  test('does not ping: what is in code is no mention', () => {
    expect(code('@team #12 <b>')).toBe('`@team #12 <b>`');
  });

  test('of more than 64 characters keeps both ends, and all of it as a tooltip', () => {
    const long = `${'a'.repeat(100)}"><script>|${'z'.repeat(89)}`;
    expect(long).toHaveLength(200);
    expect(codeCell(long)).toBe(
      `<span title="${'a'.repeat(100)}&#34;&#62;&#60;script&#62;&#124;${'z'.repeat(89)}">\`${'a'.repeat(32)}…${'z'.repeat(31)}\`</span>`,
    );
  });

  test('never breaks out of its cell, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const cell = codeCell(name);
        expect(cell.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[|\n]/);
        expect(cell.match(/`/g)).toHaveLength(2);
      }),
    );
  });
});

describe('a sentence', () => {
  test.for([
    ['*bold* _it_ [x](y) ~s~ `c`', '\\*bold\\* \\_it\\_ \\[x\\](y) \\~s\\~ \\`c\\`'],
    ['<img src=x> & <!-- a -->', '&lt;img src=x&gt; &amp; &lt;!-- a --&gt;'],
    ['a | b', 'a &#124; b'],
    ['ask @acme/team, see #12 or GH-12', 'ask @&#8203;acme/team, see #&#8203;12 or GH-&#8203;12'],
    ['https://x.example and www.x.example', 'https:&#8203;//x.example and www&#8203;.x.example'],
    ['# title', '\\# title'],
    ['- item', '\\- item'],
    ['1. first', '1&#8203;. first'],
    ['0.1% of 2.5 s', '0.1% of 2.5 s'],
    ['::error::gotcha', '\\::error::gotcha'],
    ['two\n\nlines\r\n', 'two lines'],
    ['cost $5 or $6', 'cost \\$5 or \\$6'],
  ] as const)('%s', ([text, markdown]) => {
    expect(prose(text)).toBe(markdown);
  });
});

describe('a fence', () => {
  test('is longer than any run of backticks in it', () => {
    expect(fence('a ````` b', 'sh')).toBe('``````sh\na ````` b\n``````');
    expect(fence('plain')).toBe('```\nplain\n```');
  });

  test('holds no command to the runner of a workflow', () => {
    expect(fence('::set-output::\n  ##[error]\nx ::y')).toBe(
      '```\n\u200b::set-output::\n  \u200b##[error]\nx ::y\n```',
    );
  });
});

test('a table has a line for its columns, and a part that opens has blank lines around its content', () => {
  const columns = [
    { title: 'a', align: 'left' },
    { title: 'b', align: 'right' },
  ] as const;
  expect(details('more', table(columns, [['x', '1']]))).toBe(
    '<details><summary>more</summary>\n\n| a | b |\n|:--|--:|\n| x | 1 |\n\n</details>',
  );
});
