// A classic script on purpose: browsers load those from file://, where they load no modules.
if (location.protocol === 'file:') {
  for (const part of document.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== 'from-disk';
}
