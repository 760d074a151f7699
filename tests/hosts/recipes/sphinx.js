/** Sphinx with MyST and Furo: HTML, and an e-book that has the poster. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export default {
  id: 'sphinx',
  name: 'Sphinx with MyST and Furo',
  pip: ['sphinx==9.0.4', 'furo==2025.12.19', 'myst-parser==5.2.0', './integrations/sphinx'],
  poster: '',
  script: '_static/gradscape',
  lab: 'lab.html',
  files: ({ once, page }) => ({
    'conf.py': `project = "Book"\n${once['conf.py']}\nhtml_theme = "furo"\n`,
    'index.md': '# Elsewhere\n\n```{toctree}\nlab\n```\n',
    'lab.md': `# A lab\n\nText before it. [Elsewhere](index.md)\n\n${page}\n\nWithout a poster, one is drawn:\n\n\`\`\`{gradscape} scenario=cliff\n\`\`\`\n`,
  }),
  build: [
    ['sphinx-build', '-W', '-q', '-b', 'html', '.', 'out'],
    ['sphinx-build', '-q', '-b', 'epub', '.', 'epub'],
    ['sphinx-build', '-q', '-b', 'latex', '.', 'latex'],
  ],
  out: 'out',
  back: 'A lab',
  dark: (page) =>
    page.evaluate(() => {
      document.body.dataset.theme = 'dark';
    }),
  more({ folder }) {
    const book = readFileSync(join(folder, 'epub/lab.xhtml'), 'utf8');
    assert.ok(/<img [^>]*src="_images\/lab\.svg"/.test(book) && !book.includes('<gradscape-lab'), book);
    const pictures = readdirSync(join(folder, 'epub/_images'));
    assert.equal(pictures.filter((name) => name.endsWith('.svg')).length, 2, String(pictures));
    const tex = readFileSync(join(folder, 'latex/book.tex'), 'utf8');
    assert.ok(/sphinxincludegraphics\{\{[0-9a-f]{16}\}\.png\}/.test(tex), 'the drawn poster is in the LaTeX');
  },
};
