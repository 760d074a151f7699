/** How much memory a page uses. */
const MIB = 2 ** 20;

/**
 * Bytes in use: each WebAssembly memory, and everything else of the page and its workers together, as the browser
 * counts it (only for cross-origin isolated pages).
 * @param {import('playwright-core').Page} page
 */
export async function memory(page) {
  const size = async () =>
    (await import(new URL('./engine.js', location.origin).href))
      .default()
      .then((wasm) => wasm.memory.buffer.byteLength);
  const all = { 'page, wasm': await page.evaluate(size) };
  for (const worker of page.workers())
    all[`${await worker.evaluate(() => self.name)}, wasm`] = await worker.evaluate(size);
  all['all (measured by browser)'] = await page.evaluate(
    async () => (await performance.measureUserAgentSpecificMemory()).bytes,
  );
  return all;
}

export function mib(bytes = 0) {
  return `${(bytes / MIB).toFixed(1).padStart(7)} MiB`;
}
