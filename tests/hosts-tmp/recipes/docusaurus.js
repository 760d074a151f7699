/** Docusaurus: the tag in MDX, the script by a client module. */
export default {
  id: 'docusaurus',
  name: 'Docusaurus',
  npm: ['@docusaurus/core@3.10.2', '@docusaurus/preset-classic@3.10.2', 'react@19.3.1', 'react-dom@19.3.1'],
  poster: 'static',
  script: 'static/gradscape',
  copies: { 'integrations/docusaurus/gradscape.js': 'gradscape.js' },
  files: ({ once, page }) => ({
    'package.json': '{ "private": true, "browserslist": ["defaults"] }\n',
    'docusaurus.config.js': `module.exports = {
  title: 'Book', url: 'http://localhost', baseUrl: '/',
  ${once['docusaurus.config.js']}
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]],
};
`,
    'docs/index.mdx': '---\nslug: /\n---\n# Elsewhere\n\nGo to the [Lab](./lab.mdx).\n',
    'docs/lab.mdx': `# A lab\n\nText before it. [Elsewhere](./index.mdx)\n\n${page}\n\nText after it.\n`,
  }),
  build: [['docusaurus', 'build']],
  out: 'build',
  lab: 'lab/',
  async dark(page) {
    const button = page.locator('[class*=colorModeToggle] button:visible').first();
    for (let k = 0; k < 3; k++) {
      await button.click();
      if (await page.evaluate(() => document.documentElement.dataset.theme === 'dark')) return;
    }
  },
};
