/**
 * Begins with what takes longest before the page's other modules are there: compiling the engine, and starting the worker
 * that trains. The page loads it beside `gradscape.js`; without it everything begins a little later.
 */
import { runs } from './workers/pool.js';
import { compiled, fetchRest, load } from './engine/runtime.js';

runs.warm(compiled());
if (location.hash.length > 1) fetchRest();
load().catch(() => {}); // The element tries again, and says what is wrong.
