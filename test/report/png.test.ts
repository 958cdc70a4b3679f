import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, expect, it, vi } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { CanvasMissingError, pngRenderer } from '../../src/report/png.ts';
import { pngBytes } from '../../src/report/png-bytes.ts';
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

it('a PNG shows the pixels that it was made of', async () => {
  const pixels = Uint8Array.from([
    255, 0, 0, 255, 0, 128, 0, 255, 1, 2, 3, 255, 250, 251, 252, 255, 7, 8, 9, 255, 0, 0, 0, 255,
  ]);
  const picture = await loadImage(await pngBytes(3, 2, pixels));
  const context = createCanvas(3, 2).getContext('2d');
  context.drawImage(picture, 0, 0);
  expect(Array.from(context.getImageData(0, 0, 3, 2).data)).toEqual(Array.from(pixels));
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
