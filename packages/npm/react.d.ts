/** `<gradscape-lab>` as a React component, and as a tag in JSX. */

import type { CSSProperties, ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from 'react';
import type { GradscapeLabAttributes } from './attributes.js';
import type { GradscapeLab as Element, GradscapeLabEventMap } from './gradscape.js';

export interface GradscapeLabProps extends GradscapeLabAttributes {
  autoplay?: boolean;
  className?: string;
  id?: string;
  style?: CSSProperties;
  /** Shown until it is ready, or for ever without scripts. */
  children?: ReactNode;
  onReady?: (event: GradscapeLabEventMap['ready']) => void;
  onFrame?: (event: GradscapeLabEventMap['frame']) => void;
  onSettingsChange?: (event: GradscapeLabEventMap['settingschange']) => void;
  onError?: (event: GradscapeLabEventMap['error']) => void;
}

export const GradscapeLab: ForwardRefExoticComponent<GradscapeLabProps & RefAttributes<Element>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'gradscape-lab': GradscapeLabAttributes &
        Omit<HTMLAttributes<Element>, keyof GradscapeLabAttributes> &
        RefAttributes<Element> & { class?: string };
    }
  }
}
