import { afterEach, expect, it, vi } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { CanvasMissingError, renderPng } from '../../src/report/png.ts';
import { flashSale } from '../support/stories.ts';

afterEach(() => {
  vi.doUnmock('node:module');
  vi.resetModules();
});

it('a PNG has twice the pixels of its chart, and the same chart gives the same bytes', () => {
  const [first] = charts(flashSale());
  const before = JSON.stringify(first);
  const [one, two] = renderPng([first!, first!]);
  const [three] = renderPng([first!]);
  expect([one!.bytes.readUInt32BE(16), one!.bytes.readUInt32BE(20)]).toEqual([2400, 1200]);
  expect(one!.bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(two!.bytes.equals(one!.bytes)).toBe(true);
  expect(three!.bytes.equals(one!.bytes)).toBe(true);
  expect(JSON.stringify(first)).toBe(before);
});

it('charts with other titles give other bytes, so the text is really drawn', () => {
  const [first] = charts(flashSale());
  const { configuration } = first!;
  const { options } = configuration;
  const title = { ...options.plugins.title, text: ['another finding'] };
  const other = { ...configuration, options: { ...options, plugins: { ...options.plugins, title } } };
  const [one, two] = renderPng([first!, { ...first!, configuration: other }]);
  expect(two!.bytes.equals(one!.bytes)).toBe(false);
});

it('without charts nothing is loaded and nothing drawn', () => {
  expect(renderPng([])).toEqual([]);
});

it('where the canvas is not installed, the error says so', async () => {
  vi.resetModules();
  vi.doMock('node:module', () => ({
    createRequire: () => (name: string) => {
      throw new Error(`Cannot find module '${name}'`);
    },
  }));
  const fresh = await import('../../src/report/png.ts');
  const [first] = charts(flashSale());
  expect(() => fresh.renderPng([first!])).toThrow(fresh.CanvasMissingError);
  expect(new CanvasMissingError(null).name).toBe('CanvasMissingError');
});
