import { describe, expect, it } from 'vitest';
import { accepted, read, refused } from './reading.ts';

/** A scenario with a queue, a mapping and what else a test says. */
function scenario(queue: string, mapping = '', more = ''): string {
  return `
duration: 10m
functions: { work: { duration: 1s, timeout: 10s, init: 0ms } }
queues:
  jobs: { ${queue} }
  dead: {}
  dead.fifo: { fifo: true }
sources:
  worker: { type: sqs, queue: jobs, function: work${mapping === '' ? '' : `, ${mapping}`} }
${more}`;
}

describe('What is wrong with queues', () => {
  it.each([
    [
      'a batch above 10 without a window',
      '',
      'batchSize: 100',
      /^E_CONFLICT sources\.worker\.batchSize: 100 is above 10.*maximumBatchingWindow: 1s/u,
    ],
    ['a batch above 10,000', '', 'batchSize: 20000', /^E_RANGE sources\.worker\.batchSize: .*10,000/u],
    ['a window above 300 s', '', 'maximumBatchingWindow: 301s', /^E_RANGE sources\.worker\.maximumBatchingWindow/u],
    [
      'a window of half a second',
      '',
      'maximumBatchingWindow: 500ms',
      /^E_RANGE sources\.worker\.maximumBatchingWindow/u,
    ],
    [
      'a FIFO queue with a window',
      'fifo: true',
      'maximumBatchingWindow: 5s',
      /^E_CONFLICT sources\.worker\.maximumBatchingWindow/u,
    ],
    ['a FIFO batch above 10', 'fifo: true', 'batchSize: 11', /^E_RANGE sources\.worker\.batchSize/u],
    [
      'a MaximumConcurrency of 1',
      '',
      'maximumConcurrency: 1',
      /^E_RANGE sources\.worker\.maximumConcurrency: 1 is below the least, 2/u,
    ],
    [
      'a visibility below the timeout',
      'visibilityTimeout: 9s',
      '',
      /^E_VISIBILITY queues\.jobs\.visibilityTimeout: 9s is below the function's timeout of 10s.*1m is recommended/u,
    ],
    ['a visibility above 12 h', 'visibilityTimeout: 13h', '', /^E_RANGE queues\.jobs\.visibilityTimeout/u],
    ['a retention of 59 s', 'retention: 59s', '', /^E_RANGE queues\.jobs\.retention/u],
    ['a retention above 14 d', 'retention: 15d', '', /^E_RANGE queues\.jobs\.retention/u],
    [
      'a dead-letter queue that is its own source',
      'maxReceiveCount: 3, deadLetter: jobs',
      '',
      /^E_CONFLICT queues\.jobs\.deadLetter: is the queue itself/u,
    ],
    [
      'an unknown dead-letter queue',
      'maxReceiveCount: 3, deadLetter: daed',
      '',
      /^E_REFERENCE queues\.jobs\.deadLetter: there is no queue "?daed"?.*dead/u,
    ],
    [
      'a dead-letter queue of another kind',
      'maxReceiveCount: 3, deadLetter: dead.fifo',
      '',
      /^E_CONFLICT queues\.jobs\.deadLetter/u,
    ],
    ['a count without a dead-letter queue', 'maxReceiveCount: 3', '', /^E_MISSING_KEY queues\.jobs\.deadLetter/u],
    ['a dead-letter queue without a count', 'deadLetter: dead', '', /^E_MISSING_KEY queues\.jobs\.maxReceiveCount/u],
    ['a backlog older than the retention', 'backlog: 5, backlogAge: 5d', '', /^E_RANGE queues\.jobs\.backlogAge/u],
    ['an age without a backlog', 'backlogAge: 1h', '', /^E_MISSING_KEY queues\.jobs\.backlog/u],
    [
      'failures that nobody reports',
      '',
      'itemFailures: 1%',
      /^E_CONFLICT sources\.worker\.itemFailures: .*ReportBatchItemFailures/u,
    ],
    [
      'provisioned pollers beside a maximum concurrency',
      '',
      'maximumConcurrency: 40, provisionedPollers: { min: 2, max: 4 }',
      /^E_CONFLICT sources\.worker\.provisionedPollers: stands beside maximumConcurrency.*4 pollers have 40 batches/u,
    ],
    [
      'one provisioned poller',
      '',
      'provisionedPollers: { min: 1 }',
      /^E_RANGE sources\.worker\.provisionedPollers\.min/u,
    ],
    [
      'more than 10,000 provisioned pollers',
      '',
      'provisionedPollers: { max: 10001 }',
      /^E_RANGE sources\.worker\.provisionedPollers\.max/u,
    ],
    [
      'fewer pollers than min',
      '',
      'provisionedPollers: { min: 9, max: 4 }',
      /^E_RANGE sources\.worker\.provisionedPollers\.max: 4 is below min, 9/u,
    ],
    ['a filter above 100 %', '', 'filter: { pass: 120% }', /^E_RANGE sources\.worker\.filter\.pass/u],
    ['keys of the queue in a mapping that names one', '', 'fifo: true', /^E_CONFLICT sources\.worker\.fifo/u],
  ])('%s is refused', (_what, queue, mapping, expected) => {
    const [first] = refused(scenario(queue, mapping));
    expect(first).toMatch(expected);
  });

  it('an unknown queue is named with those that there are', () => {
    const text = scenario('').replace('queue: jobs', 'queue: job');
    expect(refused(text)).toEqual([
      'E_REFERENCE sources.worker.queue: there is no queue job; did you mean jobs? (there are jobs, dead, dead.fifo)',
    ]);
  });

  it('V-39, R8.5: a function timeout of 60 s and a visibility of 30 s are refused; 360 s and the window are recommended', () => {
    const text = scenario('visibilityTimeout: 30s', 'maximumBatchingWindow: 20s').replace(
      'timeout: 10s',
      'timeout: 60s',
    );
    const { errors } = read(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'E_VISIBILITY', line: 5 });
    expect(errors[0]?.message).toContain('380s is recommended');
    const { warnings, scenario: right } = read(text.replace('visibilityTimeout: 30s', 'visibilityTimeout: 6m'));
    expect(right).not.toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(['W_VISIBILITY']);
    expect(read(text.replace('visibilityTimeout: 30s', 'visibilityTimeout: 380s')).warnings).toEqual([]);
  });
});

