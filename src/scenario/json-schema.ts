/** The JSON Schema of the scenario file, for editors and for `lsim schema`. */
import * as z from 'zod';
import { scenarioSchema } from './schema.ts';

/** JSON Schema (draft-07) of what a scenario file may hold; made from the one schema that also validates. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const { required, ...rest } = schema;
  // What a file does not have, the one that it extends has.
  const parts = [{ required }, { required: ['extends'] }];
  return { ...rest, anyOf: parts, title: 'lsim scenario', description: 'A scenario for lsim, version 1.' };
}
