import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../src/result/result-schema.ts';
import type { ResultJson } from '../../src/result/run-result.ts';
import { summaryText } from '../../src/report/terminal.ts';
import { simulate } from '../../src/simulate.ts';
import { bare } from '../support/scenario.ts';

const LOOK = { version: '0.0.0', scenarioFile: 'mail.yaml', color: false, unicode: true, verbose: false, files: null };

/** Events of 2 s that are 5 % too many for 10 at once, and then none. */
const overloaded = (more: object = {}, objectives: readonly object[] = []) => {
  const { assumptions = {}, functions = {}, ...rest } = more as { assumptions?: object; functions?: object };
  return bare({
    duration: '4h',
    assumptions,
    functions: { mail: { duration: '2s', reservedConcurrency: 10, maximumEventAge: '10m', ...functions } },
    sources: {
      orders: {
        type: 's3',
        arrivals: 'poisson',
        function: 'mail',
        stages: [{ rate: '5.25/s', for: '3h' }, { pause: '1h' }],
      },
    },
    ...(objectives.length > 0 ? { objectives } : {}),
    ...rest,
  });
};

describe('The two readings of asyncRetry', () => {
  it('R6.4: are both told where dropped events or the age of events differ', () => {
    const result = simulate(overloaded());
    const { json } = result;
    const [reading] = json.asyncReadings!;
    expect(reading?.function).toBe('mail');
    expect(reading?.perEventTimers.AsyncEventsDropped).toBe(json.functions['mail']?.AsyncEventsDropped);
    expect(reading?.perEventTimers.AsyncEventsDropped).toBeGreaterThan(reading!.queue.AsyncEventsDropped);
    expect(json.verdict).toContain(
      'AWS does not say how throttled events wait: with asyncRetry: perEventTimers, as here,',
    );
    expect(json.verdict).toContain('with asyncRetry: queue ');
    expect(json.warnings.map(({ id }) => id)).toContain('W_ASYNC_RETRY');
    expect(resultSchema.safeParse(json).error).toBeUndefined();
    const other = simulate(overloaded({ assumptions: { asyncRetry: 'queue' } })).json;
    // The other reading as it was foretold, and the same pair seen from there.
    expect(other.asyncReadings).toEqual(json.asyncReadings);
    expect(other.functions['mail']?.AsyncEventsDropped).toBe(reading?.queue.AsyncEventsDropped);
  });

  it('are not asked for where nothing was throttled, or nobody waited for long', () => {
    const calm = simulate(overloaded({ functions: { reservedConcurrency: 100 } })).json;
    expect(calm.functions['mail']?.Throttles).toBe(0);
    expect(calm.asyncReadings).toBeUndefined();
    expect(calm.verdict).not.toContain('asyncRetry');
  });

  it('come from the first run alone, however many there are', () => {
    const one = simulate(overloaded()).json;
    const three = simulate({ ...overloaded(), runs: 3 }).json;
    expect(three.asyncReadings).toEqual(one.asyncReadings);
    expect(resultSchema.safeParse(three).error).toBeUndefined();
    expect(three.functions['mail']?.AsyncEventAge?.maxBand).toHaveLength(2);
    expect(three.functions['mail']?.asyncQueue?.maxBand).toHaveLength(2);
  });
});

describe('A result with asynchronous events', () => {
  const failing = bare({
    duration: '10m',
    functions: { mail: { duration: '1s', errors: '100%' }, web: { duration: '10ms' } },
    sources: {
      orders: { type: 's3', function: 'mail', stages: [{ burst: 20 }] },
      shop: { function: 'web', rate: '1/s' },
    },
  });

  it('says in words what was dropped, who has it, and what would help', () => {
    const { json } = simulate(failing);
    const lost = '20 of 20 events of mail were dropped, 20 after all their retries failed; nobody has them';
    expect(json.verdict).toBe(`no objectives; ${lost}`);
    expect(json.warnings).toContainEqual({
      id: 'W_EVENTS_LOST',
      count: 1,
      text: `${lost}; fewer errors of mail would help, and a dead-letter queue or onFailure would keep them`,
    });
    expect(json.functions['web']).not.toHaveProperty('AsyncEventsReceived');
    expect(json.functions['web']).not.toHaveProperty('asyncEvents');
    expect(json.sources['shop']).not.toHaveProperty('backlogMax');
    expect(resultSchema.safeParse(json).error).toBeUndefined();
  });

  it('has a line a function in the summary', () => {
    const text = summaryText(simulate(failing), LOOK);
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('EVENTS'));
    expect(lines[at]).toMatch(/^EVENTS +received +dropped +dead-lettered +p50 \/ p99 age +waiting +drained in$/u);
    expect(lines[at + 1]).toMatch(/^ {2}mail +20 +20 +0 +61\.1 s \/ 3 min 2 s +20 +1 min$/u);
    expect(lines[at + 2]).toMatch(/^ {2}20 of 20 events of mail were dropped/u);
  });

  const judged = (expr: string, f: object): ResultJson['objectives'][number] & { verdict: string } => {
    const { json } = simulate(
      bare({
        duration: '10m',
        functions: { mail: { duration: '1s', errors: '100%', ...f } },
        sources: { orders: { type: 's3', function: 'mail', stages: [{ burst: 20 }] } },
        ...{ objectives: [{ on: 'mail', expr }] },
      }),
    );
    return { ...json.objectives[0]!, verdict: json.verdict };
  };

  it('is judged by its dropped events and by their age', () => {
    expect(judged('dropped == 0', {})).toMatchObject({ ok: false, value: 20, unit: 'count' });
    expect(judged('dropped < 1%', {})).toMatchObject({ ok: false, value: 1, unit: 'share' });
    expect(judged('dropped == 0', { errors: '0%' })).toMatchObject({ ok: true, value: 0 });
    expect(judged('p(50) eventAge < 2m', {})).toMatchObject({ ok: true, unit: 'ms' });
    expect(judged('p(99) eventAge < 2m', {})).toMatchObject({ ok: false });
    expect(judged('p(100) eventAge < 4m in any 1m', {})).toMatchObject({ ok: true, worst: { t_s: 180 } });
    expect(judged('dropped < 5 in any 1m', {})).toMatchObject({ ok: false, value: 20, worst: { t_s: 180, value: 20 } });
  });

  it('says why such an objective is missed', () => {
    expect(judged('dropped == 0', { deadLetter: { type: 'sqs' } }).verdict).toBe(
      'mail drops 20 asynchronous events (objective == 0): 20 of 20 events of mail were dropped, 20 after all their retries failed; a dead-letter queue or destination has 20 of them; fewer errors of mail would help',
    );
    expect(judged('p(99) eventAge < 1s', {}).verdict).toContain(
      'because failed events of mail are tried again minutes later; fewer errors there would help',
    );
  });
});
