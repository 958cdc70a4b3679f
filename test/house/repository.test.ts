import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('The lock file', () => {
  const packages = JSON.parse(read('package-lock.json')).packages as Readonly<Record<string, Locked>>;

  it('names no registry, so that it installs from whichever one the reader uses', () => {
    const hosts = Object.values(packages).flatMap(({ resolved }) =>
      resolved?.includes('://') === true ? [resolved] : [],
    );
    expect(hosts).toEqual([]);
  });

  it('lists the binaries of every platform, not only of the machine on which it was made', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => !isListed(path, name)),
    );
    expect(missing).toEqual([]);
    expect(isListed('', '@napi-rs/canvas-darwin-arm64')).toBe(true);
  });

  /** Looks where Node looks: beside the package, then in every folder above. */
  function isListed(path: string, name: string): boolean {
    if (`${path === '' ? '' : `${path}/`}node_modules/${name}` in packages) return true;
    return path !== '' && isListed(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
  }
});

describe('A source file', () => {
  const files = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'));

  it('begins by saying what it is', () => {
    const says = (file: string): boolean => /^\/\*\*\s+(\* )?\S/.test(read(`src/${file}`).replace(/^#!.*\n/, ''));
    expect(files.filter((file) => !says(file))).toEqual([]);
  });

  it('is named in lower case with hyphens', () => {
    expect(files.filter((file) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(file))).toEqual([]);
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
