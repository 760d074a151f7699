// A classic script on purpose: browsers load those where they load no modules, from file:// and in frames without an
// origin whose server does not send the header for it. It tells why the element does not begin.
(() => {
  const lab = document.querySelector('gradscape-lab');
  const tell = (id) => {
    document.getElementById(id).hidden = false;
    const message = document.getElementById(id).textContent.trim().replace(/\s+/g, ' ');
    lab.dispatchEvent(new ErrorEvent('error', { bubbles: true, composed: true, message, error: new Error(message) }));
  };
  if (location.protocol === 'file:') {
    tell('from-disk');
    return;
  }
  document.querySelector('script[src$="gradscape.js"]').addEventListener('error', () => tell('unloaded'));
})();
