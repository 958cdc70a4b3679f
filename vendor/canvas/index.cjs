'use strict';
// chartjs-node-canvas requires `canvas`; the prebuilt binary of @napi-rs/canvas does the same work.
const canvas = require('@napi-rs/canvas');

// As node-canvas has it: the bytes are handed to a function, and are made in the thread pool.
function createCanvas(width, height) {
  const surface = canvas.createCanvas(width, height);
  const release = () => {
    // The garbage collector does not know how much memory it takes: 12 MB a chart.
    surface.width = 1;
    surface.height = 1;
  };
  surface.toBuffer = (answer, format) => {
    surface
      .encode(format.replace('image/', ''))
      .finally(release)
      .then((bytes) => answer(null, bytes), answer);
  };
  return surface;
}

module.exports = { ...canvas, createCanvas };
