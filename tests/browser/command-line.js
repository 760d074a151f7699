/** The native command line; the page and the wasm module must reproduce its rows. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = process.env.GRADSCAPE_CLI;

/**
 * Rows 0 to `steps - 1` with the element's field names; a diverged run has fewer. The row after the last update is
 * dropped: it has no update of its own, and the run in the page continues.
 * @param {string} settings
 * @param {number} steps
 */
export function rows(settings, steps) {
  if (!program) throw new Error('GRADSCAPE_CLI names no program: run `cargo xtask test`, which builds it');
  const directory = fileURLToPath(new URL('../../', import.meta.url));
  const text = execFileSync(program, ['run', settings, '--steps', String(steps)], {
    encoding: 'utf8',
    cwd: directory,
    maxBuffer: 1 << 28,
  });
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => camel(JSON.parse(line)));
  return lines.at(-1).status === 'finished' ? lines.slice(0, -1) : lines;
}

/** A frame of the element without its verdict, which the rows do not have. */
export function numbersOf({ verdict, verdictStep, ...numbers }) {
  if (typeof verdict !== 'string' || !(verdictStep <= numbers.step))
    throw new Error(`verdict ${verdict} of ${verdictStep}`);
  return numbers;
}

/** What a command that computes many runs writes into its file. */
export function lines(command, given, ending) {
  if (!program) throw new Error('GRADSCAPE_CLI names no program: run `cargo xtask test`, which builds it');
  const place = mkdtempSync(join(tmpdir(), 'gradscape-'));
  try {
    const file = join(place, `rows.${ending}`);
    execFileSync(program, [command, ...given, '-o', file], { stdio: 'ignore' });
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The experiment in PyTorch: the script, and the data file that it reads. */
export function exported(settings) {
  if (!program) throw new Error('GRADSCAPE_CLI names no program: run `cargo xtask test`, which builds it');
  const place = mkdtempSync(join(tmpdir(), 'gradscape-'));
  try {
    execFileSync(program, ['export', 'pytorch', settings, '-o', 'gradscape.py'], { cwd: place });
    const read = (name) => readFileSync(join(place, name));
    return { script: String(read('gradscape.py')), tensors: read('gradscape.safetensors') };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** `grad_norm` becomes `gradNorm`, at every level. */
function camel(value) {
  if (Array.isArray(value)) return value.map(camel);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
      camel(inner),
    ]),
  );
}
