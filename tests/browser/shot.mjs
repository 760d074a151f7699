// node tests/browser/shot.mjs OUT SETTINGS [width height dark steps js]
import { launch } from './chromium.js';
import { serve } from './server.js';
const [out, settings, width = 1280, height = 720, dark = '', steps = 0, js = ''] = process.argv.slice(2);
const site = await serve({}, '../../dist/');
const browser = await launch();
const context = await browser.newContext({ viewport: { width: +width, height: +height }, colorScheme: dark ? 'dark' : 'light' });
const page = await context.newPage();
page.on('console', (m) => console.log(m.type(), m.text()));
page.on('pageerror', (e) => console.log('uncaught', e.message));
await page.goto(`${site.address}#${settings}`);
await page.waitForFunction(() => document.querySelector('gradscape-lab').frame != null);
if (+steps) await page.evaluate((n) => document.querySelector('gradscape-lab').seek(n), +steps);
await page.waitForTimeout(2500);
if (js) { console.log(await page.evaluate(js)); await page.waitForTimeout(2000); }
await page.screenshot({ path: out, fullPage: +width < 600 });
await browser.close();
site.close();
