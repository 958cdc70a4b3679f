/** Where a function has provisioned concurrency. */
import type { FunctionConfig, ProvisionedConfig } from './config.ts';

/** A version or alias and what is provisioned for it. */
export interface Configured {
  readonly qualifier: string;
  readonly config: ProvisionedConfig;
}

/** Who has provisioned concurrency in a function: versions in ascending order, then aliases in the order of their names. */
export function configuredOf(f: FunctionConfig): readonly Configured[] {
  const qualified = [
    ...f.versions.map(({ version, provisionedConcurrency }) => [version, provisionedConcurrency] as const),
    ...f.aliases.map(({ name, provisionedConcurrency }) => [name, provisionedConcurrency] as const),
  ];
  return qualified.flatMap(([qualifier, config]) => (config === null ? [] : [{ qualifier, config }]));
}

/** Whether a function has provisioned concurrency anywhere. */
export function isProvisioned(f: FunctionConfig): boolean {
  return configuredOf(f).length > 0;
}

/** What is provisioned of a function at t = 0. */
export function initiallyProvisioned(f: FunctionConfig): number {
  return configuredOf(f).reduce((sum, { config }) => sum + config.bounds.min, 0);
}
