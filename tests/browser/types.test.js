/** The types that `gradscape.d.ts` promises to hosts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

test('TypeScript accepts a correct host and finds every mistake in a wrong one', { timeout: 120_000 }, () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [path('node_modules/typescript/bin/tsc'), '-p', path('types')],
    { encoding: 'utf8' },
  );
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('the types name every member of the element and nothing else', async () => {
  const members = (text, indent) =>
    [...text.matchAll(RegExp(`^ {${indent}}(?:readonly )?(?:async )?(?:get )?(\\w+)[(:]`, 'gm'))].map(
      ([, name]) => name,
    );
  const own = (names) =>
    [...new Set(names)]
      .filter((name) => !/^(constructor|\w+Callback|addEventListener|removeEventListener)$/.test(name))
      .sort();
  const [types, element] = await Promise.all(
    ['../../www/gradscape.d.ts', '../../www/host/element.js'].map((name) => readFile(path(name), 'utf8')),
  );
  const declared = types.slice(types.indexOf('export class'), types.indexOf('declare global'));
  const defined = element.slice(element.indexOf('class GradscapeLab'), element.indexOf('\n  }\n'));
  assert.deepEqual(own(members(declared, 2)), own(members(defined, 4)));
});
