/** Each line is a mistake that must be found; an expected error that does not occur is itself an error. */
import '../../../www/gradscape.js';

const lab = document.createElement('gradscape-lab');
// @ts-expect-error Settings are a string.
lab.settings = { scenario: 'cliff' };
// @ts-expect-error The frame is read-only.
lab.frame = null;
// @ts-expect-error A step is a number.
void lab.seek('10');
// @ts-expect-error There is no frame before it is ready.
console.log(lab.frame.step);
// @ts-expect-error A loss may be non-finite, and is null then.
lab.step().then(({ loss }) => loss.toFixed(3));
// @ts-expect-error Frames have no such field.
lab.addEventListener('frame', ({ detail }) => detail.gradientNorm);
// @ts-expect-error There is no event with this name.
lab.addEventListener('setting-change', () => {});
