/** Languages: an element speaks that of its `lang` attribute, or of the nearest ancestor that has one. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { pageTest } from './lab.js';
import { serve } from './server.js';

const DIVERGES = 'hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10';
const VANISHES = {
  de: /^Schritt 20: Der Gradient verschwindet: Über 13 Schichten/,
  en: /^Step 20: Vanishing: through 13 layers/,
};

/** A page with elements in it. */
const host = (body, lang = 'en') => ({
  body: `<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width">
    <script type="module" src="./gradscape.js"></script>${body}</html>`,
});

/** A German element beside an English one. */
const TWO = host(`<gradscape-lab lang="de-AT"></gradscape-lab><gradscape-lab settings="seed=2"></gradscape-lab>`);

/** What the n-th element of a page says. */
const said = (lab, n = 0) =>
  lab.page
    .locator('gradscape-lab')
    .nth(n)
    .evaluate((element) => {
      const { shadowRoot: root } = element;
      const text = (part) => root.querySelector(part)?.textContent ?? '';
      const { title, textContent } = root.querySelector('[data-key="hidden_layers"] label');
      return {
        lang: root.querySelector('.lab').lang,
        story: text('.story-text'),
        remedies: [...root.querySelectorAll('.remedy')].map((button) => button.textContent),
        label: textContent,
        help: title,
        group: text('[data-group="network"] summary'),
        title: text('.title'),
        table: root.querySelector('[data-view="layers"] .table').ariaLabel,
        status: text('.status'),
      };
    });

/** Has every element of the page make some steps, and waits until its sentence is there. */
const step = (lab, steps = 20) =>
  lab.page.evaluate(async (n) => {
    const elements = [...document.querySelectorAll('gradscape-lab')];
    const wait = () => new Promise((done) => setTimeout(done, 50));
    for (const element of elements) while (!element.frame) await wait();
    for (const element of elements) element.pause();
    for (let k = 0; k < n; k += 1) await Promise.all(elements.map((element) => element.step()));
    const told = ({ shadowRoot: root }) =>
      root.querySelector('.remedy') && / 20:/.test(root.querySelector('.story-step').textContent);
    for (const element of elements) while (!told(element)) await wait();
  }, steps);

function speaks(words, language) {
  const german = language === 'de';
  assert.equal(words.lang, language);
  assert.match(words.story, VANISHES[language]);
  assert.match(words.remedies.join(), german ? /ReLU und He-Gewichte/ : /ReLU and He weights/);
  assert.equal(words.label, german ? 'Versteckte Schichten' : 'Hidden layers');
  assert.match(words.help, german ? /^Schichten zwischen Eingabe und Ausgabe/ : /^Layers between input and output/);
  assert.equal(words.group, german ? 'Netz' : 'Network');
  assert.equal(words.title, german ? 'Zwei Spiralen' : 'Two spirals');
  assert.equal(words.table, german ? 'Tabelle: Gradient je Schicht' : 'Table: Gradient by layer');
  assert.equal(words.status, german ? 'Angehalten' : 'Paused');
}

const german = (lab) => lab.requests.filter((address) => /\/de\.js(\?|$)/.test(address)).length;

pageTest('a page in German opens in German', async (open) => {
  const lab = await open('', { host: host('<gradscape-lab link></gradscape-lab>', 'de') });
  await step(lab);
  speaks(await said(lab), 'de');
  assert.equal(await lab.page.title(), 'Zwei Spiralen · Gradscape');
  assert.equal(german(lab), 1);
});

for (const workers of [true, false]) {
  const where = workers ? 'in the same two workers' : 'on the main thread';
  pageTest(`a German element and an English one run side by side ${where}`, async (open) => {
    const lab = await open('', { host: TWO, height: 1600, before: workers ? undefined : () => delete window.Worker });
    await step(lab);
    speaks(await said(lab, 0), 'de');
    speaks(await said(lab, 1), 'en');
    if (workers) assert.ok(lab.page.workers().length <= 2);
    assert.equal(german(lab), 1);
  });
}

pageTest('another language is English, and an English page fetches no other', async (open) => {
  const lab = await open('', { host: host('<div lang="de"><gradscape-lab lang="fr"></gradscape-lab></div>') });
  await step(lab);
  speaks(await said(lab), 'en');
  assert.equal(german(lab), 0);
});

pageTest('another `lang` changes the language, and the run stays at its step', async (open) => {
  const lab = await open('', { host: host('<gradscape-lab></gradscape-lab>') });
  await step(lab);
  for (const language of ['de', 'en']) {
    await lab.with((element, lang) => {
      element.setAttribute('lang', lang);
    }, language);
    await lab.until((element) => element.frame?.step === 20);
    await lab.until((element, lang) => element.shadowRoot.querySelector('.lab').lang === lang, { argument: language });
    await lab.until((element) => element.shadowRoot.querySelector('.remedy') !== null);
    speaks(await said(lab), language);
  }
});

pageTest('a sentence that begins with what a function is about is German as a whole', async (open) => {
  const lab = await open('', {
    host: host(
      '<gradscape-lab lang="de" settings="scenario=rosenbrock&amp;optimizer=lbfgs&amp;clip=norm"></gradscape-lab>',
    ),
  });
  await lab.step(2);
  await lab.says('Ein enges, gekrümmtes Tal.');
  await lab.says('Der Verlust ist ');
  await lab.says('L-BFGS schätzt die Krümmung aus Gradienten'); // its advice
});

pageTest('a diverged run says so in German', async (open) => {
  const lab = await open('', {
    host: host(`<gradscape-lab settings="${DIVERGES.replaceAll('&', '&amp;')}"></gradscape-lab>`, 'de'),
  });
  await lab.step(300);
  const { diverged } = await lab.frame;
  await lab.says(`Divergiert bei Schritt ${diverged.step}`);
  await lab.says('ist keine endliche Zahl mehr');
});

pageTest('while it loads it says so in German', async (open) => {
  const lab = await open('', {
    host: host('<gradscape-lab></gradscape-lab>', 'de'),
    ready: false,
    before: () => {
      window.fetch = () => new Promise(() => {});
    },
  });
  await lab.says('Die Engine wird geladen …');
});

pageTest('where it cannot start it says so in German', async (open) => {
  const lab = await open('', {
    host: host('<gradscape-lab></gradscape-lab>', 'de'),
    ready: false,
    before: () => {
      window.fetch = () => Promise.reject(new Error('offline'));
    },
  });
  await lab.says('Gradscape konnte nicht starten');
  await lab.says('Erneut versuchen');
  lab.expect(/offline/);
});

const modules = process.env.GRADSCAPE_MODULES;
if (!modules) throw new Error('GRADSCAPE_MODULES names no folder: run `cargo xtask test browser`, which fills it');
const single = await serve({}, `${pathToFileURL(modules)}/`);
after(() => single.close());

pageTest('as single modules it speaks German as well', async (open) => {
  single.pages.set('german.html', host('<gradscape-lab></gradscape-lab>', 'de'));
  const lab = await open('', { at: `${single.address}german.html` });
  await step(lab);
  speaks(await said(lab), 'de');
});
