import { afterEach, expect, it, vi } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { CanvasMissingError, pngRenderer } from '../../src/report/png.ts';
import { flashSale } from '../support/stories.ts';

afterEach(() => {
  vi.doUnmock('node:module');
  vi.resetModules();
});

it('a PNG has twice the pixels of its chart, and the same chart gives the same bytes', async () => {
  const [first] = charts(flashSale());
  const before = JSON.stringify(first);
  const render = pngRenderer();
  const [one, two] = await Promise.all([render(first!), render(first!)]);
  const three = await pngRenderer()(first!);
  expect([one.readUInt32BE(16), one.readUInt32BE(20)]).toEqual([2400, 1200]);
  expect(one.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(two.equals(one)).toBe(true);
  expect(three.equals(one)).toBe(true);
  expect(JSON.stringify(first)).toBe(before);
});

it('charts with other titles give other bytes, so the text is really drawn', async () => {
  const [first] = charts(flashSale());
  const { configuration } = first!;
  const { options } = configuration;
  const title = { ...options.plugins.title, text: ['another finding'] };
  const other = { ...configuration, options: { ...options, plugins: { ...options.plugins, title } } };
  const render = pngRenderer();
  const [one, two] = await Promise.all([render(first!), render({ ...first!, configuration: other })]);
  expect(two.equals(one)).toBe(false);
});

it('where the canvas is not installed, the error says so', async () => {
  vi.resetModules();
  vi.doMock('node:module', () => ({
    createRequire: () => (name: string) => {
      throw new Error(`Cannot find module '${name}'`);
    },
  }));
  const fresh = await import('../../src/report/png.ts');
  expect(() => fresh.pngRenderer()).toThrow(fresh.CanvasMissingError);
  expect(new CanvasMissingError(null).name).toBe('CanvasMissingError');
});
