import { describe, expect, it } from 'vitest';
import { accepted, places, refused } from './reading.ts';

interface Parts {
  /** Keys of the dependency `db`. */
  readonly db?: string;
  /** More keys of function `api`. */
  readonly api?: string;
  readonly objective?: string;
}

function file({ db = 'service: 20ms', api = 'uses: [ { dependency: db } ]', objective }: Parts = {}): string {
  return [
    'duration: 10m',
    `dependencies: { db: { ${db} } }`,
    'functions:',
    `  api: { init: 0ms, duration: 10ms, ${api} }`,
    'sources:',
    '  web: { type: invoke, function: api, rate: 1/s }',
    ...(objective === undefined ? [] : ['objectives:', `  - { on: db, expr: "${objective}" }`]),
    '',
  ].join('\n');
}

describe('dependencies', () => {
  it('serve any number at once, for ever, where nothing else is said', () => {
    expect(accepted(file()).dependencies).toEqual([
      {
        name: 'db',
        capacity: null,
        connections: null,
        service: { kind: 'constant', value: 20_000 },
        queue: null,
        timeout: null,
        errorAfter: 0,
        degrade: null,
      },
    ]);
  });

  it('have capacity, connections, a line, a timeout, and slow down', () => {
    const db =
      'capacity: 90, connections: 200, service: { exponential: 20ms }, queue: 10, timeout: 2s, errorAfter: 5ms, degrade: { above: 80%, factor: 4 }';
    expect(accepted(file({ db })).dependencies[0]).toEqual({
      name: 'db',
      capacity: 90,
      connections: 200,
      service: { kind: 'exponential', mean: 20_000 },
      queue: 10,
      timeout: 2_000_000,
      errorAfter: 5_000,
      degrade: { above: 0.8, factor: 4 },
    });
  });

  it('have no line with onFull: error, unless queue says how long it is', () => {
    expect(accepted(file({ db: 'capacity: 9, service: 1s, onFull: error' })).dependencies[0]!.queue).toBe(0);
    expect(accepted(file({ db: 'capacity: 9, service: 1s, onFull: error, queue: 3' })).dependencies[0]!.queue).toBe(3);
    expect(accepted(file({ db: 'capacity: 9, service: 1s, onFull: wait' })).dependencies[0]!.queue).toBeNull();
  });

  it.each([
    ['capacity: 0, service: 1s', 'E_RANGE dependencies.db.capacity: 0 is below the least, 1'],
    ['connections: 0, service: 1s', 'E_RANGE dependencies.db.connections: 0 is below the least, 1'],
    ['capacity: 1.5, service: 1s', 'E_RANGE dependencies.db.capacity: 1.5 is not a whole number'],
    ['service: 1s, queue: -1', 'E_RANGE dependencies.db.queue:'],
    ['service: 1s, timeout: 0s', 'E_RANGE dependencies.db.timeout: 0ms must be above 0ms'],
    ['service: 20', 'E_UNIT dependencies.db.service:'],
    ['capacity: 9', 'E_MISSING_KEY dependencies.db.service:'],
    ['service: 1s, onFull: drop', 'E_VALUE dependencies.db.onFull: expected wait or error'],
    [
      'service: 1s, queue: 5',
      'E_MISSING_KEY dependencies.db.capacity: is missing; without it db is never full, and queue',
    ],
    ['service: 1s, onFull: error', 'E_MISSING_KEY dependencies.db.capacity: is missing; without it db is never full'],
    ['capacity: 9, service: 1s, degrade: { above: 120%, factor: 2 }', 'E_RANGE dependencies.db.degrade.above:'],
    [
      'capacity: 9, service: 1s, degrade: { above: 80%, factor: 0.5 }',
      'E_RANGE dependencies.db.degrade.factor: 0.5 is below the least, 1',
    ],
    ['service: 1s, degrade: { above: 80%, factor: 2 }', 'E_MISSING_KEY dependencies.db.capacity: is missing'],
    ['service: 1s, capacty: 9', 'E_UNKNOWN_KEY dependencies.db.capacty: unknown key; did you mean capacity?'],
  ])('{ %s } is refused', (db, message) => {
    expect(refused(file({ db })).join('\n')).toContain(message);
  });
});

