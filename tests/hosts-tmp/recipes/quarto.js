/**
 * The shortcode of Quarto, run with stand-ins for what Quarto offers to Lua. The site itself is not built: Quarto is no
 * package that installs in a folder.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, tools } from '../workshop.js';

const extension = 'integrations/quarto/_extensions/gradscape';

/** What the shortcode of a line in a page becomes: HTML and the scripts it asks for, or a picture. */
function expanded(recipe, line, isHtml) {
  const { folder } = tools(recipe);
  const { lua, lauxlib, lualib, to_luastring } = createRequire(join(folder, 'x.js'))('fengari');
  const [, settings, rest] = line.match(/^\{\{< gradscape "([^"]*)"(.*) >\}\}$/);
  const words = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, key, value]) => `[${JSON.stringify(key)}] = ${JSON.stringify(value)}`,
  );
  const source = `
    local scripts = {}
    pandoc = {
      utils = { stringify = function(value) return value end },
      RawBlock = function(_, text) return text end,
      Para = function(parts) return parts[1] end,
      Str = function(text) return text end,
      Image = function(alt, address) return "picture " .. address .. " " .. alt[1] end,
    }
    quarto = { doc = {
      is_format = function() return ${isHtml} end,
      add_html_dependency = function(what) for _, name in ipairs(what.scripts) do table.insert(scripts, name) end end,
    } }
    local shortcodes = (function() ${readFileSync(join(root, extension, 'gradscape.lua'), 'utf8')} end)()
    return shortcodes.gradscape({ ${JSON.stringify(settings)} }, { ${words.join(', ')} }), table.concat(scripts, " ")`;
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  const failed = lauxlib.luaL_dostring(state, to_luastring(source));
  const text = (place) => new TextDecoder().decode(lua.lua_tostring(state, place));
  assert.ok(!failed, failed ? text(-1) : '');
  return { text: text(-2), scripts: text(-1).split(' ') };
}

export default {
  id: 'quarto',
  name: 'the shortcode of Quarto',
  npm: ['fengari@0.1.5'],
  poster: '',
  lab: 'lab.html',
  copies: { 'dist/gradscape.one.js': 'gradscape.one.js' },
  single: true,
  files({ page }) {
    const { text, scripts } = expanded(this, page, true);
    assert.deepEqual(scripts, ['gradscape.one.js']);
    const picture = expanded(this, page, false).text;
    assert.ok(picture.startsWith('picture lab.svg ') && picture.length > 40, picture);
    return {
      'lab.html': `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<script src="${scripts[0]}"></script>
<body class="quarto-light" style="max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff">
<h1>A lab</h1>
${text}
`,
    };
  },
  dark: (page) =>
    page.evaluate(() => {
      document.body.className = 'quarto-dark';
      Object.assign(document.body.style, { color: '#eee', background: '#222' });
    }),
};
