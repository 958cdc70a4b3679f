/** Keys of the scenario format that a later version will understand: refused as "not supported yet", never as unknown. */
import type { Path } from './tree.ts';

/** By place in the file; `*` stands for any name. */
const LATER_KEYS: Readonly<Record<string, readonly string[]>> = {
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
export const LATER_SOURCE_TYPES: readonly string[] = ['mq'];

/** Whether the key of the map at `path` belongs to a later version. */
export function isLaterKey(path: Path, key: string): boolean {
  const pattern = patternOf(path);
  return LATER_KEYS[pattern]?.includes(key) ?? false;
}

function patternOf(path: Path): string {
  const [top] = path;
  return path.map((segment, index) => (index === 1 && top === 'sources' ? '*' : String(segment))).join('.');
}
