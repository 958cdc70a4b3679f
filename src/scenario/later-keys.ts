/** Keys of the scenario format that a later version will understand: refused as "not supported yet", never as unknown. */
import type { Path } from './tree.ts';

/** By place in the file; `*` stands for any name. */
const LATER_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['dependencies', 'faults'],
  'functions.*': ['uses', 'connectionsPerEnvironment'],
  'sources.*': [
    'batchSize',
    'maximumBatchingWindow',
    'provisionedPollers',
    'functionResponseTypes',
    'filter',
    'maximumRetryAttempts',
    'maximumRecordAge',
    'bisectBatchOnFunctionError',
    'onFailure',
    'partitions',
    'broker',
  ],
};

/** Kinds of source that a later version will understand. */
export const LATER_SOURCE_TYPES: readonly string[] = ['kafka', 'mq'];

/** Maps at the top whose names objectives will be able to speak of. */
export const LATER_SUBJECTS: readonly string[] = ['dependencies'];

/** Metrics that objectives will be able to ask for, by kind of subject. */
export const LATER_METRICS: readonly string[] = ['utilisation', 'wait', 'rejected', 'connections', 'recovered'];

/** Whether the key of the map at `path` belongs to a later version. */
export function isLaterKey(path: Path, key: string): boolean {
  const pattern = patternOf(path);
  return LATER_KEYS[pattern]?.includes(key) ?? false;
}

/** A version has the keys of its function. */
function patternOf(path: Path): string {
  const [top, , part] = path;
  const segments = top === 'functions' && part === 'versions' ? [...path.slice(0, 2), ...path.slice(4)] : path;
  return segments.map((segment, index) => (index === 1 && hasNames(top) ? '*' : String(segment))).join('.');
}

function hasNames(segment: string | number | undefined): boolean {
  return segment === 'functions' || segment === 'sources';
}
