// A tree as flat rows in document order: parents, children, and which rows are visible. Independent of the DOM.

/** @typedef {{level: number, role: string, name: string, states?: string[] | null, value?: string | null, elementId?: string | null, box?: [number, number, number, number] | null, diffStatus?: string | null, source?: string}} Row
 * `level` counts from 1 */

/** @typedef {{parents: Int32Array, ends: Int32Array, places: Int32Array, sizes: Int32Array}} Outline
 * For each row: its parent (-1 at the top), the row where its subtree ends, its place among its siblings and their number */

/** Computed in one pass over the rows, for trees of any depth. @param {Row[]} rows @returns {Outline} */
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

/** Whether a row has children. @param {Outline} tree @param {number} index */
export const isParent = (tree, index) => tree.ends[index] > index + 1;

/** The visible rows, in order. @param {Outline} tree @param {ReadonlySet<number>} closed */
export function seen(tree, closed) {
  /** @type {number[]} */
  const found = [];
  for (let index = 0; index < tree.ends.length; index = closed.has(index) ? tree.ends[index] : index + 1) found.push(index);
  return found;
}

/** The position of a row among the visible ones, or that of its nearest visible ancestor. @param {number[]} shown
 * ascending @param {number} index */
export function placeOf(shown, index) {
  let [low, high] = [0, shown.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shown[middle] <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows that must be open for a row to be visible. @param {Outline} tree @param {number} index */
export function ancestors(tree, index) {
  const found = [];
  for (let at = tree.parents[index]; at >= 0; at = tree.parents[at]) found.push(at);
  return found;
}

/** The first row of each element. @param {Row[]} rows */
export function firstRows(rows) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [index, { elementId }] of rows.entries()) if (elementId && !found.has(elementId)) found.set(elementId, index);
  return found;
}
