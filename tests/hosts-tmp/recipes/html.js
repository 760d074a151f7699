/** Plain HTML, with a style sheet that follows the reader's preference by `color-scheme`. */
const page = (title, body) => `<!doctype html>
<html lang="en" style="color-scheme: light">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<body style="max-width: 60em; margin: 2em auto; padding: 0 1em; font-family: sans-serif">
<nav><a href="lab.html">Lab</a> <a href="index.html">Elsewhere</a></nav>
<h1>${title}</h1>
<p>Text before it.</p>
${body}
<p>Text after it.</p>
`;

export default {
  id: 'html',
  name: 'plain HTML',
  poster: '',
  script: 'gradscape',
  lab: 'lab.html',
  files: ({ page: lines }) => ({ 'lab.html': page('A lab', lines), 'index.html': page('Elsewhere', '') }),
  dark: (page) =>
    page.evaluate(() => {
      document.documentElement.style.colorScheme = 'dark';
    }),
};
