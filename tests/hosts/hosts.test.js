/**
 * Every recipe of docs/embedding.md: built from a clean folder with the lines that `gradscape embed` prints, and used in
 * Chromium. The variable `HOSTS` names recipes, separated by commas; without it, all are tested. Pictures and prints are
 * left in `target/hosts/seen`.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from '../browser/chromium.js';
import { serve } from '../browser/server.js';
import { PATIENCE, dragsThreshold, goesAwayAndBack, painted, picture, plays, ready, until } from './visit.js';
import { build, root } from './workshop.js';

const seen = join(root, 'target/hosts/seen');
const asked = (process.env.HOSTS ?? '').split(',').filter(Boolean);
const all = readdirSync(new URL('recipes/', import.meta.url)).map((file) => file.replace('.js', ''));
const unknown = asked.filter((id) => !all.includes(id));
if (unknown.length) throw new Error(`there is no recipe ${unknown.join(', ')}; there are ${all.join(', ')}`);
// All before the first test: it would start, and end, while the others are still being read.
const recipes = [];
for (const id of asked.length ? asked : all) {
  recipes.push([id, (await import(new URL(`recipes/${id}.js`, import.meta.url).href)).default]);
}
const browser = await launch();
after(() => browser.close());
mkdirSync(seen, { recursive: true });

/** Whether what the lab is drawn on is dark. */
const isDark = (element) => {
  const probe = element.shadowRoot.querySelector('.lab') ?? element.shadowRoot.firstElementChild;
  const ink = getComputedStyle(probe)
    .color.match(/[\d.]+/g)
    .map(Number);
  return ink[0] + ink[1] + ink[2] > 384;
};

for (const [id, recipe] of recipes) {
  test(`a lab works in ${recipe.name}`, { timeout: 900_000 }, async (t) => {
    const { folder, site } = build(recipe);
    const server = await serve({}, pathToFileURL(`${site}/`).href);
    t.after(() => server.close());
    const open = async (options) => {
      const context = await browser.newContext(options);
      t.after(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (said) => said.type() === 'error' && problems.push(`${said.text()} ${said.location().url}`));
      await page.goto(`${server.address}${recipe.lab}`);
      return page;
    };
    const problems = [];
    const page = await open({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    let lab = await ready(page);
    await plays(lab);
    await dragsThreshold(page, lab);
    await picture(page, lab, join(seen, `${id}-light.png`));
    if (recipe.dark) {
      assert.equal(await lab.evaluate(isDark), false, 'light at first');
      await recipe.dark(page);
      await until(lab, isDark);
      await picture(page, lab, join(seen, `${id}-dark.png`));
    }
    if (recipe.keys) await recipe.keys(page, lab);
    if (!recipe.single) {
      await goesAwayAndBack(page, recipe);
      lab = await ready(page);
      await plays(lab);
    }
    const printed = await open({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    if (recipe.print) {
      await printed.goto(`${server.address}${recipe.print}`);
      await printed.locator(recipe.printed).first().waitFor();
    } else await painted(printed, await ready(printed));
    await printed.waitForLoadState('networkidle');
    const pdf = await printed.pdf({ path: join(seen, `${id}.pdf`), preferCSSPageSize: true });
    assert.ok(pdf.length > 5_000, 'something is printed');
    const narrow = await open({ viewport: { width: 800, height: 900 } });
    await picture(narrow, await ready(narrow), join(seen, `${id}-narrow.png`));
    const phone = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const onPhone = await ready(phone);
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await picture(phone, onPhone, join(seen, `${id}-phone.png`));
    assert.ok(wide <= 1, `the lab makes the page ${wide} pixels wider than a phone`);
    if (recipe.more) await recipe.more({ folder, seen });
    assert.deepEqual(
      problems.filter((problem) => !recipe.tolerates?.test(problem)),
      [],
    );
  });
}
