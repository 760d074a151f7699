/** Every browser test, in one process, so that all of them share one browser. */
import './opening.js';
import './transport.js';
import './live.js';
import './same-bits.js';
import './link.js';
import './pytorch.js';
import './layout.js';
import './planes.js';
import './slow-motion.js';
import './fallbacks.js';
import './many.js';
import './policies.js';
