/** Installs the packed package into a new folder, as its users do. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

const tarball = process.env.GRADSCAPE_PACKAGE;
if (!tarball) throw new Error('GRADSCAPE_PACKAGE names no file: run `cargo xtask test package`, which makes it');

/**
 * A folder with the package and these files, removed at the end.
 * @param {Record<string, string>} files contents by path
 * @param {{folder: string, names: string[]}} [others] other packages, which are linked, and where they are installed
 */
export function project(files, others) {
  const folder = mkdtempSync(join(tmpdir(), 'gradscape-package-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "name": "host", "private": true, "type": "module" }\n');
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=peer', tarball];
  execFileSync('npm', install, { cwd: folder, shell: process.platform === 'win32' });
  for (const name of others?.names ?? []) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(others.folder, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs a program of Node in a folder; its output, which must not be an error. */
export function node(folder, ...words) {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stdout}\n${stderr}`);
  return stdout;
}
