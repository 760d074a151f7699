/** With reduced motion nothing moves on its own. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('with reduced motion the page does not play by itself, and nothing is animated', async (open) => {
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

pageTest('reduced motion takes effect while the page is open', async (open) => {
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
