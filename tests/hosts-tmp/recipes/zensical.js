/** Zensical, which reads the mkdocs.yml of MkDocs Material. */
import mkdocs from './mkdocs.js';

export default {
  ...mkdocs,
  id: 'zensical',
  name: 'Zensical',
  pip: ['zensical==0.0.73'],
  build: [['zensical', 'build']],
};
