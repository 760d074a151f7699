/** The attributes of `<gradscape-lab>`, for frameworks that check the tags of a template. */

import type { Theme } from './gradscape.js';

export interface GradscapeLabAttributes {
  /** The settings string, `key=value&key=value`, as after `#` in a link. */
  settings?: string;
  /** Ids of the views that are shown, separated by spaces; all without it. */
  views?: string;
  /** Keys of the settings that can be changed, separated by spaces; all without it. */
  controls?: string;
  /** Plays as soon as it is ready. */
  autoplay?: boolean | '';
  /** `auto`, the default, is as light or dark as the host page. */
  theme?: Theme;
  lang?: string;
  /** `lazy`, the default, loads it when it is near the window. */
  loading?: 'lazy' | 'eager';
  /** The address of a picture that is shown until it is ready. */
  poster?: string;
}
