/** VitePress. */
export default {
  id: 'vitepress',
  name: 'VitePress',
  npm: ['vitepress@1.6.4'],
  poster: 'public',
  script: 'public/gradscape',
  lab: 'lab.html',
  files: ({ once, page }) => ({
    '.vitepress/config.mjs': `export default {\n  title: 'Book',\n${once['.vitepress/config.mjs']}\n};\n`,
    'index.md': '# Elsewhere\n\nGo to the [Lab](./lab.md).\n',
    'lab.md': `# A lab\n\nText before it. [Elsewhere](./index.md)\n\n${page}\n\nText after it.\n`,
  }),
  build: [['vitepress', 'build']],
  out: '.vitepress/dist',
  dark: (page) => page.locator('.VPSwitchAppearance:visible').first().click(),
};
