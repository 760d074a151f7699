/** Astro Starlight. */
export default {
  id: 'starlight',
  name: 'Astro Starlight',
  node: 22,
  npm: ['astro@7.3.5', '@astrojs/starlight@0.42.4', 'sharp@0.35.5'],
  poster: 'public',
  script: 'public/gradscape',
  lab: 'lab/',
  files: ({ once, page }) => ({
    // Astro looks there for the packages that it has to compile.
    'package.json': '{ "private": true, "type": "module", "dependencies": { "@astrojs/starlight": "*" } }\n',
    'astro.config.mjs': `import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({
  integrations: [starlight({
    title: 'Book', pagefind: false,
    ${once['astro.config.mjs']}
  })],
});
`,
    'public/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    'src/content.config.ts': `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
    'src/content/docs/index.md': '---\ntitle: Elsewhere\n---\n\nGo to the [Lab](/lab/).\n',
    'src/content/docs/lab.md': `---\ntitle: A lab\n---\n\nText before it. [Elsewhere](/)\n\n${page}\n\nText after it.\n`,
  }),
  build: [['astro', 'build']],
  out: 'dist',
  dark: (page) => page.locator('starlight-theme-select select:visible').first().selectOption('dark'),
};
