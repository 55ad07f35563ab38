// The keys of a tree (ARIA Authoring Practices Guide, "Tree View"): a row to go to, rows to open or to close.

import { isParent, placeOf } from "./outline.js";

/** @typedef {{rows: import("./outline.js").Row[], tree: import("./outline.js").Outline, shown: number[], closed: ReadonlySet<number>, current: number}} Held */
/** @typedef {{to?: number, open?: number[], close?: number}} Step */

/** The effect of a key; null if the tree does not handle it. @param {string} key @param {Held} held @returns {Step |
 * null} */
export function stepOf(key, held) {
  const { tree, shown, closed, current } = held;
  const at = placeOf(shown, current);
  const isOpen = isParent(tree, current) && !closed.has(current);
  /** @type {Record<string, () => Step>} */
  const steps = {
    ArrowDown: () => ({ to: shown[at + 1] }),
    ArrowUp: () => ({ to: shown[at - 1] }),
    Home: () => ({ to: shown[0] }),
    End: () => ({ to: shown.at(-1) }),
    ArrowRight: () => (closed.has(current) ? { open: [current] } : isOpen ? { to: shown[at + 1] } : {}),
    ArrowLeft: () => (isOpen ? { close: current } : tree.parents[current] < 0 ? {} : { to: tree.parents[current] }),
    Enter: () => (isOpen ? { close: current } : { open: [current] }),
    "*": () => ({ open: [...closed].filter((index) => tree.parents[index] === tree.parents[current]) }),
  };
  return steps[key]?.() ?? null;
}

const PAUSE_MS = 600;

/** Letters typed in succession, which lead to the next row that begins with them. */
export class TypeAhead {
  #typed = "";
  #at = 0;

  /** Whether a space belongs to the letters typed before. @param {number} now ms */
  goesOn(now) {
    return this.#typed !== "" && now - this.#at <= PAUSE_MS;
  }

  /** The row, -1 if none begins with them, null if the key is not a letter. @param {string} key @param {number} now
   * ms @param {Held} held */
  find(key, now, { rows, shown, current }) {
    if ([...key].length !== 1) return null;
    if (!this.goesOn(now)) this.#typed = "";
    this.#at = now;
    this.#typed += key.toLowerCase();
    // Repeating a letter goes from one row to the next.
    const wanted = new Set(this.#typed).size === 1 ? this.#typed[0] : this.#typed;
    const start = placeOf(shown, current) + (wanted.length === 1 ? 1 : 0);
    for (let step = 0; step < shown.length; step++) {
      const index = shown[(start + step) % shown.length];
      if (textOf(rows[index]).startsWith(wanted)) return index;
    }
    return -1;
  }
}

/** The text by which a row is found: its visible name. @param {import("./outline.js").Row} row */
const textOf = (row) => (row.name || row.value || row.role).toLowerCase();
