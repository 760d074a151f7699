/** The element as a guest: it is as light or dark as its host, keeps its height, and leaves the host's keys and events alone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { rows } from './command-line.js';
import { pageTest, site } from './lab.js';

const SETTINGS = 'scenario=rosenbrock';
const LAB =
  '<gradscape-lab id="lab" settings="scenario=rosenbrock" views="surface curves" controls="lr">Not yet</gradscape-lab>';
const host = (body, head = '', attributes = '') => ({
  host: {
    body: `<!doctype html><html lang="en" ${attributes}><head><title>Host</title><link rel="icon" href="data:,">${head}
      <script type="module" src="./gradscape.js"></script></head>${body}</html>`,
  },
});

/** How each host says that it is dark: styles, and what it does to switch (`dark` is a boolean). */
const HOSTS = {
  Furo: [
    'body{color:#000}body[data-theme=dark]{color:#ffffffcc}',
    (dark) => (document.body.dataset.theme = dark ? 'dark' : 'light'),
  ],
  Docusaurus: [
    'html{color-scheme:light;color:#1c1e21}html[data-theme=dark]{color-scheme:dark;color:#e3e3e3}',
    (dark) => (document.documentElement.dataset.theme = dark ? 'dark' : 'light'),
  ],
  VitePress: [
    'html{color-scheme:light}html.dark{color-scheme:dark}body{color:#3c3c43}.dark body{color:#dfdfd6}',
    (dark) => document.documentElement.classList.toggle('dark', dark),
  ],
  mdBook: [
    'html{color:#000;color-scheme:light}html.coal{color:#98a3ad;color-scheme:dark}',
    (dark) => (document.documentElement.className = dark ? 'coal' : 'light'),
  ],
  Material: [
    '[data-md-color-scheme=default]{color-scheme:light;color:#000000de}[data-md-color-scheme=slate]{color-scheme:dark;color:#e2e4e9}',
    (dark) => document.body.setAttribute('data-md-color-scheme', dark ? 'slate' : 'default'),
  ],
  Jupyter: [
    'body[data-jp-theme-light=true]{color:#000}body[data-jp-theme-light=false]{color:#fff}',
    (dark) => document.body.setAttribute('data-jp-theme-light', String(!dark)),
  ],
  Quarto: [
    'body{color:#343a40;transition:color .2s}body.quarto-dark{color:oklch(0.9 0 0)}',
    (dark) => (document.body.className = dark ? 'quarto-dark' : 'quarto-light'),
  ],
};

const isDark = (element, dark) => element.shadowRoot.querySelector('.lab').classList.contains('dark') === dark;

for (const [name, [styles, turn]] of Object.entries(HOSTS)) {
  pageTest(`in ${name} it is light or dark as the page is, whatever the system is`, async (open) => {
    for (const system of [false, true]) {
      const lab = await open('', { ...host(`<body>${LAB}</body>`, `<style>${styles}</style>`), dark: system });
      for (const dark of [true, false, true]) {
        await lab.page.evaluate(turn, dark);
        await lab.until(isDark, { argument: dark });
      }
    }
  });
}

pageTest('a page that says nothing of its colours is white, and so is the element', async (open) => {
  const lab = await open('', { ...host(`<body>${LAB}</body>`), dark: true });
  assert.ok(await lab.with(isDark, false));
});

pageTest('it is as high as its host makes it, and never without width', async (open) => {
  const lab = await open(
    '',
    host(`<body>
      <div style="width: 700px"><gradscape-lab style="height: 420px" views="surface layers"></gradscape-lab><p id="below">Below</p></div>
      <div style="display: flex">${LAB}<p>Beside</p></div><div style="overflow: auto"><div style="float: left">${LAB}</div></div>
      <table><tr><td>${LAB}</td><td>Beside</td></tr></table>
      <gradscape-lab style="width: 280px; height: 360px" views="layers" controls="" loading="eager"></gradscape-lab></body>`),
  );
  const sizes = await lab.page.evaluate(() =>
    [...document.querySelectorAll('gradscape-lab')].map((element) => [element.offsetWidth, element.offsetHeight]),
  );
  assert.deepEqual(sizes[0], [700, 420]);
  for (const [width, height] of sizes.slice(1, 4)) assert.ok(width >= 320 && height > 300, `${width} by ${height}`);
  const inside = await lab.with((element) => {
    const { bottom } = element.shadowRoot.querySelector('.transport').getBoundingClientRect();
    return bottom <= document.getElementById('below').getBoundingClientRect().top;
  });
  assert.ok(inside, 'it lies over the text below it');
  const small = lab.page.locator('gradscape-lab').last();
  await small.evaluate((element) => element.step(3));
  const seen = await small.evaluate((element) =>
    ['header', '.story', '.view[data-view="layers"]', '.transport'].map((part) =>
      element.shadowRoot.querySelector(part).checkVisibility(),
    ),
  );
  assert.deepEqual(seen, [false, false, true, true]);
  const fits = await small.evaluate((element) => {
    const box = element.shadowRoot.querySelector('.lab');
    return box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight + 1;
  });
  assert.ok(fits, 'one view does not fit into 280 by 360 pixels');
});

