'use strict';
// chartjs-node-canvas requires `canvas`; the prebuilt binary of @napi-rs/canvas does the same work.
const canvas = require('@napi-rs/canvas');

// Of node-canvas's formats this binary lacks `raw`. Here it is RGBA, whatever the order of bytes in the machine.
function createCanvas(width, height) {
  const surface = canvas.createCanvas(width, height);
  const encode = surface.toBuffer.bind(surface);
  surface.toBuffer = (format, ...options) => (format === 'raw' ? takePixels(surface) : encode(format, ...options));
  return surface;
}

// Nobody asks a second time. Its own copy of them, 12 MB a chart, would stay until the garbage collector came by, which
// does not know of that memory.
function takePixels(surface) {
  const pixels = surface.data();
  surface.width = 1;
  surface.height = 1;
  return pixels;
}

module.exports = { ...canvas, createCanvas };
