/**
 * The main-thread cost of a frame of the 3-D surface, in three ways: as in the page, with labels; without labels, drawn
 * in a context of its own and copied into the canvas of the element, as the page does; and drawn directly in a visible
 * canvas.
 */
const FRAMES = 120;

/**
 * @param {import('playwright-core').Page} page empty, at the page's own address
 * @param {'page' | 'copied' | 'direct'} how
 * @param {() => Promise<Map<number, number>>} threadTimes CPU seconds of the main thread of every renderer
 * @returns {Promise<number>} milliseconds of CPU time per frame
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

/**
 * Runs in the page. In every frame the camera turns, and heights, path and labels change, as while a plane that follows
 * the run is refined.
 */
async function prepare(how) {
  const SIZE = [640, 440];
  const api = await import('/engine.js');
  await api.default();
  const { Relief3D } = await import('/surface/relief.js');
  const surface = new api.Surface('scenario=himmelblau&grid=129');
  while (!surface.refine(1e9));
  const relief = new api.Relief(surface.size, surface.heights(), surface.info(), 'auto');
  const heights = relief.drawn();
  const path = new Float32Array(6000).map((_, k) => (k % 3 === 2 ? 1 : 0.7 * Math.cos(k / 900 + (k % 3))));
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
        // The page requests the next picture when the last one is finished.
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
          view.path(path);
          view.draw(...SIZE, false, () => {});
        } else {
          view.setSurface(surface.size, heights, false);
          view.setPath(path);
          view.draw(easel, ...SIZE, 1, false);
          copy?.drawImage(drawing, 0, drawing.height - SIZE[1], ...SIZE, 0, 0, ...SIZE);
        }
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
}
