/** German: everything that an element needs to speak it. It is a bundle of its own, which only German elements fetch. */
import description from './description.de.json' with { type: 'json' };
import { de as texts } from './texts/de.js';

export { description, texts };
