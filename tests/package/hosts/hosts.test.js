/** Pages that are built with the npm package, by the tools that its users have, and opened in a browser. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { node, project } from '../installed.js';
import { shown, shownAt } from '../shown.js';

const folder = fileURLToPath(new URL('..', import.meta.url));
const OTHERS = {
  folder,
  names: readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
};
const require = createRequire(join(folder, 'package.json'));
const imported = (name) => import(pathToFileURL(require.resolve(name)).href);
const SETTINGS = 'scenario=wine';
const patience = { timeout: 300_000 };
const entry = (script) =>
  `<!doctype html><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="${script}"></script>`;

/** A built page makes its steps, in two workers, with the engine and the data that the tool took along. */
async function works(built) {
  makesSteps(await shown(built));
}

function makesSteps({ frame, requests, workers }) {
  assert.equal(frame.step, 5);
  assert.equal(workers, 2);
  const count = (ending) => new Set(requests.filter((path) => path.endsWith(ending))).size;
  assert.deepEqual([count('.wasm'), count('.csv')], [2, 1], `${requests}`);
}

const vite = async (root, config = {}) => {
  const { build } = await imported('vite');
  await build({ root, logLevel: 'warn', base: './', build: { target: 'es2022', assetsInlineLimit: 0 }, ...config });
  return join(root, 'dist');
};

test('React, built by Vite', patience, async () => {
  const root = project(
    {
      'index.html': entry('./main.jsx'),
      'main.jsx': `import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { GradscapeLab } from 'gradscape/react';
        const onFrame = ({ detail }) => (window.told = detail.step);
        createRoot(document.getElementById('root')).render(
          createElement(GradscapeLab, { settings: '${SETTINGS}', views: 'surface layers', onFrame }, 'Not yet'));`,
    },
    OTHERS,
  );
  await works(await vite(root));
});

test('Vue, built by Vite', patience, async () => {
  const root = project(
    {
      'index.html': entry('./main.js'),
      'main.js':
        "import 'gradscape'; import { createApp } from 'vue'; import App from './App.vue'; createApp(App).mount('#root');",
      'App.vue': `<script setup>const settings = '${SETTINGS}';</script>
        <template><gradscape-lab :settings="settings" views="surface" loading="eager">Not yet</gradscape-lab></template>`,
    },
    OTHERS,
  );
  const { default: vue } = await imported('@vitejs/plugin-vue');
  const isCustomElement = (tag) => tag === 'gradscape-lab';
  await works(await vite(root, { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] }));
});

test("Vite's development server", patience, async (t) => {
  const root = project(
    {
      'index.html': entry('./main.js').replace(
        '<div id="root"></div>',
        `<gradscape-lab settings="${SETTINGS}" views="surface"></gradscape-lab>`,
      ),
      'main.js': "import 'gradscape';",
    },
    OTHERS,
  );
  const { createServer } = await imported('vite');
  const server = await createServer({ root, logLevel: 'warn', optimizeDeps: { exclude: ['gradscape'] } });
  t.after(() => server.close());
  await server.listen();
  makesSteps(await shownAt(server.resolvedUrls.local[0]));
});

test('a page built by webpack', patience, async () => {
  const root = project({
    'main.js': `import 'gradscape';
      document.body.innerHTML = '<gradscape-lab settings="${SETTINGS}" views="surface"></gradscape-lab>';`,
  });
  const { default: webpack } = await imported('webpack');
  const output = { path: join(root, 'dist'), filename: 'main.js', publicPath: 'auto' };
  const stats = await new Promise((done, failed) =>
    webpack({ mode: 'production', context: root, entry: './main.js', output }, (error, made) =>
      error ? failed(error) : done(made),
    ),
  );
  assert.deepEqual(stats.toJson({ errors: true }).errors, []);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(root, 'dist/index.html'), entry('./main.js').replace('<div id="root"></div>', '<body>'));
  await works(join(root, 'dist'));
});

