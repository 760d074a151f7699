/** The page's side of the benchmark: sets up and runs the contenders of its cells. */
import * as api from './engine.js';
import * as contenders from './contenders.js';

export async function prepare(key, name, workload, checked) {
  await api.default();
  return contenders.prepare(api, key, name, workload, checked);
}

export const { work } = contenders;