describe('What is wrong with those who write into queues', () => {
  const file = (functions: string, sources: string, queues = 'jobs: {}, a: {}, fifo: { fifo: true }'): string => `
duration: 10m
functions: { mail: { duration: 1s, timeout: 10s, init: 0ms, ${functions} } }
queues: { ${queues} }
sources: { web: { type: s3, function: mail, rate: 1/s }, ${sources} }
`;

  it.each([
    [
      'onFailure: { to: jbos, type: sqs }',
      /^E_REFERENCE functions\.mail\.onFailure\.to: there is no queue jbos; did you mean jobs\?/u,
    ],
    [
      'onFailure: { to: jbos }',
      /^E_REFERENCE functions\.mail\.onFailure\.to: there is no function or queue jbos; did you mean jobs\?/u,
    ],
    ['deadLetter: { to: fifo }', /^E_CONFLICT functions\.mail\.deadLetter\.to: takes standard queues alone \(R6\.7\)/u],
    [
      'calls: [ { queue: jbos } ]',
      /^E_REFERENCE functions\.mail\.calls\.0\.queue: there is no queue jbos; did you mean jobs\?/u,
    ],
  ])('%s is refused', (functions, expected) => {
    expect(refused(file(functions, ''))[0]).toMatch(expected);
  });

  it.each([
    ['from: jbos, at: 1m', /^E_REFERENCE sources\.back\.from: there is no queue jbos; did you mean jobs\?/u],
    ['from: jobs, at: 1m', /^E_CONFLICT sources\.back\.from: jobs is the dead-letter queue of no queue/u],
    ['from: dead, at: 10m', /^E_RANGE sources\.back\.at: 10m is not before the end of the run at 10m/u],
    ['from: dead', /^E_MISSING_KEY sources\.back\.at/u],
    ['from: dead, at: 1m, rate: 0/s', /^E_RANGE sources\.back\.rate/u],
    ['from: dead, at: 1m, function: mail', /^E_UNKNOWN_KEY sources\.back\.function/u],
  ])('redrive { %s } is refused', (task, expected) => {
    const queues = 'jobs: { maxReceiveCount: 3, deadLetter: dead }, dead: {}';
    expect(refused(file('', `back: { type: redrive, ${task} }`, queues))[0]).toMatch(expected);
  });

  it('a redrive faster than can be asked for is told', () => {
    const queues = 'jobs: { maxReceiveCount: 3, deadLetter: dead }, dead: {}';
    const { warnings } = read(file('', 'back: { type: redrive, from: dead, at: 1m, rate: 501/s }', queues));
    expect(warnings.map(({ code }) => code)).toContain('W_REDRIVE_RATE');
  });

  it('dead-letter queues that lead back to where they began are refused once', () => {
    const queues =
      'a: { maxReceiveCount: 3, deadLetter: b }, b: { maxReceiveCount: 3, deadLetter: c }, c: { maxReceiveCount: 3, deadLetter: a }, d: { maxReceiveCount: 3, deadLetter: a }';
    expect(refused(file('', '', queues))).toEqual([
      'E_CHAIN queues.a.deadLetter: the chain of dead-letter queues a -> b -> c -> a comes back to where it was; let one of them have none',
    ]);
  });

  it('without any queue in the file the name of a destination of type sqs is free', () => {
    const text = file('onFailure: { to: somewhere, type: sqs }', '').replace(/^queues:.*$/mu, '');
    expect(accepted(text).functions[0]?.eventInvoke.onFailure).toMatchObject({ to: 'somewhere', queue: null });
  });
});

