import { describe, expect, it } from 'vitest';
import { read, scenario } from './reading.ts';

const EXAMPLE = `
duration: 8h
functions:
  fulfil: { init: 1ms, timeout: 60s, duration: { base: 80ms, perRecord: 15ms } }
sources:
  orders: { type: mq, broker: rabbitmq, function: fulfil, batchSize: 10, stages: [ { rate: 30/s, for: 2h } ] }
  web: { type: invoke, function: fulfil, rate: 1/s }
faults:
  - { at: 1h, for: 5m, on: functions.fulfil, slowdown: 5 }
objectives:
  - { on: web, expr: "recovered < 2m after fault 1" }
`;

describe('what a later version will know', () => {
  it('is refused as not supported yet, and for nothing else', () => {
    const { scenario: result, errors } = read(EXAMPLE);
    expect(result).toBeNull();
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter(({ code }) => code !== 'E_NOT_SUPPORTED').map(({ message }) => message)).toEqual([]);
    for (const { message } of errors) expect(message).toContain('not supported yet');
  });

  it('a key of a later version is pointed at, wherever it stands', () => {
    const at = (text: string): string => {
      const [first] = read(text).errors;
      return `${first?.code ?? ''} ${String(first?.line)}:${String(first?.column)}`;
    };
    expect(at(scenario({ web: 'rate: 1/s, partitions: 8' }))).toBe('E_NOT_SUPPORTED 5:50');
  });

  it('--set of a later key is answered alike', () => {
    const { errors } = read(scenario(), { set: ['sources.web.partitions=8', 'sources.web.broker=b'] });
    expect(errors.map(({ file, code }) => `${file} ${code}`)).toEqual([
      '--set E_NOT_SUPPORTED',
      '--set E_NOT_SUPPORTED',
    ]);
  });
});
