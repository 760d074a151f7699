/** The first screen: the settings that matter are there or one click away, beside what they change, and no text is cut. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 360, height: 740, touch: true },
  { width: 390, height: 844, touch: true },
];
const name = ({ width, height }) => `${width} × ${height}`;
const isPhone = ({ width }) => width < 900;

/** What the description says of the first screen. */
const firstOf = (lab) =>
  lab.page.evaluate(async () => {
    const { settings } = await (await fetch('./description.json')).json();
    return settings.filter(({ beside }) => beside).map(({ key, beside }) => ({ key, beside }));
  });

/** Whether a part lies within the window; null if it is not shown. */
const within = (lab, selector) =>
  lab.with((element, part) => {
    const found = element.shadowRoot.querySelector(part);
    if (!found?.checkVisibility()) return null;
    const { left, top, right, bottom } = found.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  }, selector);

/** Texts that are cut off and said in full nowhere else. */
function cutTexts(lab) {
  return lab.with((element) => {
    const said = (part) => part.closest('[title], [aria-label]') !== null || part.matches('select');
    return [...element.shadowRoot.querySelectorAll('*')]
      .filter((part) => part.checkVisibility() && !part.closest('.unseen, svg, .legend .rest, .labels'))
      .filter((part) => [...part.childNodes].some((node) => node instanceof Text && node.data.trim()))
      .filter((part) => {
        const { overflowX, clipPath, display } = getComputedStyle(part);
        const hides = overflowX !== 'visible' && clipPath === 'none' && display !== 'inline';
        return hides && part.scrollWidth > part.clientWidth + 1 && !said(part);
      })
      .map((part) => part.textContent);
  });
}

/** Pairs of texts that lie over each other. */
function overlaps(lab) {
  return lab.with((element) => {
    const range = document.createRange();
    const texts = [...element.shadowRoot.querySelectorAll('*')]
      .filter((part) => part.checkVisibility() && !part.closest('.unseen, .labels, .canvas, option, .legend .rest'))
      .flatMap((part) => [...part.childNodes].filter((node) => node instanceof Text && node.data.trim()))
      .flatMap((node) => {
        const part = node.parentElement;
        if (getComputedStyle(part).clipPath !== 'none') return [];
        range.selectNodeContents(node);
        return [...range.getClientRects()].flatMap((line) => {
          let { left, top, right, bottom } = line;
          // What does not fit into a box is not seen.
          for (let box = part; box instanceof HTMLElement; box = box.parentElement) {
            if (getComputedStyle(box).overflow === 'visible') continue;
            const room = box.getBoundingClientRect();
            [left, top] = [Math.max(left, room.left), Math.max(top, room.top)];
            [right, bottom] = [Math.min(right, room.right), Math.min(bottom, room.bottom)];
          }
          // What scrolls is seen where its box is; what stands at the foot covers what is under it.
          const middle = element.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          const seen = middle && (part.contains(middle) || middle.contains(part));
          return seen ? [{ node, text: node.data.trim(), left, top, right, bottom }] : [];
        });
      });
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return texts.flatMap((a, k) =>
      texts.slice(k + 1).flatMap((b) => (a.node !== b.node && meet(a, b) ? [`${a.text} / ${b.text}`] : [])),
    );
  });
}

