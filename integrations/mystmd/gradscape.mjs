/**
 * A widget for mystmd's directive `anywidget`. mystmd copies this file alone, so it loads Gradscape from the address
 * `script`, absolute or from the root of the site. The other keys are attributes of the element; `alt` is its fallback.
 */
const ATTRIBUTES = ['settings', 'views', 'controls', 'theme', 'autoplay', 'poster', 'lang'];

export default {
  /** @param {{ model: { get(key: string): any }, el: HTMLElement }} widget */
  render({ model, el }) {
    const lab = document.createElement('gradscape-lab');
    for (const name of ATTRIBUTES) {
      const value = model.get(name);
      if (value !== undefined && value !== null && value !== false) lab.setAttribute(name, value === true ? '' : value);
    }
    lab.textContent = model.get('alt') ?? '';
    el.append(lab);
    const script = new URL(model.get('script') ?? '/gradscape/gradscape.js', document.baseURI).href;
    import(/* @vite-ignore */ script).catch((error) => (lab.textContent = `${script} cannot be loaded: ${error}`));
    return () => lab.remove();
  },
};
