'use strict';
// chartjs-node-canvas requires `canvas`; the prebuilt binary of @napi-rs/canvas does the same work.
module.exports = require('@napi-rs/canvas');
