/**
 * Starts the Chromium that the variable `CHROMIUM` names, headless and without any connection except to the page's own
 * server.
 */
import { chromium } from 'playwright-core';

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
// WebGL2 in software: the machine may have no graphics card.
const WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
/** What draws 2-D canvases: the page's process, or the GPU process, as on a machine with a graphics card. */
const CANVASES = {
  software: ['--disable-accelerated-2d-canvas'],
  card: ['--ignore-gpu-blocklist', '--enable-gpu-rasterization'],
};

/**
 * @param {'software' | 'card'} [canvases]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch(canvases = 'software') {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser: run `cargo xtask test browser`, which finds one');
  return chromium.launch({ executablePath, chromiumSandbox: false, args: [...QUIET, ...WEBGL, ...CANVASES[canvases]] });
}
