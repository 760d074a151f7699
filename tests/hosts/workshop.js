/**
 * Where sites are built: the tools of each host are installed once, below `target/hosts/tools`; each site is written and
 * built in a clean folder below `target/hosts/sites`, with the lines that `gradscape embed` prints.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const hosts = join(root, 'target/hosts');
export const dist = join(root, 'dist');
const windows = process.platform === 'win32';

/** What is embedded everywhere. */
export const LAB = {
  settings: 'activation=relu&init=he-normal&hidden_layers=4&clip=norm&threshold=0.1',
  views: 'surface curves',
  steps: '60',
};

/** Runs a program and returns what it prints. Its output is shown if it fails. */
export function run(program, words, options = {}) {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe', shell: windows, ...options });
  } catch (error) {
    throw new Error(`${program} ${words.join(' ')} failed:\n${error.stdout ?? ''}${error.stderr ?? error}`, {
      cause: error,
    });
  }
}

/** The lines for a host: those that are written once, by file, and those in the page. Writes the poster. */
export function lines(host, poster) {
  const { settings, views, steps } = LAB;
  mkdirSync(dirname(poster), { recursive: true });
  const said = run(process.env.GRADSCAPE_CLI, [
    ...['embed', settings, '--host', host, '--views', views, '--steps', steps, '-o', poster],
  ]);
  const parts = said.split(/^(Once, in .*:|In the page:|Copy .*)$/m).slice(1);
  const once = {};
  let page = '';
  for (let k = 0; k < parts.length; k += 2) {
    const file = parts[k].match(/^Once, in (.*):$/)?.[1];
    if (file) once[file] = parts[k + 1].trim();
    else if (parts[k] === 'In the page:') page = parts[k + 1].trim();
  }
  assert.ok(page, said);
  return { once, page };
}

/** Installs the tools of a recipe, unless they are there. Returns the folder of their programs. */
export function tools({ id, npm, pip, cargo, node }) {
  if (!npm && !pip && !cargo) return null;
  const folder = join(hosts, 'tools', id);
  const note = join(folder, 'installed.json');
  const programs = npm ? join(folder, 'node_modules/.bin') : join(folder, windows && pip ? 'Scripts' : 'bin');
  // The npm package `node` brings a newer Node than the one that runs this.
  if (node && Number(process.versions.node.split('.')[0]) < node) npm = [...npm, `node@${node}`];
  const wanted = JSON.stringify({ npm, pip, cargo });
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return { folder, programs };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (npm) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    run('npm', ['install', '--no-audit', '--no-fund', ...npm], { cwd: folder });
  } else if (cargo) {
    run(process.env.CARGO ?? 'cargo', ['install', '--quiet', '--locked', '--root', folder, ...cargo]);
  } else {
    run(process.env.PYTHON ?? (windows ? 'python' : 'python3'), ['-m', 'venv', folder]);
    // Our own packages are copied first: installing leaves files beside them.
    const own = pip.filter((name) => name.startsWith('./'));
    own.forEach((name) => cpSync(join(root, name), join(folder, name), { recursive: true }));
    run(join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', ...pip], { cwd: folder });
  }
  writeFileSync(note, wanted);
  return { folder, programs };
}

/** Writes and builds the site of a recipe. Returns the folder to serve. */
export function build(recipe) {
  const installed = tools(recipe);
  // Below the packages, where Node finds them.
  const folder = recipe.npm ? join(installed.folder, 'site') : join(hosts, 'sites', recipe.id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const text = lines(recipe.id === 'zensical' ? 'mkdocs' : recipe.id, join(folder, recipe.poster, 'lab.svg'));
  for (const [path, content] of Object.entries(recipe.files(text))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [from, to] of Object.entries(recipe.copies ?? {}))
    cpSync(join(root, from), join(folder, to), { recursive: true });
  if (recipe.script) cpSync(dist, join(folder, recipe.script), { recursive: true });
  const path = [installed?.programs, dirname(process.env.GRADSCAPE_CLI), process.env.PATH]
    .filter(Boolean)
    .join(delimiter);
  const env = { ...process.env, PATH: path, CI: '1', NODE_OPTIONS: '', ASTRO_TELEMETRY_DISABLED: '1' };
  for (const [program, ...words] of recipe.build ?? [])
    run(installed ? join(installed.programs, program) : program, words, { cwd: folder, env });
  return { folder, site: join(folder, recipe.out ?? '') };
}
