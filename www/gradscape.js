/** Gradscape's entry: importing this module defines `<gradscape-lab>`. */
import { GradscapeLab } from './page/element.js';

if (!customElements.get('gradscape-lab')) customElements.define('gradscape-lab', GradscapeLab);

export { GradscapeLab };
