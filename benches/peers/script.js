/** Loads a classic script of a package, once. */
const loaded = new Map();

/** @param {string} path below `node_modules` */
export function script(path) {
  if (typeof document === 'undefined') throw new Error('it is measured in the browser only');
  if (!loaded.has(path)) {
    loaded.set(
      path,
      new Promise((done, failed) => {
        const element = document.createElement('script');
        element.src = new URL(`node_modules/${path}`, import.meta.url).href;
        element.onload = done;
        element.onerror = () => failed(new Error(`${path} cannot be loaded`));
        document.head.append(element);
      }),
    );
  }
  return loaded.get(path);
}
