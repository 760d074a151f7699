/** Data: test sets, and the user's own CSV file with its possible errors. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** Two classes of two inputs, forty rows. */
const POINTS = `x,y,name,kind\n${Array.from({ length: 40 }, (_, k) => `${Math.sin(k)},${Math.cos(3 * k)},row ${k},${k % 2 ? 'odd' : 'even'}`).join('\n')}\n`;

/** Drops a file on the element, as a user would. */
function drop(lab, name, text) {
  return lab.with(
    (element, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([file.text], file.name, { type: 'text/csv' }));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
      }
    },
    { name, text },
  );
}

const card = (lab) => lab.page.locator('gradscape-lab .own');

pageTest('digits has a training set and a test set, and the page shows both', async (open) => {
  const lab = await open('scenario=digits');
  await lab.pause();
  const first = await lab.reset();
  assert.equal(typeof first.testLoss, 'number');
  const { testLoss, step } = await lab.step(96);
  assert.equal(step, 96);
  assert.ok(testLoss < first.testLoss);
  await lab.says('Training accuracy');
  await lab.says('Test accuracy');
  await lab.until((element) =>
    /test examples/.test(element.shadowRoot.querySelector('[data-view="curves"] canvas').ariaLabel),
  );
});

pageTest('a dropped CSV file is trained on, has a decision surface, and is named in the link', async (open) => {
  const lab = await open('hidden_layers=1');
  await lab.pause();
  await drop(lab, 'points.csv', POINTS);
  await lab.until((element) => /scenario=csv/.test(element.settings));
  await lab.says('40 rows, 2 inputs, 2 classes of “kind”');
  assert.match(await lab.settings, /csv=points\.csv~[0-9a-f]{16}/);
  await lab.reset();
  assert.equal((await lab.step(40)).step, 40);
  await lab.until((element) =>
    /shares of the plane/.test(element.shadowRoot.querySelector('[data-view="boundary"] canvas').ariaLabel),
  );
  assert.deepEqual(
    lab.requests.filter((address) => !address.startsWith(new URL(lab.page.url()).origin)),
    [],
  );
  // The target can be changed to another column of the file.
  await lab.choose('target', 'y');
  await lab.until((element) => /target=y/.test(element.settings) && element.frame.step === 0);
  // The page writes its link a moment later, at most a few times a second.
  await lab.until(() => /target=y/.test(location.hash));

  // Another user has the link, but not the file.
  const link = await lab.page.evaluate(() => location.hash.slice(1));
  const other = await open(link, { ready: false });
  await other.says('This link was made with the file points.csv');
  await drop(other, 'renamed.csv', POINTS.replace('even', 'odd'));
  await other.says('is a different file');
  await drop(other, 'renamed.csv', POINTS);
  await other.ready();
  assert.match(await other.settings, /target=y/);
});

pageTest('an unusable file is rejected with line and cause, and the previous data stay', async (open) => {
  const lab = await open('scenario=moons');
  await lab.reset();
  const settings = await lab.settings;
  for (const [name, text, said] of [
    ['gap.csv', 'a,b\n1,2\n3,NaN\n5,6\n', 'Line 3, column “b”: “NaN” is not a finite number.'],
    ['ragged.csv', 'a,b\n1,2\n3\n', 'Line 3: 1 cell here, but 2 cells in the first line.'],
    ['one.csv', 'a,b\n1,yes\n2,yes\n', 'every row has the class “yes”'],
    ['words.csv', 'a,b\nx,y\nz,w\n', 'no column of numbers'],
    ['picture.csv', '\u0089PNG\r\n\u0000\u0000', 'binary'],
  ]) {
    await drop(lab, name, text);
    await lab.until((element, wanted) => element.shadowRoot.querySelector('.own-error').textContent.includes(wanted), {
      argument: said,
    });
    assert.ok(await card(lab).isVisible());
    assert.equal(await lab.settings, settings);
  }
  // A file that is too large is not even read.
  await lab.with((element) => {
    const file = new File(['a,b\n'], 'huge.csv');
    Object.defineProperty(file, 'size', { value: 2 ** 31 });
    const dataTransfer = { types: ['Files'], files: [file] };
    element.dispatchEvent(Object.assign(new Event('drop', { cancelable: true }), { dataTransfer }));
  });
  await lab.says('2048 MB; at most 32 MB');
  await lab.page.getByRole('button', { name: 'Cancel' }).click();
  assert.ok(!(await card(lab).isVisible()));
  assert.equal((await lab.step(3)).step, 3);
});