test('a page built by Parcel', patience, async () => {
  const root = project(
    {
      'index.html': entry('./main.js').replace(
        '<div id="root"></div>',
        `<gradscape-lab settings="${SETTINGS}" views="surface"></gradscape-lab>`,
      ),
      'main.js': "import 'gradscape';",
    },
    OTHERS,
  );
  const bin = join(folder, 'node_modules/parcel/lib/bin.js');
  node(root, bin, 'build', 'index.html', '--public-url', './', '--no-cache', '--log-level', 'warn');
  await works(join(root, 'dist'));
});

for (const bundler of ['--turbopack', '--webpack'])
  test(`Next.js renders it on the server, and its page works (${bundler})`, patience, async () => {
    const root = project(
      {
        'app/layout.jsx':
          'export default ({ children }) => <html lang="en"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;',
        'app/page.jsx': `import { GradscapeLab } from 'gradscape/react';
          export default () => <GradscapeLab settings="${SETTINGS}" views="surface">Not yet</GradscapeLab>;`,
        // The packages are links to a folder outside.
        'next.config.mjs': `export default { output: 'export', turbopack: { root: '/' } };`,
      },
      OTHERS,
    );
    node(root, require.resolve('next/dist/bin/next'), 'build', bundler);
    assert.match(readFileSync(join(root, 'out/index.html'), 'utf8'), /<gradscape-lab[^>]*>Not yet<\/gradscape-lab>/);
    await works(join(root, 'out'));
  });

test('React renders it on a server', patience, () => {
  const root = project(
    {
      'server.js': `import { createElement } from 'react';
        import { renderToString } from 'react-dom/server';
        import { GradscapeLab } from 'gradscape/react';
        console.log(renderToString(createElement(GradscapeLab, { settings: 'lr=0.1', autoplay: true }, 'Not yet')));`,
    },
    OTHERS,
  );
  const html = node(root, 'server.js');
  assert.match(html, /<gradscape-lab [^>]*settings="lr=0.1"[^>]*>Not yet<\/gradscape-lab>/);
  assert.match(html, /autoplay=""/);
});

test('strict TypeScript knows the tag in React, Vue and Svelte', patience, () => {
  const root = project(
    {
      'host.tsx': `import { useRef } from 'react';
        import { GradscapeLab } from 'gradscape/react';
        import type { GradscapeLab as Lab } from 'gradscape';
        export function Page() {
          const lab = useRef<Lab>(null);
          return <>
            <GradscapeLab ref={lab} settings="lr=0.1" theme="dark" onFrame={({ detail }) => detail.loss?.toFixed(3)} />
            <gradscape-lab settings="lr=0.1" loading="eager" class="wide">Not yet</gradscape-lab>
            {/* @ts-expect-error There is no such theme. */}
            <GradscapeLab theme="pink" />
          </>;
        }`,
      'other.ts': `import type { GlobalComponents } from 'vue';
        import type { SvelteHTMLElements } from 'svelte/elements';
        import 'gradscape/vue';
        import 'gradscape/svelte';
        export type Vue = GlobalComponents['gradscape-lab'];
        export const svelte: SvelteHTMLElements['gradscape-lab'] = { settings: 'lr=0.1', onframe: ({ detail }) => detail.step };
        // @ts-expect-error There is no such value.
        export const wrong: SvelteHTMLElements['gradscape-lab'] = { loading: 'never' };`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...{ strict: true, noEmit: true, jsx: 'react-jsx', target: 'es2022', module: 'esnext' },
          ...{
            moduleResolution: 'bundler',
            lib: ['es2022', 'dom', 'esnext.disposable'],
            types: [],
            skipLibCheck: true,
          },
        },
        files: ['host.tsx', 'other.ts'],
      }),
    },
    OTHERS,
  );
  node(root, require.resolve('typescript/bin/tsc'), '-p', '.');
});