pageTest('without a height of its own it has the room that the views need, in narrow columns, too', async (open) => {
  const settings = 'hidden_layers=4&amp;clip=norm';
  for (const width of [360, 720])
    for (const attributes of ['views="surface curves"', 'views="surface layers" controls="lr"']) {
      const one = `<gradscape-lab settings="${settings}" ${attributes}></gradscape-lab>`;
      const lab = await open('', { ...host(`<body style="margin: 0">${one}</body>`), width });
      await lab.step(12);
      const [inside, room] = await lab.with((element) => {
        const box = element.shadowRoot.querySelector('.lab');
        return [box.scrollHeight, box.clientHeight];
      });
      assert.ok(inside <= room + 1, `${attributes}, ${width} wide: ${inside} pixels in ${room}`);
    }
});

for (const display of ['block', 'inline-block', 'grid'])
  pageTest(`a host that makes it \`display: ${display}\` does not make it collapse`, async (open) => {
    const style = `<style>gradscape-lab { display: ${display}; width: 100% }</style>`;
    const given = LAB.replace('<gradscape-lab', '<gradscape-lab style="height: 420px"');
    for (const [width, least] of [
      [1280, 600],
      [600, 700],
    ]) {
      const page = `<body style="width: ${width - 60}px">${LAB}<p id="below">Below</p>${given}</body>`;
      const lab = await open('', { ...host(page, style), width });
      await lab.settle();
      const [free, fixed] = await lab.page.evaluate(() =>
        [...document.querySelectorAll('gradscape-lab')].map((one) => [
          one.offsetHeight,
          one.shadowRoot.querySelector('.frame').offsetHeight,
        ]),
      );
      assert.ok(free[0] >= least && free[1] === free[0], `${free}`);
      assert.deepEqual(fixed, [420, 420]);
    }
  });

pageTest('text styles of the host do not reach the inside', async (open) => {
  const style =
    '<style>body { text-align: center; line-height: 3; letter-spacing: 0.3em; text-transform: uppercase }</style>';
  const lab = await open('', host(`<body>${LAB}</body>`, style));
  const inside = await lab.with((element) => {
    const { textAlign, lineHeight, letterSpacing, textTransform, fontSize } = getComputedStyle(
      element.shadowRoot.querySelector('.lab'),
    );
    return [textAlign, parseFloat(lineHeight) < 1.6 * parseFloat(fontSize), letterSpacing, textTransform];
  });
  assert.deepEqual(inside, ['start', true, 'normal', 'none']);
});

pageTest('keys that it uses do not reach the host, and others do', async (open) => {
  const lab = await open('', host(`<body>${LAB}<input id="search"></body>`));
  await lab.page.evaluate(() => {
    window.heard = [];
    addEventListener('keydown', ({ key }) => window.heard.push(key));
  });
  const heard = () => lab.page.evaluate(() => window.heard.splice(0));
  const press = async (place, ...keys) => {
    await place.focus();
    for (const key of keys) await lab.page.keyboard.press(key);
    return heard();
  };
  const inside = (selector) => lab.page.locator(`gradscape-lab ${selector}`).first();
  assert.deepEqual(
    await press(inside('[data-key="lr"] input[type="text"], [data-key="lr"] input[type="number"]'), '1', 's', '/', '?'),
    [],
  );
  assert.deepEqual(await press(inside('.timeline input'), 'ArrowRight', 'Home', ' '), []);
  assert.deepEqual(await press(inside('.viewport'), 'ArrowLeft', 't', 's', ' ', 'j'), ['j']);
  assert.equal(await lab.with((element) => element.getAttribute('data-lm-suppress-shortcuts')), 'true');
  // Without the focus inside, letters are the host's.
  await lab.page.evaluate(() => document.querySelector('gradscape-lab').shadowRoot.activeElement?.blur());
  const still = await lab.with((element) => element.shadowRoot.querySelector('.status').dataset.state);
  assert.deepEqual(await press(lab.page.locator('#search'), 's', ' '), ['s', ' ']);
  assert.equal(await lab.with((element) => element.shadowRoot.querySelector('.status').dataset.state), still);
});

