/**
 * The widget of mystmd, in a shadow root and with a model as mystmd gives it. The site itself is not built: mystmd
 * fetches its theme from its own server.
 */
export default {
  id: 'mystmd',
  name: 'the widget of mystmd',
  poster: '',
  script: 'gradscape',
  copies: { 'integrations/mystmd/gradscape.mjs': 'gradscape.mjs' },
  lab: 'lab.html',
  single: true,
  files({ page }) {
    const json = page.split('\n').slice(1, -1).join('\n');
    return {
      'lab.html': `<!doctype html>
<html lang="en" class="light" style="color-scheme: light">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<body style="max-width: 60em; margin: 2em auto; padding: 0 1em">
<h1>A lab</h1>
<div id="widget"></div>
<script type="module">
  import widget from './gradscape.mjs';
  const values = ${json};
  // As in mystmd, what writes back throws.
  const refuse = () => { throw new Error('not implemented'); };
  const model = { get: (key) => values[key], set: refuse, save_changes: refuse, on() {}, off: refuse, send: refuse };
  const el = document.createElement('div');
  document.querySelector('#widget').attachShadow({ mode: 'open' }).append(el);
  widget.render({ model, el });
</script>
`,
    };
  },
  dark: (page) =>
    page.evaluate(() => {
      document.documentElement.className = 'dark';
      document.documentElement.style.colorScheme = 'dark';
    }),
};
