/** Paths and values as `--set` takes them. */

/** Two significant digits, rounded up: nobody asks for 413. */
export function wholesome(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.ceil(value / step - 1e-9) * step;
}

/** A name as one segment of a path; `null` where quotes inside it would need more than quotes. */
export function segment(name: string): string | null {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return name;
  return /["\\]/.test(name) ? null : `"${name}"`;
}
