import { describe, expect, it } from 'vitest';
import { read, refused, scenario } from './reading.ts';

const EXAMPLES: Readonly<Record<string, string>> = {
  'a queue with a partner behind it': `
duration: 8h
warmup: 0s
queues: { invoices: { visibilityTimeout: 6m }, invoices-dlq: { retention: 14d } }
dependencies: { partner-api: { capacity: 40, service: { p50: 700ms, p99: 4s } } }
functions:
  fulfil: { init: 1ms, timeout: 60s, duration: { base: 80ms, perRecord: 15ms }, uses: [ { dependency: partner-api } ] }
sources:
  orders: { type: sqs, queue: invoices, function: fulfil, batchSize: 10, stages: [ { rate: 30/s, for: 2h } ] }
objectives:
  - { on: orders, expr: "oldest < 2h" }
  - { on: invoices-dlq, expr: "count == 0" }
  - { on: partner-api, expr: "rejected < 0.5%" }
`,
};

describe('what a later version will know', () => {
  for (const [what, text] of Object.entries(EXAMPLES)) {
    it(`${what} is refused as not supported yet, and for nothing else`, () => {
      const { scenario: result, errors } = read(text);
      expect(result).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.filter(({ code }) => code !== 'E_NOT_SUPPORTED').map(({ message }) => message)).toEqual([]);
      for (const { message } of errors) expect(message).toContain('not supported yet');
    });
  }

  it('a key of a later version is pointed at, wherever it stands', () => {
    const at = (text: string): string => {
      const [first] = read(text).errors;
      return `${first?.code ?? ''} ${String(first?.line)}:${String(first?.column)}`;
    };
    expect(at(scenario({ top: 'faults: []' }))).toBe('E_NOT_SUPPORTED 2:1');
  });

  it.each([['uses: [ { dependency: db } ]', 'functions.api.uses']])(
    '%s of a function is not supported yet',
    (text, path) => {
      expect(refused(scenario({ api: `duration: 1s, ${text}` })).join()).toMatch(
        new RegExp(`^E_NOT_SUPPORTED ${path}: .*not supported yet`, 'u'),
      );
    },
  );

  it('--set of a later key is answered alike', () => {
    const { errors } = read(scenario(), { set: ['functions.api.uses=[]', 'faults=[]'] });
    expect(errors.map(({ file, code }) => `${file} ${code}`)).toEqual([
      '--set E_NOT_SUPPORTED',
      '--set E_NOT_SUPPORTED',
    ]);
  });
});
