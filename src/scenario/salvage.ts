/** What can be read of a file that is wrong somewhere, so that the rest is checked too. */
import type * as z from 'zod';
import { dependencySchema, type DependencySpec } from './dependency-schema.ts';
import { deploymentSchema, type DeploymentSpec } from './deployment-schema.ts';
import { faultSchema, type FaultSpec } from './fault-schema.ts';
import { isMap } from './field.ts';
import { functionSchema, type FunctionSpec } from './function-schema.ts';
import { queueSchema, type QueueSpec } from './queue-schema.ts';
import { scenarioParts, type ObjectiveSpec, type ScenarioSpec, type scenarioShape } from './schema.ts';
import { streamSchema, type StreamSpec } from './stream-schema.ts';
import { sourceSchema, type AnySourceSpec } from './source-schema.ts';

/** The parts of a scenario that could be read, by name or place. */
export interface Draft {
  /** `null` = the file has none. */
  readonly start: ScenarioSpec['start'] | null;
  readonly timezone: ScenarioSpec['timezone'] | undefined;
  readonly duration: ScenarioSpec['duration'] | undefined;
  readonly warmup: ScenarioSpec['warmup'] | undefined;
  readonly bucket: ScenarioSpec['bucket'] | undefined;
  readonly repeat: ScenarioSpec['repeat'];
  readonly growth: ScenarioSpec['growth'];
  readonly account: ScenarioSpec['account'] | undefined;
  readonly assumptions: ScenarioSpec['assumptions'] | undefined;
  readonly functions: readonly (readonly [string, FunctionSpec])[];
  /** No readable function means that there is none at all. */
  readonly functionsAreEmpty: boolean;
  readonly queues: readonly (readonly [string, QueueSpec])[];
  readonly dependencies: readonly (readonly [string, DependencySpec])[];
  readonly sources: readonly (readonly [string, AnySourceSpec])[];
  readonly deployments: readonly (readonly [number, DeploymentSpec])[];
  readonly streams: readonly (readonly [string, StreamSpec])[];
  readonly faults: readonly (readonly [number, FaultSpec])[];
  readonly objectives: readonly (readonly [number, ObjectiveSpec])[];
}

/** A file that could be read as a whole. */
export function wholeDraft(spec: ScenarioSpec): Draft {
  const { start = null, timezone, duration, warmup, bucket, repeat, growth, account, assumptions } = spec;
  return {
    start,
    timezone,
    duration,
    warmup,
    bucket,
    repeat,
    growth,
    account,
    assumptions,
    functions: Object.entries(spec.functions),
    functionsAreEmpty: true,
    queues: Object.entries(spec.queues),
    dependencies: Object.entries(spec.dependencies),
    sources: Object.entries(spec.sources),
    deployments: [...spec.deployments.entries()],
    streams: Object.entries(spec.streams),
    faults: [...spec.faults.entries()],
    objectives: [...spec.objectives.entries()],
  };
}

/** Reads every part by itself; what cannot be read is left out (the whole's issues are about it). */
export function salvage(plain: unknown, shape: typeof scenarioShape): Draft {
  const file = isMap(plain) ? plain : {};
  const functions = file['functions'];
  return {
    start: file['start'] === undefined || file['start'] === null ? null : read(shape.start, file['start']),
    timezone: read(shape.timezone, file['timezone'] ?? undefined),
    duration: read(shape.duration, file['duration']),
    warmup: read(shape.warmup, file['warmup'] ?? undefined),
    bucket: read(shape.bucket, file['bucket'] ?? undefined),
    growth: read(shape.growth, file['growth'] ?? undefined),
    repeat: read(shape.repeat, file['repeat'] ?? undefined),
    account: read(shape.account, file['account'] ?? undefined),
    assumptions: read(shape.assumptions, file['assumptions'] ?? undefined),
    functions: entries(functionSchema, functions),
    functionsAreEmpty: isMap(functions) && Object.keys(functions).length === 0,
    queues: entries(queueSchema, file['queues']),
    dependencies: entries(dependencySchema, file['dependencies']),
    sources: entries(sourceSchema, file['sources']),
    deployments: items(deploymentSchema, file['deployments']),
    streams: entries(streamSchema, file['streams']),
    faults: items(faultSchema, file['faults']),
    objectives: items(scenarioParts.objective, file['objectives']),
  };
}

function read<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

function entries<T>(schema: z.ZodType<T>, map: unknown): readonly (readonly [string, T])[] {
  if (!isMap(map)) return [];
  return Object.entries(map).flatMap(([name, value]) => {
    const result = schema.safeParse(value);
    return result.success ? [[name, result.data] as const] : [];
  });
}

function items<T>(schema: z.ZodType<T>, list: unknown): readonly (readonly [number, T])[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) => {
    const result = schema.safeParse(value);
    return result.success ? [[index, result.data] as const] : [];
  });
}
