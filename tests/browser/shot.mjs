import { launch } from './chromium.js';
import { serve } from './server.js';
const s = await serve({}, `file:///work/main/dist/`);
const b = await launch();
const shot = async (name, link, w, h, dark, act) => {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: dark ? 'dark' : 'light', hasTouch: w < 500, isMobile: w < 500 });
  const p = await c.newPage();
  p.on('pageerror', (e) => console.log(name, 'ERR', e.message)); p.on('console', (m) => m.type() === 'error' && console.log(name, m.text()));
  await p.goto(s.address + link);
  await p.waitForTimeout(9000);
  if (act) await act(p);
  await p.screenshot({ path: `/tmp/lead/shots/${name}.png` });
  await c.close();
};
const { argv } = process; const only = argv[2];
const list = [
  ['first-1280', '#paused&step=60', 1280, 720, false],
  ['first-1440d', '#paused&step=60', 1440, 900, true],
  ['phone', '#paused&step=60', 360, 740, false],
  ['present-1024', '#paused&step=60', 1024, 768, false, async (p) => { await p.getByRole('button', { name: 'Present' }).click(); await p.waitForTimeout(3000); }],
  ['network', '#activation=relu&init=he-normal&hidden_layers=4&paused&step=60&views=surface,network,layers,boundary', 1280, 720, false],
  ['autopsy', '#scenario=cliff&clip=none&autopsy', 1280, 720, false],
];
for (const [n, ...r] of list) if (!only || n.startsWith(only)) await shot(n, ...r);
await b.close(); s.close();