pageTest('its events ready and error reach neither handlers of the host nor window.onerror', async (open) => {
  const lab = await open('', {
    ...host(`<body>${LAB}</body>`),
    before: () => {
      window.reached = [];
      window.onerror = (message) => window.reached.push(`onerror ${message}`);
      for (const type of ['ready', 'error']) document.addEventListener(type, () => window.reached.push(type));
    },
  });
  await lab.with((element) => element.dispatchEvent(new ErrorEvent('error', { message: 'for this test' })));
  assert.deepEqual(await lab.page.evaluate(() => window.reached), []);
  lab.expect(/for this test/);
});

const places = {
  'a closed <details>': ['<details>LAB</details>', () => (document.querySelector('details').open = true)],
  'a hidden tab': ['<div id="tab" hidden>LAB</div>', () => (document.getElementById('tab').hidden = false)],
};
for (const [name, [body, act]] of Object.entries(places)) {
  pageTest(`in ${name} it waits until it is shown`, async (open) => {
    const lab = await open('', { ...host(`<body>${body.replace('LAB', LAB)}</body>`), ready: false });
    await lab.page.waitForTimeout(500);
    assert.equal(lab.requests.filter((address) => address.includes('/define.js')).length, 0);
    await lab.page.evaluate(act);
    await lab.ready();
    await lab.settle();
    await lab.waitForColours(lab.page.locator('gradscape-lab .relief canvas'), 8);
  });
}

pageTest('moved, removed and added again it continues; a second script changes nothing', async (open) => {
  const body = `<body>${LAB}<div id="other"></div>
    <script type="module" src="./gradscape.js?second"></script><script type="module" src="./define.js?third"></script></body>`;
  const lab = await open('', host(body));
  await lab.step(7);
  await lab.with((element) => document.getElementById('other').append(element));
  await lab.until((element) => element.frame?.step === 7);
  await lab.with(async (element) => {
    element.remove();
    await new Promise((later) => setTimeout(later, 300));
    document.getElementById('other').append(element);
  });
  await lab.until((element) => element.frame?.step === 7);
  await lab.sameAs(rows(SETTINGS, 10));
});

pageTest(
  'with two different versions on a page, labs are of the first, and nothing of the second is fetched',
  async (open) => {
    const files = ['gradscape.js', 'define.js', 'worker.js', 'engine_bg.wasm', 'engine_rest.wasm'];
    for (const name of files) {
      const content = await readFile(new URL(`../../dist/${name}`, import.meta.url));
      const type = name.endsWith('.js') ? 'text/javascript' : 'application/wasm';
      const body = name.endsWith('.js') ? String(content).replace(/\?v=\w+/g, '?v=second') : content;
      site.pages.set(`second/${name}`, { body, headers: { 'content-type': type } });
    }
    const [here, second] = ['./', './second/'].map((at) => `<script type="module" src="${at}gradscape.js"></script>`);
    for (const [scripts, ours] of [
      [here + second, false],
      [second + here, true],
    ]) {
      const body = `<!doctype html><title>Host</title><link rel="icon" href="data:,">${scripts}<body>${LAB}`;
      const lab = await open('', { host: { body } });
      await lab.sameAs(rows(SETTINGS, 10));
      const rest = lab.requests.filter((address) => !/(gradscape\.js|\.html|^data:.*|^blob:.*)$/.test(address));
      assert.ok(rest.length >= 3, `${rest}`);
      for (const address of rest) assert.equal(address.includes('/second/'), ours, address);
    }
  },
);

pageTest('it works within another shadow root', async (open) => {
  const lab = await open('', { ...host('<body><div id="outer"></div></body>'), ready: false });
  const step = await lab.page.evaluate(async () => {
    const root = document.getElementById('outer').attachShadow({ mode: 'open' });
    root.innerHTML = '<gradscape-lab settings="scenario=rosenbrock"></gradscape-lab>';
    return (await root.firstChild.step(4)).step;
  });
  assert.equal(step, 4);
});

