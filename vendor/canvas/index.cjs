'use strict';
// chartjs-node-canvas requires `canvas`; the prebuilt binary of @napi-rs/canvas does the same work.
const canvas = require('@napi-rs/canvas');

// Of node-canvas's formats this binary lacks `raw`. Here it is RGBA, whatever the order of bytes in the machine.
function createCanvas(width, height) {
  const surface = canvas.createCanvas(width, height);
  const encode = surface.toBuffer.bind(surface);
  surface.toBuffer = (format, ...options) => (format === 'raw' ? surface.data() : encode(format, ...options));
  return surface;
}

module.exports = { ...canvas, createCanvas };
