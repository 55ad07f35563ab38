// A tree as flat rows in document order: who is below whom, and which rows are seen. Nothing here knows of the page.

/** @typedef {{level: number, role: string, name: string, states?: string[] | null, value?: string | null, elementId?: string | null, box?: [number, number, number, number] | null, diffStatus?: string | null, source?: string}} Row
 * `level` counts from 1 */

/** @typedef {{parents: Int32Array, ends: Int32Array, places: Int32Array, sizes: Int32Array}} Outline
 * Of each row: the row above it (-1 at the top), the row where its own end, its place among its siblings and their number */

/** One pass over the rows, for trees of any depth. @param {Row[]} rows @returns {Outline} */
export function outline(rows) {
  const many = rows.length;
  const parents = new Int32Array(many).fill(-1);
  const ends = new Int32Array(many).fill(many);
  const places = new Int32Array(many);
  const sizes = new Int32Array(many);
  const children = new Int32Array(many + 1); // those at the top are counted last
  /** @type {number[]} */
  const above = [];
  for (let index = 0; index < many; index++) {
    while (above.length && rows[above[above.length - 1]].level >= rows[index].level) ends[/** @type {number} */ (above.pop())] = index;
    parents[index] = above.at(-1) ?? -1;
    places[index] = ++children[parents[index] < 0 ? many : parents[index]];
    above.push(index);
  }
  for (let index = 0; index < many; index++) sizes[index] = children[parents[index] < 0 ? many : parents[index]];
  return { parents, ends, places, sizes };
}

/** Whether a row has rows below it. @param {Outline} tree @param {number} index */
export const isParent = (tree, index) => tree.ends[index] > index + 1;

/** The rows that are seen, in order. @param {Outline} tree @param {ReadonlySet<number>} closed */
export function seen(tree, closed) {
  /** @type {number[]} */
  const found = [];
  for (let index = 0; index < tree.ends.length; index = closed.has(index) ? tree.ends[index] : index + 1) found.push(index);
  return found;
}

/** Where a row stands among those that are seen, or the one above it that is. @param {number[]} shown ascending @param {number} index */
export function placeOf(shown, index) {
  let [low, high] = [0, shown.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shown[middle] <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Those that must be open for a row to be seen. @param {Outline} tree @param {number} index */
export function ancestors(tree, index) {
  const found = [];
  for (let at = tree.parents[index]; at >= 0; at = tree.parents[at]) found.push(at);
  return found;
}

/** Of each element its first row. @param {Row[]} rows */
export function firstRows(rows) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [index, { elementId }] of rows.entries()) if (elementId && !found.has(elementId)) found.set(elementId, index);
  return found;
}
