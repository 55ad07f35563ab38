// One row of a tree: its change as a sign and a word, its role, its name, and its details.

import { html } from "../html.js";
import { clipped } from "./visible.js";

/** @type {Record<string, string>} */
export const SIGNS = { added: "+", changed: "~", removed: "−" };
const DEEPEST = 16; // deeper levels leave no room for a name; aria-level has the real level

/** @param {{row: import("./outline.js").Row, index: number, top: number, place: number, size: number, expanded?: boolean, isCurrent: boolean, isPicked: boolean, isHovered: boolean}} props */
export function TreeRow({ row, index, top, place, size, expanded, isCurrent, isPicked, isHovered }) {
  const marks = [row.diffStatus, isPicked && "picked", isHovered && "hovered"].filter(Boolean).join(" ");
  const style = { top: `${top}px`, "--level": String(Math.min(row.level, DEEPEST)) };
  return html`<div role="treeitem" class=${`tree-row ${marks}`} style=${style} data-index=${index} tabindex=${isCurrent ? 0 : -1}
    aria-level=${row.level} aria-posinset=${place} aria-setsize=${size} aria-selected=${String(isPicked)}
    aria-expanded=${expanded === undefined ? undefined : String(expanded)}>
    ${expanded !== undefined && html`<span class="twist" aria-hidden="true"></span>`}
    ${row.diffStatus && html`<span class="tree-sign"><span aria-hidden="true">${SIGNS[row.diffStatus]}</span> ${row.diffStatus}</span>${" "}`}
    <span class="tree-role">${clipped(row.role, 60)}</span>
    ${row.name && html` <span class="tree-name">${clipped(row.name)}</span>`}
    ${row.value && row.value !== row.name && html` <span class="tree-value">${clipped(row.value)}</span>`}
    ${(row.states ?? []).map((state) => html` <span class="tree-fact">${clipped(state, 60)}</span>`)}
  </div>`;
}
