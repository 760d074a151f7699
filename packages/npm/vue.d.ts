/** `<gradscape-lab>` in Vue's templates: `import 'gradscape/vue'` in a declaration file. */

import type { DefineComponent } from 'vue';
import type { GradscapeLabAttributes } from './attributes.js';

declare module 'vue' {
  interface GlobalComponents {
    'gradscape-lab': DefineComponent<GradscapeLabAttributes>;
    GradscapeLab: DefineComponent<GradscapeLabAttributes>;
  }
}
