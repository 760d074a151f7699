/** The order of the page's folders, read from the table "The page's folders" in ARCHITECTURE.md, as lint rules. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const www = path.join(root, 'www');
const HEADING = "### The page's folders";

/** Where each folder (`common/`) and each file at the top (`gradscape.js`) stands, counted from the bottom. */
export function ranks(markdown) {
  const from = markdown.indexOf(HEADING);
  if (from < 0) throw new Error(`ARCHITECTURE.md has no heading "${HEADING}"`);
  const [section] = markdown.slice(from + HEADING.length).split(/^#{1,3} /m);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const ranks = new Map();
  rows.forEach((row, rank) => {
    for (const [, name] of row.split('|')[1].matchAll(/`([^`]+)`/g)) ranks.set(name, rank);
  });
  return ranks;
}

/** Folder or file at the top that a path in `www/` belongs to, as the table names it. */
function place(file) {
  const [first, ...rest] = path.relative(www, file).split(path.sep);
  return rest.length ? `${first}/` : first;
}

const known = ranks(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8'));

/** Everything with modules in it has a row, and every row has something. */
export function complete() {
  const modules = (name) => /\.(js|d\.ts)$/.test(name);
  const present = readdirSync(www).flatMap((name) => {
    if (!statSync(path.join(www, name)).isDirectory()) return modules(name) ? [name] : [];
    return readdirSync(path.join(www, name)).some(modules) ? [`${name}/`] : [];
  });
  for (const name of present) if (!known.has(name)) throw new Error(`ARCHITECTURE.md: no row for www/${name}`);
  for (const name of known.keys())
    if (!present.includes(name)) throw new Error(`ARCHITECTURE.md: www/${name} is not there`);
}

/** An import, in code or in a type's comment, goes to the same row or to one further down. */
export const downwards = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { upward: '{{from}} must not import from {{to}}: see the table in ARCHITECTURE.md' },
  },
  create(context) {
    const from = place(context.filename);
    const check = (specifier, loc, isType = false) => {
      if (!specifier.startsWith('.')) return;
      const module = place(path.resolve(path.dirname(context.filename), specifier));
      // A type comes from the declarations beside a module, where there are some.
      const declared = module.replace(/\.js$/, '.d.ts');
      const to = isType && known.has(declared) ? declared : module;
      // What is built, such as `engine.js`, has no row: it knows nothing of the page.
      if ((known.get(to) ?? -1) > known.get(from)) context.report({ loc, messageId: 'upward', data: { from, to } });
    };
    const source = ({ source }) => {
      if (source?.type === 'Literal' && typeof source.value === 'string') check(source.value, source.loc);
    };
    return {
      ImportDeclaration: source,
      ImportExpression: source,
      ExportNamedDeclaration: source,
      ExportAllDeclaration: source,
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          for (const found of comment.value.matchAll(/import\('([^']+)'\)|@import [^\n]* from '([^']+)'/g)) {
            const start = comment.range[0] + 2 + found.index;
            check(
              found[1] ?? found[2],
              {
                start: context.sourceCode.getLocFromIndex(start),
                end: context.sourceCode.getLocFromIndex(start + found[0].length),
              },
              true,
            );
          }
        }
      },
    };
  },
};
