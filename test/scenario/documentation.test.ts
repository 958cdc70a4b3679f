import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../../src/scenario/documentation.ts';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

// UPDATE=1 npx vitest run test/scenario/documentation.test.ts makes both files anew.
const UPDATE = process.env['UPDATE'] === '1';
const PAGE = new URL('../../docs/scenario.md', import.meta.url);
const SCHEMA = new URL('../../schema/scenario.schema.json', import.meta.url);

describe('what is made from the schema', () => {
  it('docs/scenario.md has the tables that the schema makes', () => {
    const page = readFileSync(PAGE, 'utf8');
    const made = withTables(page);
    if (UPDATE) writeFileSync(PAGE, made);
    expect(UPDATE ? made : page).toBe(made);
  });

  it('schema/scenario.schema.json is the schema that the program prints', () => {
    const made = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
    if (UPDATE) {
      mkdirSync(new URL('.', SCHEMA), { recursive: true });
      writeFileSync(SCHEMA, made);
    }
    expect(readFileSync(SCHEMA, 'utf8')).toBe(made);
  });

  it('every code that the room of scenarios uses has a line in docs/errors.md', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const listed = new Set([...page.matchAll(/^\| `([EW]_[A-Z_]+)` \|/gmu)].map((match) => match[1]));
    const used = codesUsed();
    expect(used.size).toBeGreaterThan(25);
    expect([...used].filter((code) => !listed.has(code))).toEqual([]);
  });
});

function codesUsed(): Set<string> {
  const folder = new URL('../../src/scenario/', import.meta.url);
  const files = readdirSync(folder);
  const text = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  return new Set([...text.matchAll(/'([EW]_[A-Z_]+)'/gu)].map((match) => match[1] ?? ''));
}
