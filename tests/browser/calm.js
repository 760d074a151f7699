/** For those who ask for less motion nothing moves by itself. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('for those who want calm the page waits to be started, and nothing glides', async (open) => {
  const lab = await open('', { calm: true });
  await lab.settle();
  await lab.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  assert.equal((await lab.frame).step, 0);
  const moving = await lab.with((element) => {
    const all = [...element.shadowRoot.querySelectorAll('*')].map((part) => getComputedStyle(part));
    return all.filter(
      ({ transitionDuration, animationName }) => parseFloat(transitionDuration) > 0 || animationName !== 'none',
    ).length;
  });
  assert.equal(moving, 0);
  await lab.page.getByRole('button', { name: 'Play', exact: true }).click();
  await lab.until((element) => element.frame.step > 0);
});

pageTest('asking for calm while the page is open is heard', async (open) => {
  const lab = await open('scenario=rosenbrock');
  const gliding = () =>
    lab.with((element) => {
      const surface = element.shadowRoot.querySelector('figure.surface');
      surface.classList.add('stale');
      const { transitionDuration } = getComputedStyle(surface.querySelector('.relief'));
      surface.classList.remove('stale');
      return parseFloat(transitionDuration) > 0;
    });
  assert.equal(await gliding(), true);
  await lab.page.emulateMedia({ reducedMotion: 'reduce' });
  assert.equal(await gliding(), false);
});
