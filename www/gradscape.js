/**
 * Gradscape's entry, and the smallest: it defines `<gradscape-lab>`, which fetches the rest when it comes near the window.
 */
import { define } from './host/element.js';

export const GradscapeLab = define(async () => (await import('./define.js')).Inside);
