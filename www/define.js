/** The whole page in one module: importing it defines `<gradscape-lab>`, unless it is defined already. */
import { define } from './host/element.js';
import { Inside } from './page/element.js';

export const GradscapeLab = define(() => Inside);
export { Inside };
