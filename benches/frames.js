/**
 * What a frame of the 3-D surface costs the main thread: as the page draws it, with its labels; without labels, in a
 * context of its own and copied into the element's canvas, as the page does; and drawn in a canvas that is shown itself.
 */
const FRAMES = 120;

/**
 * @param {import('playwright-core').Page} page empty, at the page's own address
 * @param {'page' | 'copied' | 'direct'} how
 * @param {() => Promise<Map<number, number>>} threadTimes CPU seconds of every renderer's main thread
 * @returns {Promise<number>} milliseconds of CPU a frame
 */
export async function frames(page, how, threadTimes) {
  await page.evaluate(prepare, how);
  const run = (count) => page.evaluate((n) => window.drawFrames(n), count);
  await run(FRAMES / 4);
  const before = await threadTimes();
  await run(FRAMES);
  const after = await threadTimes();
  return (1000 * Math.max(...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)))) / FRAMES;
}

/** In the page: every frame the camera turns, and heights, way and labels are new, as while a followed plane is refined. */
async function prepare(how) {
  const SIZE = [640, 440];
  const api = await import('/engine.js');
  await api.default();
  const { Relief3D } = await import('/surface/relief.js');
  const surface = new api.Surface('scenario=himmelblau&grid=129');
  while (!surface.refine(1e9));
  const relief = new api.Relief(surface.size, surface.heights(), surface.info(), 'auto');
  const heights = relief.drawn();
  const way = new Float32Array(6000).map((_, k) => (k % 3 === 2 ? 1 : 0.7 * Math.cos(k / 900 + (k % 3))));
  const target = how === 'page' ? new Relief3D(api, { lost() {}, back() {} }) : null;
  const view = target ?? new api.SurfaceView();
  const canvas = document.createElement('canvas');
  document.body.append(target?.element ?? canvas);
  const drawing = how === 'direct' ? canvas : document.createElement('canvas');
  const easel = target ? null : new api.Easel(drawing);
  const copy = how === 'copied' ? canvas.getContext('2d') : null;
  Object.assign(canvas, { width: SIZE[0], height: SIZE[1] });
  if (target) target.axes(relief.axes());
  else view.setAxes(relief.axes());
  window.drawFrames = (count) =>
    new Promise((done) => {
      const frame = () => {
        // The page orders the next picture when the last one is finished.
        if (target && !target.ready) {
          requestAnimationFrame(frame);
          return;
        }
        if (count-- <= 0) {
          done();
          return;
        }
        view.orbit(0.02, 0);
        if (target) {
          view.surface(surface.size, heights, false);
          view.path(way);
          view.draw(...SIZE, false, () => {});
        } else {
          view.setSurface(surface.size, heights, false);
          view.setPath(way);
          view.draw(easel, ...SIZE, 1, false);
          copy?.drawImage(drawing, 0, drawing.height - SIZE[1], ...SIZE, 0, 0, ...SIZE);
        }
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
}
