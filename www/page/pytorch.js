/** "Copy as PyTorch": the script goes to the clipboard, and the file that it reads is offered beside it. */
import { h } from '../common/dom.js';
import { messageOf } from '../engine/guard.js';
import { data } from '../engine/runtime.js';

/** @import { Engine } from '../engine/types.js' */
/** @import { Notices } from './notices.js' */
/** @import { Texts } from '../texts/en.js' */

/** The file that the script reads. */
export const FILE = 'gradscape.safetensors';
const SCRIPT = 'gradscape.py';
/** A script makes at least so many steps. */
export const LEAST = 100;

/** @type {string[]} */
let urls = [];

/**
 * @param {{script: string, tensors: Uint8Array<ArrayBuffer>}} message
 * @param {Notices} notices
 * @param {Texts} texts
 */
export async function offer({ script, tensors }, notices, texts) {
  const copied = await navigator.clipboard.writeText(script).then(
    () => true,
    () => false,
  );
  for (const url of urls) URL.revokeObjectURL(url);
  urls = [];
  notices.show('pytorch', [
    h(
      'span',
      {},
      copied ? texts.pytorchCopied : texts.pytorchReady,
      ' ',
      download(SCRIPT, script, 'text/x-python'),
      ' ',
      download(FILE, tensors, 'application/octet-stream'),
    ),
  ]);
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
      const exported = run.pytorch(Math.max(LEAST, steps), FILE);
      run.free();
      return exported;
    });
    await offer(message, notices, engine.texts);
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
