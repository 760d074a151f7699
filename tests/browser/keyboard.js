/**
 * The opening story by keyboard alone, as in docs/keyboard.md. Uses no mouse, and moves the focus only with Tab.
 */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** The focused element, also inside shadow roots. */
function focused(lab) {
  return lab.page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const label = at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
      name: label.trim(),
      role: at.getAttribute('role') ?? at.localName,
      ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

/** Presses Tab until an element with this name has the focus. */
async function tabTo(lab, name) {
  for (let press = 0; press < 120; press += 1) {
    await lab.page.keyboard.press('Tab');
    const at = await focused(lab);
    if (at.name === name || (name instanceof RegExp && name.test(at.name))) {
      assert.ok(at.ring, `${name} shows that it has the focus`);
      return at;
    }
  }
  throw new Error(`Tab never came to ${name}`);
}

pageTest('the opening story can be walked through by keyboard alone', async (open) => {
  const lab = await open();
  const { keyboard } = lab.page;
  const until = (condition, argument) => lab.until(condition, { argument });

  // Play and pause work wherever the focus is.
  await until((element) => element.frame.step > 0);
  await keyboard.press(' ');
  await until((element) => element.shadowRoot.querySelector('.status').textContent === 'Paused');
  // The list of keys.
  await keyboard.press('?');
  await lab.page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await keyboard.press('Escape');

  // Another activation, a clip, its threshold.
  await tabTo(lab, 'Activation');
  await keyboard.type('ReLU');
  await until((element) => element.settings.includes('activation=relu') && element.frame.step === 0);
  await tabTo(lab, 'Clip');
  await keyboard.type('By global norm');
  await until((element) => element.settings.includes('clip=norm'));

  // Step, seek.
  const { step } = await lab.frame;
  await tabTo(lab, 'One step');
  for (let press = 1; press <= 3; press += 1) {
    await keyboard.press('Enter');
    await until((element, wanted) => element.frame.step === wanted, step + press);
  }
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  assert.equal((await focused(lab)).name, 'Timeline');
  await keyboard.press('ArrowLeft');
  await until((element, wanted) => element.frame.step === wanted, step + 2);
  await keyboard.press('End');
  await until((element, wanted) => element.frame.step === wanted, step + 3);

  // The threshold line, which appears with the next picture, and a marked step.
  await lab.page.getByRole('slider', { name: 'Clip threshold' }).waitFor();
  await tabTo(lab, 'Clip threshold');
  const { threshold } = await lab.frame;
  await keyboard.press('PageDown');
  await until((element, before) => element.frame.threshold < before, threshold);
  await keyboard.press('Shift+Tab');
  assert.equal((await focused(lab)).name, 'Point at: Loss & gradient');
  await keyboard.press('ArrowLeft');
  await lab.says('step 2 · loss');
  await keyboard.press('Enter');
  await until((element) => element.frame.step === 2);

  // The plane, and the map.
  await tabTo(lab, 'Plane of the surface');
  await keyboard.type('Path');
  await until((element) => element.settings.includes('plane=pca'));
  await tabTo(lab, 'Loss surface');
  await keyboard.press('m');
  await until((element) => element.settings.includes('surface=map'));
});

pageTest('every control is reachable by Tab, shows its focus, and is visible', async (open) => {
  const lab = await open('scenario=spiral&clip=norm');
  await lab.reset();
  await lab.step(5);
  await lab.settle();
  const wanted = await lab.with((element) => {
    const all = [...element.shadowRoot.querySelectorAll('button, input, select, summary, [tabindex="0"]')];
    const box = (control) => control.checkVisibility({ visibilityProperty: true }) && !control.disabled;
    return all.filter(box).length;
  });
  let reached = 0;
  const names = new Set();
  for (let press = 0; press < 200; press += 1) {
    await lab.page.keyboard.press('Tab');
    if (await lab.page.evaluate(() => document.activeElement === document.body)) break;
    const at = await focused(lab);
    assert.ok(at.ring && at.seen, `${at.role} ${at.name}: ${JSON.stringify(at)}`);
    names.add(at.name);
    reached += 1;
  }
  assert.equal(reached, wanted, [...names].join(', '));
});