describe('Where a queue stands', () => {
  const inside = (source: string): string => `
duration: 10m
functions: { work: { duration: 1s, timeout: 3s, init: 0ms } }
sources:
  worker: { type: sqs, function: work, ${source} }
objectives:
  - { on: worker, expr: "oldest < 5m" }
  - { on: worker, expr: "p(99) latency < 5m" }
`;

  it.each(['backlog: 7, visibilityTimeout: 1m', 'queue: { backlog: 7, visibilityTimeout: 1m }'])(
    'inside the mapping that reads it it is called as that: %s',
    (source) => {
      const { queues, objectives } = accepted(inside(source));
      expect(queues).toMatchObject([
        { name: 'worker', backlog: 7, visibilityTimeout: 60_000_000, retention: 345_600_000_000 },
      ]);
      expect(objectives.map(({ subject }) => subject.kind)).toEqual(['queue', 'source']);
    },
  );

  it('objectives ask it for ages, drains and counts', () => {
    const { objectives } = accepted(
      scenario(
        'maxReceiveCount: 3, deadLetter: dead',
        '',
        `objectives:
  - { on: jobs, expr: "oldest < 5m in any 1m" }
  - { on: jobs, expr: "drain <= 1h" }
  - { on: queues.jobs, expr: "backlog < 1000" }
  - { on: jobs, expr: "lost == 0" }
  - { on: dead, expr: "count == 0" }
`,
      ),
    );
    expect(objectives.map(({ threshold, unit }) => `${String(threshold)} ${unit}`)).toEqual([
      '300000 ms',
      '3600000 ms',
      '1000 count',
      '0 count',
      '0 count',
    ]);
  });
});
