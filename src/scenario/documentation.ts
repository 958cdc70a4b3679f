/** The tables of docs/scenario.md, made from the schema that validates. */
import * as z from 'zod';
import { ASSUMPTION_NOTES } from '../lambda/assumption-notes.ts';
import { accountParts, accountSchema, assumptionsSchema } from './account-schema.ts';
import { clientsParts, clientsSchema } from './clients-schema.ts';
import { curveParts } from './curve-schema.ts';
import { dependencyParts } from './dependency-schema.ts';
import { deploymentParts, deploymentSchema } from './deployment-schema.ts';
import { eventInvokeParts } from './event-invoke-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { fieldNotes } from './field.ts';
import { functionParts, functionSchema } from './function-schema.ts';
import { gatewayParts } from './gateway-schema.ts';
import { provisionedParts } from './provisioned-schema.ts';
import { queueParts } from './queue-schema.ts';
import { scenarioParts, scenarioSchema } from './schema.ts';
import { sourceParts } from './source-schema.ts';
import { stageParts } from './stage-schema.ts';
import { stepFunctionsParts } from './step-functions-schema.ts';

type Schema = z.core.$ZodType;

/** One table: every key of these maps, each once. */
type Table = readonly Schema[];

const OWN_TABLES = [
  'account',
  'assumptions',
  'functions',
  'aliases',
  'calls',
  'uses',
  'queues',
  'dependencies',
  'sources',
  'deployments',
  'streams',
  'faults',
  'objectives',
  'variants',
];

const TABLES: Readonly<Record<string, Table>> = {
  scenario: [scenarioSchema],
  pricing: [scenarioParts.pricing],
  account: [accountSchema],
  background: [accountParts.background],
  assumptions: [assumptionsSchema],
  functions: [functionSchema],
  aliases: [functionParts.alias],
  provisioned: [provisionedParts.scaled],
  actions: [provisionedParts.action],
  uses: [dependencyParts.use],
  calls: [functionParts.calls],
  errors: [functionParts.errors],
  extensions: [functionParts.extensions],
  destinations: [eventInvokeParts.destination],
  sources: [sourceParts.plain, sourceParts.alb, sourceParts.restApi, sourceParts.httpApi, sourceParts.stepFunctions],
  throttle: [gatewayParts.throttle],
  authorizer: [gatewayParts.authorizer],
  routes: [gatewayParts.route],
  map: [stepFunctionsParts.map],
  retrier: [stepFunctionsParts.retrier],
  interval: [stepFunctionsParts.backoff],
  events: [sourceParts.plainEvents],
  schedule: [sourceParts.schedule],
  warmer: [sourceParts.warmer],
  queues: [queueParts.queue],
  messageGroups: [queueParts.messageGroups],
  skew: [queueParts.skew],
  dependencies: [dependencyParts.dependency],
  degrade: [dependencyParts.degrade],
  sqs: [sourceParts.sqs],
  filter: [sourceParts.filter],
  provisionedPollers: [sourceParts.provisionedPollers],
  producer: [sourceParts.producer],
  redrive: [sourceParts.redrive],
  mappings: [sourceParts.kinesis],
  mq: [sourceParts.mq],
  kafka: [sourceParts.kafka],
  topicPollers: [sourceParts.topicPollers],
  poison: [sourceParts.poison],
  recordDestination: [sourceParts.recordDestination],
  streamProducer: [sourceParts.streamProducer],
  streams: [sourceParts.stream],
  partitionKeys: [sourceParts.partitionKeys],
  reshard: [sourceParts.reshard],
  burstiness: [sourceParts.burstiness],
  curve: [curveParts.map],
  daily: [curveParts.daily],
  trace: [sourceParts.trace],
  stages: Object.values(stageParts),
  clients: [clientsSchema],
  retry: [clientsParts.retry],
  backoff: [clientsParts.backoff],
  deployments: [deploymentSchema],
  condition: [deploymentParts.condition],
  faults: [faultSchema],
  objectives: [scenarioParts.objective],
};

/**
 * The text of docs/scenario.md with every table made anew. A table stands between `<!-- table: name -->` and
 * `<!-- end -->`; throws where the text asks for a table that does not exist or leaves one out.
 */
export function withTables(text: string): string {
  const wanted = new Set(Object.keys(TABLES));
  const result = text.replace(
    /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/gu,
    (_all, start: string, name: string, end: string) => {
      const table = TABLES[name];
      if (table === undefined)
        throw new Error(`there is no table ${name}; there are ${Object.keys(TABLES).join(', ')}`);
      wanted.delete(name);
      return `${start}${render(table)}${end}`;
    },
  );
  if (wanted.size > 0) throw new Error(`these tables are missing: ${[...wanted].join(', ')}`);
  return result;
}

function render(table: Table): string {
  const rows = ['| Key | Value | Default | Meaning |', '|---|---|---|---|'];
  const entries = table.flatMap((map) => Object.entries(shapeOf(map)));
  for (const key of new Set(entries.map(([name]) => name))) {
    const schemas = entries.filter(([name]) => name === key).map(([, schema]) => schema);
    const value = [...new Set(schemas.map((schema) => syntaxOf(key, schema)))].join('; ');
    rows.push(
      `| \`${key}\` | ${cell(value)} | ${cell(defaultOf(key, schemas[0]!))} | ${cell(descriptionOf(schemas[0]!))} |`,
    );
  }
  return `${rows.join('\n')}\n`;
}

/** The keys of a map schema. */
function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const definition = definitionOf(schema);
  if (definition.type === 'pipe') {
    const inner = definitionOf(definition['in'] as Schema).type === 'transform' ? definition['out'] : definition['in'];
    return shapeOf(inner as Schema);
  }
  if (definition.type === 'object') return definition['shape'] as Readonly<Record<string, Schema>>;
  throw new Error(`expected a map, found a schema of type ${definition.type}`);
}

/** How the value is written: the note of the innermost schema that has one. */
function syntaxOf(key: string, schema: Schema): string {
  const note = fieldNotes.get(schema);
  if (note !== undefined) return OWN_TABLES.includes(key) ? `${note.syntax}, see below` : note.syntax;
  const definition = definitionOf(schema);
  if (definition.type === 'array') return `a list of ${syntaxOf('', definition['element'] as Schema)}`;
  if (definition.type === 'record') return 'a map by name';
  if (definition.type === 'lazy') return syntaxOf(key, (definition['getter'] as () => Schema)());
  const inner = definition['innerType'] ?? definition['in'];
  return inner === undefined ? 'anything' : syntaxOf(key, inner as Schema);
}

function defaultOf(key: string, schema: Schema): string {
  const definition = definitionOf(schema);
  const assumption = ASSUMPTION_NOTES.find((note) => note.key === key);
  if (definition.type === 'optional') return assumption?.default ?? '–';
  if (definition.type !== 'prefault') return 'required';
  const value = definition['defaultValue'];
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '–';
}

function descriptionOf(schema: Schema): string {
  return z.globalRegistry.get(schema)?.description ?? '';
}

interface Definition {
  readonly type: string;
  readonly [key: string]: unknown;
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
