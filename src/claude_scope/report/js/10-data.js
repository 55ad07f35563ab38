/**
 * @typedef {{type: string, role: string, label: string, name: string, value: string, state: string[], locator: string,
 *   source: string, confidence: number, box: number[]}} UiElement  Boxes are [x, y, width, height] in frame pixels.
 * @typedef {{level: number, role: string, name?: string, text?: string, states?: string[], props?: string[],
 *   locator?: string, hidden?: boolean, source?: string, element?: number}} Row  A node of a tree, in document order.
 * @typedef {{width: number, height: number, elements: number[], changes: [string, number][], regions: number[][],
 *   pointer: ?number[], tree: Row[],
 *   acts: Mark[]}} State  Numbers are indices of `elements`; `acts` were done on this picture.
 * @typedef {{box: ?number[], point: ?number[], to: ?number[]}} Mark  Where something was done: target, point, end of a drag.
 */

/** @type {{elements: UiElement[], states: State[], trees: Row[][]}} */
const data = JSON.parse(byId('data').textContent);

/** Whether the page recorded it itself. */
const isCaptured = document.getElementById('feeds') !== null;

/** The name of an element: its accessible name, otherwise its label from the pixels. @param {UiElement} element */
const nameOf = (element) => element.name || element.label;

/** How each element of a state differs from the state before. @param {State} state @return {Map<number, string>} */
function statuses(state) {
  return new Map(state.changes.map(([kind, number]) => [number, kind]));
}
