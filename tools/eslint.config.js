/** Lints of all JavaScript: recommended rules, and the order of the page's folders. */
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { complete, downwards } from './order.js';

complete();

export default [
  { ignores: ['**/node_modules/', 'dist/', 'target/', 'benches/peers/convnetjs/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-unused-vars': [
        'error',
        {
          args: 'after-used',
          ignoreRestSiblings: true,
          caughtErrors: 'none',
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
        },
      ],
    },
  },
  {
    files: ['www/**/*.js'],
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker },
      parser: typescript.parser,
      parserOptions: {
        project: 'tools/tsconfig.json',
        tsconfigRootDir: fileURLToPath(new URL('../', import.meta.url)),
      },
    },
    plugins: { '@typescript-eslint': typescript.plugin, 'import-x': importX, page: { rules: { downwards } } },
    rules: {
      'page/downwards': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['integrations/**/*.{js,mjs}'], languageOptions: { globals: globals.browser } },
  { files: ['integrations/reveal/*.js'], languageOptions: { sourceType: 'script' } },
  { files: ['www/unloaded.js'], languageOptions: { sourceType: 'script' } },
  // Tests and benchmarks run in Node, with functions that are sent into the page.
  {
    files: ['tests/**/*.{js,mjs}', 'benches/**/*.{js,mjs}', 'tools/**/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
];
