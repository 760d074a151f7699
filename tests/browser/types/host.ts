/** A script on a host page, all of which must be accepted. */
import { GradscapeLab, type Frame } from '../../../www/gradscape.js';

const lab = document.createElement('gradscape-lab');
lab.settings = 'scenario=cliff&clip=norm';
lab.setAttribute('theme', 'dark');
lab.addEventListener('frame', ({ detail }) =>
  console.log(detail.step, detail.loss?.toFixed(3), detail.layers[0]?.gradNorm),
);
lab.addEventListener('settingschange', (event) => console.log(event.detail.settings));
lab.addEventListener('error', (event) => console.error(event.error));
lab.addEventListener('click', (event) => console.log(event.clientX));
document.body.append(lab);

export async function look(): Promise<Frame> {
  const found = document.querySelector('gradscape-lab');
  if (!(found instanceof GradscapeLab)) throw new Error('there is none');
  found.play();
  found.pause();
  await found.step();
  await found.seek(10);
  const { status, diverged } = await found.step(3);
  if (status === 'diverged') console.log(diverged?.layer);
  return found.reset();
}
