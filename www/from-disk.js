// A classic script on purpose: browsers load those from file://, where they load no modules.
if (location.protocol === 'file:') document.getElementById('from-disk').hidden = false;
