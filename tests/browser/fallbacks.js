/** What still works if the browser lacks a feature, or if the engine breaks. */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

pageTest('without workers the same frames come from the main thread', async (open) => {
  const settings = 'scenario=spiral';
  const lab = await open(settings, { before: () => delete window.Worker });
  await lab.sameAs(rows(settings, 100));
});

pageTest('the page works if a worker cannot be started', async (open) => {
  const lab = await open('scenario=rosenbrock', {
    before: () => {
      window.Worker = class {
        constructor() {
          throw new DOMException('blocked', 'SecurityError');
        }
      };
    },
  });
  await lab.reset();
  assert.equal((await lab.step(3)).step, 3);
});

pageTest('without WebGL2 the contour map replaces the surface and says so', async (open) => {
  const lab = await open('', {
    before: () => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith('webgl') ? null : original.call(this, kind, ...rest);
      };
    },
  });
  await lab.step(5);
  await lab.settle();
  await lab.says('WebGL2');
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
});

pageTest('without WebAssembly the page says so and keeps its fallback', async (open) => {
  const lab = await open('', { ready: false, before: () => delete window.WebAssembly });
  await lab.says('WebAssembly');
  lab.expect(/WebAssembly/);
  assert.ok(await lab.page.getByText('A deep network learns here').isVisible(), 'the fallback is to be seen');
});

pageTest('an engine that panics is reported and can be restarted', async (open) => {
  const lab = await open('scenario=rosenbrock', {
    before: () => {
      const Original = window.Worker;
      window.workers = [];
      window.Worker = class extends Original {
        constructor(...words) {
          super(...words);
          window.workers.push(this);
        }
      };
    },
  });
  await lab.pause();
  await lab.page.evaluate(() => {
    const message = { is: 'panic', message: 'panicked on purpose, for this test' };
    for (const worker of window.workers) worker.dispatchEvent(new MessageEvent('message', { data: message }));
  });
  await lab.says('panicked on purpose');
  lab.expect(/panicked on purpose/);
  await lab.page.getByRole('button', { name: 'Restart' }).click();
  await lab.until(() => window.workers.length > 2);
  await lab.reset();
  assert.equal((await lab.step(3)).step, 3);
});
