/** `npm run schema`: writes the published JSON Schemas, made from the schemas that the program itself uses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { comparisonJsonSchema } from '../dist/result/comparison-schema.js';
import { resultJsonSchema } from '../dist/result/result-schema.js';
import { scenarioJsonSchema } from '../dist/scenario/json-schema.js';

const SCHEMAS = {
  'scenario.schema.json': scenarioJsonSchema(),
  'result.schema.json': resultJsonSchema(),
  'compare.schema.json': comparisonJsonSchema(),
};

const folder = new URL('../schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
