/** The charts that the page treats in a way of their own, by id. Everything else about a chart comes from the engine. */

export const SURFACE = 'surface';
/** The surface as a contour map: the surface's own view shows it, so it has no chart. */
export const MAP = 'contour';
/** Computed in the surfaces' worker, not by the run. */
export const BASINS = 'basins';
/** Has the standings beside it, and a row of its own where there are two charts to a row. */
export const RACE = 'race';
/** Has a choice of the line that it is along. */
export const CUT = 'cut';
/** Have the clip threshold in them, to be dragged. */
export const WITH_THRESHOLD = ['curves', 'layers'];
/** Need little height. */
export const STRIPS = ['rate', 'clip'];
