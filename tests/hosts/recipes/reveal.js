/** reveal.js: the keys of the lab do not turn slides, those outside do; the print view has the poster. */
import assert from 'node:assert/strict';

export default {
  id: 'reveal',
  name: 'reveal.js',
  npm: ['reveal.js@6.0.2'],
  poster: '',
  script: 'gradscape',
  copies: {
    'integrations/reveal/gradscape-reveal.js': 'gradscape-reveal.js',
    'target/hosts/tools/reveal/node_modules/reveal.js/dist': 'reveal.js',
  },
  lab: 'index.html#/1',
  single: true,
  print: 'index.html?print-pdf',
  printed: '.pdf-page img',
  files({ once, page }) {
    const [script, start] = once['index.html'].split('\n');
    return {
      'index.html': `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="reveal.js/reveal.css">
<link rel="stylesheet" href="reveal.js/theme/white.css">
<div class="reveal"><div class="slides">
<section><h2>Before</h2></section>
<section><h3>A lab</h3>${page}</section>
<section><h2>After</h2></section>
</div></div>
<script src="reveal.js/reveal.js"></script>
${script}
<script>${start.replace('plugins:', 'hash: true, transition: "none", plugins:')}</script>
`,
    };
  },
  async keys(page, lab) {
    const slide = () => page.evaluate(() => globalThis.Reveal.getIndices().h);
    await lab.getByRole('button', { name: 'Play' }).first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    assert.equal(await slide(), 1, 'keys of the lab turn no slide');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('ArrowRight');
    assert.equal(await slide(), 2, 'keys elsewhere do');
  },
};
