// A classic script, since browsers load those even where they refuse modules: from file://, and in frames without an
// origin whose server sends no CORS header. It says why the element does not start.
(() => {
  const lab = document.querySelector('gradscape-lab');
  /** @param {string} id */
  const tell = (id) => {
    const paragraph = document.getElementById(id);
    if (!paragraph) return;
    paragraph.hidden = false;
    const message = paragraph.textContent.trim().replace(/\s+/g, ' ');
    lab?.dispatchEvent(new ErrorEvent('error', { message, error: new Error(message) }));
  };
  if (location.protocol === 'file:') {
    tell('from-disk');
    return;
  }
  document.querySelector('script[src*="define.js"]')?.addEventListener('error', () => tell('unloaded'));
})();
