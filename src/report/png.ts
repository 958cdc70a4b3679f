/** Charts as PNG bytes; the only file that loads the canvas, and only once a chart is drawn. */
import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import type { Chart } from './chart.ts';
import type { Axis, ChartConfiguration, Dataset } from './chart/configuration.ts';
import { FONT_FAMILY } from './chart/frame.ts';

/** `@napi-rs/canvas`, an optional dependency, is not installed for this platform. */
export class CanvasMissingError extends Error {
  constructor(cause: unknown) {
    super('@napi-rs/canvas is not installed', { cause });
    this.name = 'CanvasMissingError';
  }
}

/** Draws a chart at once, and resolves when its pixels are packed by the thread pool. Until then they take some 12 MB. */
export type RenderPng = (chart: Chart) => Promise<Buffer>;

/**
 * Charts at two device pixels per CSS pixel; the same chart gives the same bytes.
 * @throws CanvasMissingError where the canvas cannot be loaded
 */
export function pngRenderer(): RenderPng {
  const Renderer = loadRenderer();
  const renderers = new Map<string, Renderer>();
  return ({ width, height, configuration }) => {
    const size = `${width}x${height}`;
    const renderer = renderers.get(size) ?? new Renderer({ width, height, backgroundColour: 'white' });
    renderers.set(size, renderer);
    return renderer.renderToBuffer(withBehaviour(configuration), 'image/png');
  };
}

/** The part of chartjs-node-canvas that is used. */
interface Renderer {
  renderToBuffer(configuration: unknown, mimeType: 'image/png'): Promise<Buffer>;
}

type RendererClass = new (options: { width: number; height: number; backgroundColour: string }) => Renderer;

const require = createRequire(import.meta.url);

function loadRenderer(): RendererClass {
  registerFonts();
  const { ChartJSNodeCanvas } = require('chartjs-node-canvas') as { ChartJSNodeCanvas: RendererClass };
  return ChartJSNodeCanvas;
}

/** Machines without fonts would draw charts without text. */
function registerFonts(): void {
  const fonts = loadFonts();
  for (const face of ['400Regular/Inter_400Regular.ttf', '700Bold/Inter_700Bold.ttf']) {
    fonts.registerFromPath(require.resolve(`@expo-google-fonts/inter/${face}`), FONT_FAMILY);
  }
}

function loadFonts(): { registerFromPath(path: string, family: string): unknown } {
  try {
    return (require('@napi-rs/canvas') as { GlobalFonts: ReturnType<typeof loadFonts> }).GlobalFonts;
  } catch (error) {
    throw new CanvasMissingError(error);
  }
}

/** What plain data asks for and Chart.js does by functions: exact ticks, fixed widths, a legend that shows dashes. */
function withBehaviour(configuration: ChartConfiguration): unknown {
  // Chart.js keeps notes on the data it is given; a chart must stay what it was.
  const { type, data, options } = structuredClone(configuration);
  const { legend } = options.plugins;
  const datasets = data.datasets.map(filled);
  const labels = { ...legend.labels, generateLabels: () => datasets.map(legendItem) };
  return {
    type,
    data: { datasets },
    options: {
      ...options,
      // Points are numbers already.
      parsing: false,
      scales: Object.fromEntries(Object.entries(options.scales).map(([id, axis]) => [id, scaleWithBehaviour(axis)])),
      plugins: { ...options.plugins, legend: { ...legend, labels } },
    },
  };
}

/** A dataset whose filling may be a pattern. */
type Filled = Omit<Dataset, 'backgroundColor'> & { readonly backgroundColor: unknown };

function filled(dataset: Dataset): Filled {
  return dataset.hatched === true ? { ...dataset, backgroundColor: hatching(dataset.backgroundColor) } : dataset;
}

/** Slanted lines on white. */
function hatching(colour: string): unknown {
  const { createCanvas } = require('@napi-rs/canvas') as Pick<typeof Canvas, 'createCanvas'>;
  const tile = createCanvas(HATCH, HATCH);
  const pen = tile.getContext('2d');
  pen.strokeStyle = colour;
  pen.lineWidth = HATCH / 4;
  for (const shift of [-HATCH, 0, HATCH]) {
    pen.moveTo(shift - 1, HATCH + 1);
    pen.lineTo(shift + HATCH + 1, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, 'repeat');
}

/** Of a tile, in pixels. */
const HATCH = 12;

function legendItem(dataset: Filled, datasetIndex: number): unknown {
  return {
    datasetIndex,
    text: dataset.label,
    // The width of the legend's swatches would make an egg of a circle.
    pointStyle: dataset.pointStyle === 'circle' ? 'rectRounded' : dataset.pointStyle,
    fillStyle: dataset.backgroundColor,
    strokeStyle: dataset.borderColor,
    lineWidth: dataset.borderWidth,
    lineDash: dataset.borderDash ?? [],
  };
}

function scaleWithBehaviour({ labelled, lineUpWidth, ...axis }: Axis): unknown {
  return {
    ...axis,
    ticks: { ...axis.ticks, callback: (_: number, index: number) => labelled[index]?.label ?? '' },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = labelled.map(({ value }) => ({ value }));
    },
    ...(lineUpWidth === undefined
      ? {}
      : {
          afterFit: (scale: { width: number }) => {
            scale.width = lineUpWidth;
          },
        }),
  };
}