for (const size of SIZES) {
  pageTest(`at ${name(size)} every setting of the first screen is there or one click away`, async (open) => {
    const lab = await open('clip=norm&grid=17', size);
    await lab.reset();
    await lab.settle();
    const first = await firstOf(lab);
    assert.ok(first.length > 6);
    for (const { key } of first) {
      const row = `[data-key="${key}"]`;
      const chip = await within(lab, `[data-chip="${key === 'threshold' ? 'clip' : key}"]`);
      if (isPhone(size) && chip !== null) {
        assert.equal(chip, true, `${key}: its button is not in the window`);
        const button = lab.page.locator(`gradscape-lab [data-chip="${key === 'threshold' ? 'clip' : key}"]`);
        if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
      } else if (isPhone(size)) continue; // It means nothing here, or is the scenario, which stands behind More.
      const shown = await within(lab, row);
      if (shown !== null) assert.equal(shown, true, `${key} is not in the window`);
    }
    for (const key of ['hidden_layers', 'activation', 'init', 'lr', 'clip', 'threshold']) {
      assert.ok(
        first.some((setting) => setting.key === key),
        `${key} is one of them`,
      );
    }
    assert.equal(await within(lab, '.chips .more'), true);
  });

  pageTest(`at ${name(size)} no text is cut off or lies over another one`, async (open) => {
    for (const [settings, steps] of [
      ['grid=17', 20],
      ['hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10&grid=17', 300],
      ['scenario=recall&clip=norm&grid=17', 5],
    ]) {
      const lab = await open(settings, size);
      await lab.step(steps);
      await lab.settle();
      assert.deepEqual(await cutTexts(lab), [], settings);
      assert.deepEqual(await overlaps(lab), [], settings);
    }
  });

  pageTest(`at ${name(size)} the longest sentence and three buttons have room, and nothing moves`, async (open) => {
    const lab = await open('grid=17', size);
    await lab.step(20);
    await lab.settle();
    const told = (length, buttons) =>
      lab.with(
        (element, [letters, count]) => {
          const words = (n) => 'gradient norm of the first layer '.repeat(20).slice(0, n);
          const story = element.shadowRoot.querySelector('.story');
          story.querySelector('.story-text').textContent = words(letters);
          const remedies = Array.from({ length: count }, () => {
            const button = document.createElement('button');
            button.className = 'remedy';
            button.textContent = words(90);
            return button;
          });
          story.querySelector('.remedies').replaceChildren(...remedies);
          const { width, height } = element.shadowRoot.querySelector('.viewport').getBoundingClientRect();
          return {
            picture: [width, height],
            story: story.getBoundingClientRect().height,
            cut: story.scrollHeight - story.clientHeight,
          };
        },
        [length, buttons],
      );
    const [short, long] = [await told(40, 0), await told(280, 3)];
    assert.ok(long.cut <= 1, `${long.cut} pixels of it are not seen`);
    assert.deepEqual(long.picture, short.picture);
    // On a phone it grows downwards, and keeps its height as long as the verdict is the same.
    if (isPhone(size)) {
      await lab.until((element) =>
        ['.story-text', '.remedies'].every((selector) => {
          const part = element.shadowRoot.querySelector(selector);
          return parseFloat(part.style.minHeight) >= part.getBoundingClientRect().height - 1;
        }),
      );
      assert.equal((await told(40, 0)).story, long.story);
    } else assert.equal(long.story, short.story);
  });
}

pageTest('at 720 pixels no two texts lie over each other', async (open) => {
  const lab = await open('grid=17', { width: 720, height: 900 });
  await lab.until((element) => element.frame.step > 20);
  await lab.settle();
  assert.deepEqual(await overlaps(lab), []);
});

for (const size of SIZES.filter(isPhone)) {
  pageTest(`at ${name(size)} a setting and the view that it changes are seen together`, async (open) => {
    const lab = await open('clip=norm&grid=17', size);
    await lab.reset();
    await lab.settle();
    for (const { key, beside } of await firstOf(lab)) {
      const chip = lab.page.locator(`gradscape-lab [data-chip="${key}"]`);
      if (!(await chip.isVisible().catch(() => false))) continue;
      await chip.click();
      // The view is brought into sight once the field has its place.
      await lab.until(
        (element, [own, view]) => {
          const box = (part) => element.shadowRoot.querySelector(part).getBoundingClientRect();
          const [field, picture] = [box(`[data-key="${own}"]`), box(`[data-view="${view}"] .canvas`)];
          const foot = box('.panel').top;
          return field.height > 0 && field.bottom <= innerHeight && picture.top >= 0 && picture.bottom <= foot + 1;
        },
        { argument: [key, beside], within: 10_000 },
      );
    }
  });

  pageTest(`at ${name(size)} the buttons of the head have words`, async (open) => {
    const lab = await open('grid=17', size);
    const words = await lab.with((element) =>
      [...element.shadowRoot.querySelectorAll('header .tools button')].map((button) => button.innerText.trim()),
    );
    // Two have a picture for a word: compare and theme.
    assert.deepEqual(words, ['', 'Link', 'PyTorch', 'Check', 'Sweep', 'Present', '', '?']);
  });
}

pageTest('all other settings stand behind More, with a search by name and by choice', async (open) => {
  const lab = await open('grid=17');
  await lab.pause();
  const rows = () =>
    lab.with((element) =>
      [...element.shadowRoot.querySelectorAll('.field')]
        .filter((row) => row.checkVisibility())
        .map((row) => row.dataset.key),
    );
  assert.deepEqual(await rows(), ['scenario', 'hidden_layers', 'activation', 'init', 'lr', 'clip', 'threshold']);
  await lab.page.getByRole('button', { name: 'More settings' }).click();
  assert.ok((await rows()).length > 15);
  const search = lab.page.getByRole('searchbox', { name: 'Search all settings' });
  await search.fill('momentum');
  assert.deepEqual(await rows(), ['optimizer']);
  await search.fill('batch size of nothing');
  await lab.page.getByText('No setting matches.').waitFor();
  await search.fill('');
  await lab.control('optimizer').selectOption('adam');
  await lab.page.getByRole('button', { name: 'Fewer settings' }).click();
  // What was chosen stays in sight.
  assert.ok((await rows()).includes('optimizer'));
});

