/** The page's texts: each of them is used somewhere. The type check finds those that a language lacks. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const www = new URL('../../www/', import.meta.url);
const read = (name) => readFile(new URL(name, www), 'utf8');

/** The table of a language, without the formats that it imports. */
async function table(id) {
  const source = (await read(`texts/${id}.js`)).replace(
    /^import \{(.*)\} from .*$/m,
    (_, names) => `const [${names}] = Array(9).fill(String);`,
  );
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`))[id];
}

/** Paths of all texts: `check.title`, `keys.does.toggle`. */
const paths = (texts, before = '') =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'object' && !Array.isArray(text) ? paths(text, `${before}${name}.`) : [`${before}${name}`],
  );

/** Everything that the page's modules say, without the tables themselves. */
async function code() {
  const names = (await readdir(www, { recursive: true })).filter((name) => /^(?!texts).*\.js$/.test(name));
  return (await Promise.all(names.map(read))).join('\n');
}

/** Whether `texts.a.b` is used, or all of `texts.a`, or one of its texts by a name that is computed. */
function used(path, code) {
  const parts = path.split('.');
  if (code.includes(`'${path}'`)) return true;
  return parts.some((_, k) => {
    const start = parts.slice(0, k + 1).join('\\.');
    const end = k + 1 < parts.length ? '(?![\\w.])' : '\\b';
    return new RegExp(`texts(?:\\(\\))?\\??\\.${start}${end}`).test(code);
  });
}

test('every text of the page is used', async () => {
  const [texts, all] = [await table('en'), await code()];
  const unused = paths(texts).filter((path) => !used(path, all));
  assert.deepEqual(unused, []);
  const keys = await read('common/keys.js');
  const named = (kind) => Object.keys(texts.keys[kind]);
  assert.deepEqual(
    named('does').filter((id) => !keys.includes(`text: '${id}'`)),
    [],
  );
  assert.deepEqual(
    named('places').filter((id) => !keys.includes(`\n  ${id}: [`)),
    [],
  );
  assert.deepEqual(
    named('names').filter((id) => !keys.includes(`'${id}'`)),
    [],
  );
});

test('a text that nothing uses is found', () => {
  const code = 'say(texts.check.title); const { before } = texts.held; relabel(texts.theme[theme]);';
  for (const path of ['check.title', 'held.before', 'theme.dark']) assert.ok(used(path, code), path);
  for (const path of ['check.titles', 'check.hint', 'title']) assert.ok(!used(path, code), path);
});

test('German has every text of English, and no other', async () => {
  assert.deepEqual(paths(await table('de')).sort(), paths(await table('en')).sort());
});