describe('uses', () => {
  it('are one call an invocation over one connection an environment, where nothing else is said', () => {
    expect(accepted(file()).functions[0]!.uses).toEqual({
      entries: [{ dependency: 'db', calls: 1, callsPerRecord: 0 }],
      connectionsPerEnvironment: 1,
    });
  });

  it('are calls, calls for each record, or both', () => {
    const api = 'uses: [ { dependency: db, callsPerRecord: 2 }, { dependency: db, calls: 3, callsPerRecord: 1 } ]';
    expect(accepted(file({ api })).functions[0]!.uses!.entries).toEqual([
      { dependency: 'db', calls: 0, callsPerRecord: 2 },
      { dependency: 'db', calls: 3, callsPerRecord: 1 },
    ]);
  });

  it('are part of the code: a version has its own, or those of its function', () => {
    const api =
      'uses: [ { dependency: db } ], connectionsPerEnvironment: 2, versions: { "1": {}, "2": { uses: [ { dependency: db, calls: 5 } ] } }';
    const [f] = accepted(file({ api })).functions;
    expect(f!.versions.map(({ uses }) => uses)).toEqual([
      { entries: [{ dependency: 'db', calls: 1, callsPerRecord: 0 }], connectionsPerEnvironment: 2 },
      { entries: [{ dependency: 'db', calls: 5, callsPerRecord: 0 }], connectionsPerEnvironment: 2 },
    ]);
  });

  it.each([
    [
      'uses: [ { dependency: bd } ]',
      'E_REFERENCE functions.api.uses.0.dependency: there is no dependency bd; did you mean db? (there are db)',
    ],
    ['uses: [ { dependency: db, calls: 0 } ]', 'E_RANGE functions.api.uses.0.calls: is 0, so that db is never called'],
    ['uses: [ { dependency: db, callsPerRecord: 0 } ]', 'E_RANGE functions.api.uses.0.callsPerRecord: is 0'],
    ['uses: [ { dependency: db, calls: 20000 } ]', 'E_RANGE functions.api.uses.0.calls:'],
    ['uses: [ { calls: 1 } ]', 'E_MISSING_KEY functions.api.uses.0.dependency:'],
    ['connectionsPerEnvironment: 2', 'E_CONFLICT functions.api.connectionsPerEnvironment: is about connections'],
    [
      'uses: [ { dependency: db } ], connectionsPerEnvironment: 9',
      'E_RANGE functions.api.uses.0.dependency: db accepts 5 connections, and each environment wants 9',
    ],
  ])('{ %s } is refused', (api, message) => {
    expect(refused(file({ db: 'connections: 5, service: 20ms', api })).join('\n')).toContain(message);
  });

  it('an unknown one is pointed at', () => {
    expect(places(file({ api: 'uses: [ { dependency: bd } ]' }))).toEqual(['4:59 E_REFERENCE']);
  });

  it('and dependencies change the digest', () => {
    const digest = (parts: Parts): string => accepted(file(parts)).digest;
    expect(digest({})).not.toBe(digest({ db: 'service: 21ms' }));
    expect(digest({})).not.toBe(digest({ api: 'uses: [ { dependency: db, calls: 2 } ]' }));
  });
});

describe('objectives on a dependency', () => {
  it.each([
    ['utilisation < 80%', { kind: 'utilisation' }, 0.8],
    ['p(99) wait < 100ms', { kind: 'wait', q: 99 }, 100],
    ['rejected < 0.5% in any 1m', { kind: 'rejected' }, 0.005],
    ['connections < 90', { kind: 'connections' }, 90],
  ])('%s', (expr, metric, threshold) => {
    expect(accepted(file({ objective: expr })).objectives[0]).toMatchObject({
      subject: { kind: 'dependency', name: 'db', metric },
      threshold,
    });
  });

  it.each([
    ['latency < 1s', 'a dependency has no metric latency'],
    ['wait < 1s', 'wait is written p(99) wait'],
    ['connections < 90%', 'connections counts connections, write connections < 90'],
    ['rejected < 5', '5 has no unit; did you mean 5%?'],
  ])('%s is refused', (expr, message) => {
    expect(refused(file({ objective: expr })).join('\n')).toContain(message);
  });
});
