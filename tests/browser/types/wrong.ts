/** Each line is a mistake, and each has to be found: an expected error that does not come is one itself. */
import '../../../www/gradscape.js';

const lab = document.createElement('gradscape-lab');
// @ts-expect-error Settings are a string.
lab.settings = { scenario: 'cliff' };
// @ts-expect-error The frame is for reading.
lab.frame = null;
// @ts-expect-error A step is a number.
void lab.seek('10');
// @ts-expect-error There is no frame before it is ready.
console.log(lab.frame.step);
// @ts-expect-error A loss may be not finite, and is null then.
lab.step().then(({ loss }) => loss.toFixed(3));
// @ts-expect-error Frames have no such number.
lab.addEventListener('frame', ({ detail }) => detail.gradientNorm);
// @ts-expect-error No event is called so.
lab.addEventListener('setting-change', () => {});
