/**
 * Starts the browser engines: Chromium and Firefox by WebDriver BiDi, WebKit (GTK's MiniBrowser, on a screen of its own) by
 * WebDriver. All do the same few things.
 *
 * @typedef {object} Driver
 * @property {string} version
 * @property {(address: string) => Promise<void>} open
 * @property {(work: Function, argument?: unknown) => Promise<any>} evaluate runs a function in the page and awaits it
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const SIZE = { width: 1280, height: 800 };
const PATIENCE = 180_000;

/** The program that a variable names. @param {string} variable */
function program(variable) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} names no program: run \`cargo xtask test engines\`, which finds one`);
  return path;
}

/** @returns {Promise<Driver>} */
async function puppet(options) {
  const browser = await puppeteer.launch({ headless: true, protocolTimeout: PATIENCE, ...options });
  const page = await browser.newPage();
  await page.setViewport(SIZE);
  return {
    version: await browser.version(),
    open: async (address) => void (await page.goto(address)),
    evaluate: (work, argument) => page.evaluate(work, argument),
    screenshot: async (path) => void (await page.screenshot({ path })),
    close: () => browser.close(),
  };
}

/** MiniBrowser, which distributions do not put on the path. */
function miniBrowser() {
  const places = ['/usr/libexec/webkit2gtk-4.1', '/usr/lib/webkit2gtk-4.1', '/usr/libexec/webkitgtk-6.0'];
  const multiarch = existsSync('/usr/lib') ? readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu')) : [];
  for (const name of multiarch)
    places.push(
      ...['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((folder) => join('/usr/lib', name, folder)),
    );
  const found = places.map((place) => join(place, 'MiniBrowser')).find((path) => existsSync(path));
  if (!found) throw new Error(`there is no MiniBrowser in ${places.join(', ')}: install it with WebKitGTK`);
  return found;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** @returns {Promise<Driver>} */
async function webkit() {
  const screen = spawn(program('XVFB'), ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(/** @type {import('node:stream').Readable} */ (screen.stdio[3]), 'data');
  const port = await freePort();
  const driver = spawn(program('WEBKIT_DRIVER'), [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${String(number).trim()}`, WAYLAND_DISPLAY: '', GDK_BACKEND: 'x11' },
  });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    const answered = await ask('GET', '/status').then(
      () => true,
      () => false,
    );
    if (answered) break;
    if (tries > 100) throw new Error('WebKitWebDriver does not answer');
    await new Promise((later) => setTimeout(later, 100));
  }
  const options = { binary: miniBrowser(), args: ['--automation'] };
  const { sessionId, capabilities } = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  });
  const session = `/session/${sessionId}`;
  await ask('POST', `${session}/timeouts`, { script: PATIENCE, pageLoad: PATIENCE });
  await ask('POST', `${session}/window/rect`, SIZE);
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    open: async (url) => void (await ask('POST', `${session}/url`, { url })),
    evaluate: async (work, argument = null) => {
      const script = `const done = arguments[1]; Promise.resolve(arguments[0]).then(${work}).then(
        (value) => done({ value }), (error) => done({ failed: String(error) }));`;
      const { value, failed } = await ask('POST', `${session}/execute/async`, { script, args: [argument] });
      if (failed) throw new Error(failed);
      return value;
    },
    screenshot: async (file) => writeFile(file, Buffer.from(await ask('GET', `${session}/screenshot`), 'base64')),
    close: async () => {
      await ask('DELETE', session);
      driver.kill();
      screen.kill();
    },
  };
}

/** By name. @type {Record<string, () => Promise<Driver>>} */
export const ENGINES = {
  Chromium: () =>
    puppet({
      browser: 'chrome',
      executablePath: program('CHROMIUM'),
      args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    }),
  Firefox: () => puppet({ browser: 'firefox', executablePath: program('FIREFOX') }),
  WebKit: webkit,
};
