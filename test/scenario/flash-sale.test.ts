import { describe, expect, it } from 'vitest';
import { syncSource } from '../support/scenario.ts';
import { accepted, read } from './reading.ts';

const FLASH_SALE = `# yaml-language-server: $schema=../schema/scenario.schema.json
version: 1
name: burst
description: A flash sale multiplies checkout traffic by twenty within a minute.
duration: 20m
warmup: 5m
account: { concurrency: 1000, background: { concurrency: { p50: 180, p99: 260 } } }
functions:
  checkout:
    runtime: nodejs22.x
    memorySize: 1024
    timeout: 10s
    reservedConcurrency: 400
    duration: { p50: 120ms, p99: 900ms }
  search: { runtime: python3.13, memorySize: 512, timeout: 5s, duration: { mean: 60ms, p99: 400ms } }
sources:
  shop:
    type: http-api
    function: checkout
    stages:
      - { rate: 50/s, for: 10m }
      - { ramp: 2500/s, for: 1m }
      - { rate: 2500/s, for: 4m }
      - { ramp: 50/s, for: 1m }
    clients: { timeout: 8s, retry: { maxAttempts: 3, on: [429, 5xx], backoff: { base: 200ms, factor: 2, cap: 4s, jitter: full } } }
  finder: { type: http-api, function: search, rate: 200/s }
objectives:
  - { on: shop, expr: "failed < 0.1%" }
  - { on: shop, expr: "p(99) latency < 1s" }
  - { on: account, expr: "headroom > 10%", level: warn }
variants:
  more-reserved: { functions.checkout.reservedConcurrency: 800 }
`;

describe('the flash sale', () => {
  const scenario = accepted(FLASH_SALE);

  it('is read with every default filled in', () => {
    const { name, duration, warmup, seed, runs, bucket, pricing } = scenario;
    expect({ name, duration, warmup, seed, runs, bucket, pricing }).toEqual({
      name: 'burst',
      duration: 1_200_000_000,
      warmup: 300_000_000,
      seed: '1',
      runs: 1,
      bucket: 1_000_000,
      pricing: { freeTier: false, savingsPlan: 0 },
    });
    expect(scenario.account).toMatchObject({ concurrency: 1_000, region: 'us-east-1', scaling: 'per-function-2023' });
    expect(scenario.account.background).toMatchObject({ kind: 'lognormal', mu: Math.log(180) });
  });

  it('keeps functions and sources in the order of the file', () => {
    expect(scenario.functions.map(({ name }) => name)).toEqual(['checkout', 'search']);
    expect(scenario.sources.map(({ name }) => name)).toEqual(['shop', 'finder']);
  });

  it('has the ramp start at the rate before it and the last rate hold to the end', () => {
    expect(scenario.sources[0]!.arrivals.shape).toEqual({
      kind: 'stages',
      stages: [
        { kind: 'rate', from: 50, to: 50, for: 600_000_000 },
        { kind: 'rate', from: 50, to: 2_500, for: 60_000_000 },
        { kind: 'rate', from: 2_500, to: 2_500, for: 240_000_000 },
        { kind: 'rate', from: 2_500, to: 50, for: 60_000_000 },
        { kind: 'rate', from: 50, to: 50, for: Infinity },
      ],
    });
    expect(scenario.sources[1]!.arrivals).toEqual({
      process: 'poisson',
      burstiness: null,
      shape: { kind: 'stages', stages: [{ kind: 'rate', from: 200, to: 200, for: Infinity }] },
    });
  });

  it('has the clients that it says, and none that retry where it says nothing', () => {
    const backoff = { base: 200_000, factor: 2, cap: 4_000_000, jitter: 'full' };
    expect(syncSource(scenario, 0).clients).toEqual({
      timeout: 8_000_000,
      retry: {
        maxAttempts: 3,
        on: { throttle: true, serverError: true, timeout: false },
        throttleBackoff: backoff,
        transientBackoff: backoff,
        tokens: null,
        budget: null,
      },
    });
    expect(syncSource(scenario, 1).clients).toEqual({ timeout: null, retry: null });
    expect([0, 1].map((k) => syncSource(scenario, k).integrationTimeout)).toEqual([30_000_000, 30_000_000]);
  });

  it('warns of the start-up of both functions, in the text and in what travels on', () => {
    const { warnings } = read(FLASH_SALE);
    expect(warnings.map(({ code, line, column }) => `${String(line)}:${String(column)} ${code}`)).toEqual([
      '9:3 W_DEFAULT_INIT',
      '15:3 W_DEFAULT_INIT',
    ]);
    expect(scenario.warnings.map(({ id, text }) => [id, text])).toEqual(
      warnings.map(({ code, message }) => [code, message]),
    );
  });

  it('has one digest, whatever the order of its keys', () => {
    const permuted = FLASH_SALE.replace('duration: 20m\nwarmup: 5m\n', 'warmup: 5m\nduration: 20m\n')
      .replace(/^ {2}search:.*\n/mu, '')
      .replace(
        'functions:\n',
        'functions:\n  search: { timeout: 5s, memorySize: 512, duration: { p99: 400ms, mean: 60ms }, runtime: python3.13 }\n',
      )
      .replace(/^ {2}finder:.*\n/mu, '')
      .replace('sources:\n', 'sources:\n  finder: { rate: 12000/min, function: search, type: http-api }\n');
    expect(permuted).not.toBe(FLASH_SALE);
    expect(scenario.digest).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(accepted(permuted).digest).toBe(scenario.digest);
    expect(accepted(permuted).functions.map(({ name }) => name)).toEqual(['search', 'checkout']);
  });

  it('has another digest when anything that counts changes, and the same when only words do', () => {
    const digest = (from: string, to: string): string => accepted(FLASH_SALE.replace(from, to)).digest;
    expect(digest('name: burst', 'name: other')).toBe(scenario.digest);
    expect(digest('A flash sale', 'Another sale')).toBe(scenario.digest);
    expect(digest('p99: 900ms', 'p99: 901ms')).not.toBe(scenario.digest);
    expect(digest('warmup: 5m', 'warmup: 5m\nseed: 2')).not.toBe(scenario.digest);
    expect(digest('ramp: 50/s', 'ramp: 51/s')).not.toBe(scenario.digest);
    expect(digest('region', 'region')).toBe(scenario.digest);
  });
});
