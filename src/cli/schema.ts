/** `lsim schema`: the JSON Schema of the scenario file on standard output. */
import { scenarioJsonSchema } from '../scenario/json-schema.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import type { Io } from './io.ts';

/** Prints the schema: two spaces, a final newline; the bytes of schema/scenario.schema.json. */
export async function schema(io: Io): Promise<ExitCode> {
  await io.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  return EXIT.done;
}