pageTest('in a scaled slide, dragging the threshold goes where the pointer is', async (open) => {
  const one =
    '<gradscape-lab settings="clip=norm&amp;threshold=0.1" views="curves" controls="" style="height: 500px"></gradscape-lab>';
  const thresholds = [];
  for (const scale of [1, 0.5]) {
    const slide = `<div style="width: 900px; transform: scale(${scale}); transform-origin: 0 0">${one}</div>`;
    const lab = await open('', host(`<body style="margin: 0">${slide}</body>`));
    await lab.reset();
    await lab.step(20);
    await lab.settle();
    const line = lab.page.locator('gradscape-lab .threshold').first();
    const box = await line.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await lab.page.mouse.move(x, y);
    await lab.page.mouse.down();
    await lab.page.mouse.move(x, y - 40 * scale, { steps: 4 });
    await lab.page.mouse.up();
    await lab.until((element) => element.frame.threshold > 0.11);
    await lab.page.waitForTimeout(500);
    thresholds.push((await lab.frame).threshold);
  }
  const [whole, half] = thresholds;
  assert.ok(whole > 0.1 && Math.abs(half / whole - 1) < 0.15, `${whole} and ${half}`);
});

pageTest('printed, it is one picture with title, sentence and link, and nothing to press', async (open) => {
  const lab = await open('', { ...host(`<body><h1>Chapter</h1>${LAB}</body>`), dark: true });
  await lab.step(12);
  await lab.settle();
  await lab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await lab.page.emulateMedia({ media: 'print' });
  const seen = (selector) => lab.page.locator(`gradscape-lab ${selector}`).first().isVisible();
  for (const part of ['.transport', '.panel', '.view', 'header']) assert.equal(await seen(part), false, part);
  const text = await lab.page.locator('gradscape-lab .printed').innerText();
  assert.match(text, /Rosenbrock/);
  assert.match(text, /Step 12:/);
  assert.match(text, /host\.html#lab/);
  const canvases = lab.page.locator('gradscape-lab .printed canvas');
  assert.equal(await canvases.count(), 2);
  for (const canvas of await canvases.all()) await lab.waitForColours(canvas, 8);
  await lab.page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await lab.page.locator('gradscape-lab .printed').count(), 0);
});

pageTest('the page is printed once, and runs side by side each with its name', async (open) => {
  const captions = async (settings) => {
    const lab = await open(settings);
    await lab.step(3);
    await lab.settle();
    await lab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await lab.page.locator('gradscape-lab .printed').count(), 1);
    return lab.page.locator('gradscape-lab .printed figcaption').allTextContents();
  };
  const alone = await captions('hidden_layers=2&grid=17');
  const both = await captions('hidden_layers=2&grid=17&compare=activation%3Drelu');
  assert.equal(both.length, 2 * alone.length);
  for (const letter of ['A', 'B'])
    assert.equal(both.filter((caption) => caption.startsWith(`${letter}: `)).length, alone.length);
});

/** No surface ever comes. */
const withoutSurfaces = () => {
  const Real = window.Worker;
  window.Worker = function (address, options) {
    return options.name.endsWith('surface')
      ? Object.assign(new EventTarget(), { postMessage() {}, terminate() {} })
      : new Real(address, options);
  };
};

pageTest(
  'printed before its surface is there, it is its poster; without one, a sentence stands in the place',
  async (open) => {
    const picture =
      '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><path fill="teal" d="M0 0h400v150H0z"/></svg>';
    const image = `data:image/svg+xml,${encodeURIComponent(picture)}`;
    const labs = {
      child: LAB.replace('Not yet', `<img src="${image}" alt="A teal half">`),
      attribute: LAB.replace('<gradscape-lab', `<gradscape-lab poster="${image}"`),
      none: LAB,
    };
    for (const [name, body] of Object.entries(labs)) {
      const lab = await open('', { ...host(`<body>${body}</body>`), before: withoutSurfaces });
      await lab.step(12);
      await lab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await lab.page.emulateMedia({ media: 'print' });
      const figures = lab.page.locator('gradscape-lab .printed figure');
      if (name === 'none') {
        await lab.page.waitForTimeout(100);
        assert.match(await figures.first().innerText(), /Loss surface\s+This view was still being computed/);
        assert.equal(await figures.count(), 2);
      } else {
        assert.equal(await figures.count(), 1, name);
        assert.doesNotMatch(await lab.page.locator('gradscape-lab .printed').innerText(), /Step 12/);
        const colour = await figures
          .locator('canvas')
          .evaluate((canvas) => [...canvas.getContext('2d').getImageData(100, 100, 1, 1).data]);
        assert.deepEqual(colour, [0, 128, 128, 255], name);
      }
      await lab.page.emulateMedia({ media: 'screen' });
      await lab.page.evaluate(() => dispatchEvent(new Event('afterprint')));
    }
  },
);
