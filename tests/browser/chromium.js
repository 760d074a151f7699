/** Starts the Chromium that the variable `CHROMIUM` names, headless and talking to nobody but the page's own server. */
import { chromium } from 'playwright-core';

const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'];
// WebGL2 in software, and 2-D canvases without a detour through it: the machine may have no graphics card.
const SOFTWARE = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-accelerated-2d-canvas'];

/** @returns {Promise<import('playwright-core').Browser>} */
export function launch() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser: run `cargo xtask test browser`, which finds one');
  return chromium.launch({ executablePath, chromiumSandbox: false, args: [...QUIET, ...SOFTWARE] });
}
