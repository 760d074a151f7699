/** `<gradscape-lab>` in Svelte's templates: `import 'gradscape/svelte'` in a declaration file. */

import type { HTMLAttributes } from 'svelte/elements';
import type { GradscapeLabAttributes } from './attributes.js';
import type { GradscapeLab, GradscapeLabEventMap } from './gradscape.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'gradscape-lab': GradscapeLabAttributes &
      Omit<HTMLAttributes<GradscapeLab>, keyof GradscapeLabAttributes> & {
        [Name in keyof GradscapeLabEventMap as `on${Name}`]?: (event: GradscapeLabEventMap[Name]) => void;
      };
  }
}
