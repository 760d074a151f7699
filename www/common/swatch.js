/** Small pictures of a path's line and marker, or of an arrow, for legends and lists. */

/** Outlines of the engine's eight styles around the middle of a swatch; the last four are hollow. */
const SHAPES = ['M12 1a5 5 0 1 0 .01 0z', 'M7.5 1.5h9v9h-9z', 'M12 .5 17.5 10h-11z', 'M12 0l6 6-6 6-6-6z'];
const DASHES = ['', '6 3', '1.5 3'];

/**
 * A line with the marker or the head that the engine draws.
 * @param {string} kind `other` for a path, else an arrow's
 * @param {number} style of a path, 0 to 7
 */
export function swatch(kind, style = 0) {
  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   */
  const svg = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const picture = svg('svg', {
    viewBox: '0 0 24 12',
    class: kind === 'other' ? `ink-${style}` : kind,
    'aria-hidden': 'true',
  });
  const dash = kind === 'other' ? DASHES[style % DASHES.length] : DASHES[kind === 'clipped' || kind === 'mean' ? 1 : 0];
  picture.append(svg('path', { class: 'line', d: 'M0 6h24', 'stroke-dasharray': dash }));
  if (kind === 'other')
    picture.append(
      svg('path', { class: style < SHAPES.length ? 'shape' : 'hollow', d: SHAPES[style % SHAPES.length] }),
    );
  else picture.append(svg('path', { class: 'head', d: 'M17 2l6 4-6 4' }));
  return picture;
}