pageTest('an element with its own controls shows these alone', async (open) => {
  const body = `<!doctype html><title>Host</title><script type="module" src="./gradscape.js"></script>
    <gradscape-lab settings="hidden_layers=2" views="surface curves" controls="seed lr width"></gradscape-lab>`;
  for (const width of [1200, 500]) {
    const lab = await open('', { host: { body }, width, height: 800 });
    await lab.step(3);
    const shown = await lab.with((element) =>
      [...element.shadowRoot.querySelectorAll('.field, .chip, .more')]
        .filter((part) => part.checkVisibility())
        .map((part) => part.dataset.key ?? part.className),
    );
    assert.deepEqual(shown, ['width', 'seed', 'lr']);
  }
});

const ghost = (lab, view) => lab.page.locator(`gradscape-lab [data-view="${view}"] .threshold.ghost`);

pageTest('while nothing is clipped a pale line stands in the chart, and dragging it clips', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&grid=17');
  await lab.reset();
  await lab.step(30);
  await lab.settle();
  const box = await ghost(lab, 'curves').boundingBox();
  assert.equal(await ghost(lab, 'curves').innerText(), 'drag to clip');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  await lab.page.mouse.up();
  assert.doesNotMatch(await lab.settings, /clip/, 'a mere click changes nothing');
  await lab.page.mouse.down();
  await lab.page.mouse.move(x, y + 20, { steps: 3 });
  await lab.page.mouse.up();
  await lab.until((element) => element.frame.threshold !== null);
  const { threshold, step } = await lab.frame;
  assert.equal(step, 30, 'nothing starts anew');
  assert.equal(await lab.shownValue('clip'), 'norm');
  const exact = lab.page.locator('gradscape-lab [data-key="threshold"] input[type="number"]');
  await lab.until((element, value) => element.frame.threshold === value, {
    argument: Number(await exact.inputValue()),
  });
  assert.ok(threshold > 0);
  await lab.page.locator('gradscape-lab [data-view="curves"] .threshold:not(.ghost)').waitFor();
});

pageTest('the pale line clips by keys too, in the chart of the layers layer by layer', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&grid=17');
  await lab.step(10);
  await lab.settle();
  await ghost(lab, 'layers').focus();
  await lab.page.keyboard.press('ArrowDown');
  await lab.until((element) => element.frame.threshold !== null);
  assert.equal(await lab.shownValue('clip'), 'layer-norm');
  // Both pale lines are gone: it clips.
  await lab.until((element) =>
    [...element.shadowRoot.querySelectorAll('.ghost')].every((line) => !line.checkVisibility()),
  );
});

pageTest('while nothing is clipped the threshold stands beside the clip, and moving it clips', async (open) => {
  const lab = await open('hidden_layers=4&activation=tanh&grid=17');
  await lab.reset();
  await lab.step(10);
  const row = lab.page.locator('gradscape-lab [data-key="threshold"]');
  assert.ok(await row.isVisible());
  await row.locator('input[type="number"]').fill('0.02');
  await row.locator('input[type="number"]').press('Enter');
  await lab.until((element) => element.frame.threshold === 0.02);
  assert.equal(await lab.shownValue('clip'), 'norm');
  assert.equal((await lab.frame).step, 10, 'nothing starts anew');
});

pageTest('while the pale line is dragged no chart comes or goes, and no frame stays around it', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&grid=17');
  await lab.reset();
  await lab.step(30);
  await lab.settle();
  const charts = () =>
    lab.with((element) =>
      [...element.shadowRoot.querySelectorAll('.charts .view')]
        .filter((view) => view.checkVisibility())
        .map((view) => `${view.dataset.view} ${Math.round(view.getBoundingClientRect().height)}`),
    );
  const before = await charts();
  const box = await ghost(lab, 'curves').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(x, y + 25, { steps: 5 });
  await lab.until((element) => element.frame.threshold !== null);
  await lab.page.waitForTimeout(300);
  assert.deepEqual(await charts(), before);
  await lab.page.mouse.up();
  await lab.until((element) => element.shadowRoot.querySelector('[data-view="clip"]').checkVisibility());
  const framed = await lab.with((element) => element.shadowRoot.querySelectorAll('.threshold:focus-visible').length);
  assert.equal(framed, 0);
});

for (const size of SIZES.filter(isPhone)) {
  pageTest(`at ${name(size)} sentence and best remedy are seen first, above the settings`, async (open) => {
    const lab = await open('grid=17', size);
    await lab.reset();
    await lab.step(20);
    await lab.until((element) => element.shadowRoot.querySelector('.remedy'));
    await lab.settle();
    const [remedy, foot] = await lab.with((element) =>
      ['.remedy', '.panel']
        .map((part) => element.shadowRoot.querySelector(part).getBoundingClientRect())
        .map(({ top, bottom }) => [top, bottom]),
    );
    assert.ok(remedy[1] <= foot[0] + 1, `the remedy ends at ${remedy[1]}, the settings begin at ${foot[0]}`);
  });
}
