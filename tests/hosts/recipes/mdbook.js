/** mdBook: a nested chapter, and the book in one page. */
export default {
  id: 'mdbook',
  name: 'mdBook',
  // Without its server, which takes most of the compiling.
  cargo: ['mdbook@0.5.1', '--debug', '--no-default-features', '--features', 'search'],
  poster: 'src',
  lab: 'labs/lab.html',
  copies: { 'dist/gradscape.one.js': 'gradscape.one.js' },
  files: ({ once, page }) => ({
    'book.toml': `[book]\ntitle = "Book"\n\n${once['book.toml']}\n`,
    'src/SUMMARY.md': '# Summary\n\n- [Elsewhere](index.md)\n- [Lab](labs/lab.md)\n',
    'src/index.md': '# Elsewhere\n',
    'src/labs/lab.md': `# A lab\n\nText before it.\n\n${page.replace('lab.svg', '../lab.svg')}\n\nText after it.\n`,
  }),
  build: [['mdbook', 'build']],
  out: 'book',
  dark: async (page) => {
    await page.locator('#mdbook-theme-toggle, #theme-toggle').first().click();
    await page.locator('#mdbook-theme-navy, #navy').first().click();
  },
};
