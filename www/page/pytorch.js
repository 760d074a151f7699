/** "Copy as PyTorch": the script goes to the clipboard, and the file that it reads is offered beside it. */
import { h } from '../common/dom.js';
import { messageOf } from '../engine/guard.js';
import { data } from '../engine/runtime.js';

/** @import { Engine } from '../engine/types.js' */
/** @import { Notices } from './notices.js' */
/** @import { Texts } from '../texts/en.js' */

/** What files are called; of several runs with the letter of each. */
const NAME = 'gradscape';

/** The file that a script reads. @param {string} [letter] of its run, if there are several */
export const fileOf = (letter) => `${letter ? `${NAME}-${letter}` : NAME}.safetensors`;
/** A script makes at least so many steps. */
export const LEAST = 100;

/** @type {string[]} */
let urls = [];

/** One run as a script. @typedef {{script: string, tensors: Uint8Array<ArrayBuffer>, letter?: string}} Script */

/**
 * @param {Script[]} scripts of all runs; the first goes to the clipboard
 * @param {Notices} notices
 * @param {Texts} texts
 */
export async function offer(scripts, notices, texts) {
  const [first, ...others] = scripts;
  const copied = await navigator.clipboard.writeText(first.script).then(
    () => true,
    () => false,
  );
  for (const url of urls) URL.revokeObjectURL(url);
  urls = [];
  const files = scripts.flatMap(({ script, tensors, letter }) => [
    ' ',
    download(fileOf(letter).replace('.safetensors', '.py'), script, 'text/x-python'),
    ' ',
    download(fileOf(letter), tensors, 'application/octet-stream'),
  ]);
  const says = others.length ? texts.columns.pytorch : copied ? texts.pytorchCopied : texts.pytorchReady;
  notices.show('pytorch', [h('span', {}, says, ...files)]);
}

/**
 * Offers a run that is not the one shown.
 * @param {Engine} engine
 * @param {{settings: string, steps: number, dataFile: string | null}} run
 * @param {Notices} notices
 */
export async function offerOther(engine, { settings, steps, dataFile }, notices) {
  const file = await data(dataFile);
  try {
    const message = engine.call((api) => {
      const run = new api.Run(settings, file ? new Uint8Array(file) : undefined);
      const exported = run.pytorch(Math.max(LEAST, steps), fileOf());
      run.free();
      return exported;
    });
    await offer([message], notices, engine.texts);
  } catch (cause) {
    notices.show('pytorch', [messageOf(cause)]);
  }
}

/**
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} type
 */
function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  urls.push(url);
  return h('a', { href: url, download: name }, name);
}
