import { describe, expect, it } from 'vitest';
import { isStreamMapping, type StreamSourceConfig } from '../../src/workload/config.ts';
import { accepted, places, read, refused } from './reading.ts';

/** A scenario with a mapping of a topic of 8 partitions, and what else a test says. */
function scenario(mapping = '', { f = 'timeout: 60s', more = '' } = {}): string {
  return `
duration: 10m
functions: { fulfil: { duration: 1s, init: 0ms, ${f} } }
sources:
  orders: { type: kafka, function: fulfil, partitions: 8, rate: 5/s${mapping === '' ? '' : `, ${mapping}`} }
${more}`;
}

function mappingOf(text: string): StreamSourceConfig {
  const source = accepted(text).sources[0]!;
  if (!isStreamMapping(source)) throw new Error(`${source.name} reads no stream`);
  return source;
}

describe('A Kafka source', () => {
  it('R8.9: has 100 records a batch, a window of 500 ms and endless retries, and a topic of its own name', () => {
    const text = scenario();
    expect(mappingOf(text).streamMapping).toMatchObject({
      stream: 'orders',
      batchSize: 100,
      maximumBatchingWindow: 500_000,
      maximumRetryAttempts: Infinity,
      maximumRecordAge: Infinity,
      parallelizationFactor: 1,
      topic: { provisioned: null },
    });
    expect(accepted(text).streams).toMatchObject([{ name: 'orders', service: 'kafka', shards: 8 }]);
  });

  it('R8.9: has 1 to 200 provisioned pollers where nothing else is said', () => {
    const { topic } = mappingOf(scenario('provisionedPollers: {}')).streamMapping;
    expect(topic).toEqual({ provisioned: { min: 1, max: 200, group: null } });
    expect(read(scenario('provisionedPollers: {}')).warnings).toEqual([]);
  });

  it('R8.9: has 10 retries with a destination that says nothing of them', () => {
    expect(mappingOf(scenario('onFailure: { type: sns }')).streamMapping.maximumRetryAttempts).toBe(10);
    const text = scenario('provisionedPollers: {}, maximumRetryAttempts: 3, onFailure: { type: kafka }');
    expect(mappingOf(text).streamMapping.maximumRetryAttempts).toBe(3);
  });

  it('R8.9: has what error handling knows in provisioned mode alone', () => {
    const keys =
      'maximumRetryAttempts: 3, maximumRecordAge: 60s, bisectBatchOnFunctionError: true, functionResponseTypes: [ReportBatchItemFailures], onFailure: { type: kafka }';
    const wrong = refused(scenario(keys));
    expect(wrong.map((text) => text.slice(0, text.indexOf(':')))).toEqual([
      'E_CONFLICT sources.orders.maximumRetryAttempts',
      'E_CONFLICT sources.orders.maximumRecordAge',
      'E_CONFLICT sources.orders.bisectBatchOnFunctionError',
      'E_CONFLICT sources.orders.functionResponseTypes',
      'E_CONFLICT sources.orders.onFailure.type',
    ]);
    expect(wrong[0]).toContain('goes with provisioned mode alone (R8.9); add provisionedPollers: { min: 1 }');
    accepted(scenario(`${keys}, provisionedPollers: { min: 1 }`));
  });

  it.each([
    ['pollers below 1', 'provisionedPollers: { min: 0 }', /^E_RANGE sources\.orders\.provisionedPollers\.min/u],
    [
      'a minimum above 200',
      'provisionedPollers: { min: 201 }',
      /provisionedPollers\.min: 201 is above the greatest, 200/u,
    ],
    [
      'a maximum above 2,000',
      'provisionedPollers: { max: 2001 }',
      /provisionedPollers\.max: 2,?001 is above the greatest/u,
    ],
    [
      'a maximum below the minimum',
      'provisionedPollers: { min: 5, max: 4 }',
      /^E_RANGE sources\.orders\.provisionedPollers\.max: 4 is below min, 5/u,
    ],
    ['no partition', 'partitions: 0', /^E_RANGE sources\.orders\.partitions/u],
    ['a batch above 10,000', 'batchSize: 20000', /^E_RANGE sources\.orders\.batchSize/u],
    ['a window above 300 s', 'maximumBatchingWindow: 301s', /^E_RANGE sources\.orders\.maximumBatchingWindow/u],
    [
      'an age below 60 s',
      'provisionedPollers: {}, maximumRecordAge: 59s',
      /^E_RANGE sources\.orders\.maximumRecordAge/u,
    ],
    ['an age above 7 d', 'provisionedPollers: {}, maximumRecordAge: 8d', /^E_RANGE sources\.orders\.maximumRecordAge/u],
    ['a parallelization factor', 'parallelizationFactor: 2', /^E_UNKNOWN_KEY sources\.orders\.parallelizationFactor/u],
    ['a destination that is none', 'onFailure: { type: eventbridge }', /^E_VALUE sources\.orders\.onFailure\.type/u],
  ])('refuses %s', (_what, mapping, expected) => {
    const text = mapping.startsWith('partitions') ? scenario().replace('partitions: 8', mapping) : scenario(mapping);
    expect(refused(text)).toEqual([expect.stringMatching(expected)]);
  });

  it('refuses a function that is not there, and a rate that is not there', () => {
    expect(refused(scenario().replace('function: fulfil', 'function: fulfill'))[0]).toMatch(
      /^E_REFERENCE sources\.orders\.function: there is no function fulfill; did you mean fulfil/u,
    );
    expect(refused(scenario().replace(', rate: 5/s', ''))[0]).toMatch(/^E_MISSING_KEY sources\.orders\.rate/u);
  });

  it('R3.9: refuses a function that may run for more than 14 minutes, where its timeout stands', () => {
    expect(refused(scenario('', { f: 'timeout: 15m' }))).toEqual([
      'E_RANGE functions.fulfil.timeout: 15m is above 14m, the most for a function that a Kafka or MQ mapping calls (R3.9); lower it',
    ]);
    expect(places(scenario('', { f: 'timeout: 15m' }))).toEqual(['3:58 E_RANGE']);
    accepted(scenario('', { f: 'timeout: 14m' }));
  });

  it('R8.9: notes that there are no more pollers than partitions', () => {
    const { warnings } = read(scenario('provisionedPollers: { max: 20 }'));
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'W_POLLERS_CAPPED sources.orders.provisionedPollers.max: of 20 is above the 8 partitions of the topic; Lambda has no more event pollers than these (R8.9)',
    ]);
  });

  it('R8.9: refuses a poller group with more than 2,000 pollers', () => {
    const more = Array.from(
      { length: 10 },
      (_, k) =>
        `  t${String(k)}: { type: kafka, function: fulfil, rate: 1/s, provisionedPollers: { pollerGroupName: g } }`,
    ).join('\n');
    accepted(scenario('', { more }));
    expect(refused(scenario('provisionedPollers: { pollerGroupName: g }', { more }))).toEqual([
      expect.stringMatching(
        /^E_RANGE sources\.t9\.provisionedPollers\.max: .*g have 2200 pollers at most, above 2000/u,
      ),
    ]);
  });

  it('is what objectives and faults can be about, by its name and by that of its topic', () => {
    const more = `objectives:
  - { on: orders, expr: "oldest < 1m" }
  - { on: streams.orders, expr: "p(99) iteratorAge < 1m" }
faults:
  - { at: 1m, for: 1m, on: streams.orders, stuckShard: 0 }
`;
    expect(accepted(scenario('', { more })).objectives.map(({ subject }) => subject.kind)).toEqual([
      'mapping',
      'stream',
    ]);
  });
});
