/**
 * The shortcode of Quarto, run by pandoc, on which Quarto is built: a filter calls it as Quarto does, and only the module `quarto`
 * is a stand-in. Quarto itself is no package that installs in a folder.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workshop.js';

const shortcode = join(root, 'integrations/quarto/_extensions/gradscape/gradscape.lua');

const FILTER = `
local scripts
local live = FORMAT:match('html') ~= nil
quarto = { doc = {
  is_format = function(name) assert(name == 'html:js'); return live end,
  add_html_dependency = function(what)
    for _, name in ipairs(what.scripts) do
      scripts = (scripts or '') .. '<script src="' .. name .. '"></script>'
    end
  end,
} }
local shortcodes = dofile(${JSON.stringify(shortcode)})

return { {
  Para = function(block)
    local text = pandoc.utils.stringify(block)
    local settings, rest = text:match('^{{< gradscape "([^"]*)"(.*) >}}$')
    if not settings then return nil end
    local words = {}
    for key, value in rest:gmatch('(%w+)="([^"]*)"') do words[key] = pandoc.Inlines(pandoc.Str(value)) end
    return shortcodes.gradscape({ pandoc.Inlines(pandoc.Str(settings)) }, words)
  end,
  Pandoc = function(document)
    if scripts then document.meta['header-includes'] = pandoc.MetaBlocks({ pandoc.RawBlock('html', scripts) }) end
    return document
  end,
} }
`;

/** What Quarto's theme says of colours. */
const STYLE =
  '<style>body.quarto-light { color: #222; background: #fff } body.quarto-dark { color: #eee; background: #222 }</style>';

const convert = `
import pathlib, pypandoc
common = ["--standalone", "--lua-filter", "filter.lua"]
for kind, name in (("html5", "lab.html"), ("epub3", "lab.epub"), ("latex", "lab.tex"), ("docx", "lab.docx")):
    pypandoc.convert_file("lab.md", kind, format="markdown-smart", outputfile=name, extra_args=common)
page = pathlib.Path("lab.html")
page.write_text(page.read_text().replace("<body>", """${STYLE}<body class="quarto-light">"""))
import zipfile
for name in ("lab.epub", "lab.docx"):
    zipfile.ZipFile(name).extractall(name + ".d")
`;

export default {
  id: 'quarto',
  name: 'the shortcode of Quarto, in pandoc',
  pip: ['pypandoc_binary==1.17'],
  poster: '',
  lab: 'lab.html',
  copies: { 'dist/gradscape.one.js': 'gradscape.one.js' },
  single: true,
  files: ({ page }) => ({
    'lab.md': `---\ntitle: A lab\nlang: en\n---\n\nText before it.\n\n${page}\n\nText after it.\n`,
    'filter.lua': FILTER,
    'convert.py': convert,
  }),
  build: [['python', 'convert.py']],
  dark: (page) => page.evaluate(() => (document.body.className = 'quarto-dark')),
  more({ folder }) {
    const inside = join(folder, 'lab.epub.d');
    const pages = readdirSync(inside, { recursive: true }).filter((name) => name.endsWith('.xhtml'));
    const book = pages.map((name) => readFileSync(join(inside, name), 'utf8')).join('');
    assert.ok(/<img [^>]*src="[^"]*\.svg"/.test(book) && !book.includes('<gradscape-lab'), book);
    assert.match(readFileSync(join(folder, 'lab.tex'), 'utf8'), /\\includesvg|\\includegraphics/);
  },
};
